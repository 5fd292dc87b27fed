/** Long e-mails say what they want early; the rest is history and signatures. */
const LONGEST_TEXT = 4_000
const MOST_WORDS = 400

/**
 * Lower case without quoted mail, markup, links, accents and curly apostrophes, so that hurried typing matches. Numbers keep only
 * their length.
 */
export function fold(text: string): string {
  return text
    .slice(0, LONGEST_TEXT)
    .replace(/^>.*$/gm, ' ')
    .replace(/<[^>]*>|\{\{.*?\}\}|https?:\S+|\S[^\s@]*@\S+\.\S+/g, ' ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[’`´]/g, '\'')
    .toLowerCase()
}

const ELIDED = /\b([cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu)'(?=\p{L})/gu
const CONTRACTED = /(?<=\p{L})'(?=\p{L})/gu

/** Words of folded text: elided French ones apart (`l'adresse`), English contractions together. Of a number only its length is kept. */
export function wordsOf(folded: string): string[] {
  const words = folded.replace(/\d/g, '0').replace(ELIDED, '$1 ').replace(CONTRACTED, '').match(/\p{L}+|0+|[?!]/gu) ?? []
  return words.slice(0, MOST_WORDS).map(word => word.startsWith('0') ? word.slice(0, 5) : word.slice(0, 30))
}
