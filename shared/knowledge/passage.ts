const LONGEST = 240
const WORD = /[\p{L}\p{N}]{3,}/gu

/** The article's text without Markdown and HTML marks, paragraph by paragraph. */
export function plainPassages(markdown: string): string[] {
  return markdown
    .replace(/```[\s\S]*?```/g, ' ')
    .split(/\n{2,}|\n(?=#{1,6}\s|[-*]\s|\d+\.\s)/)
    .map(block => block
      .replace(/<[^<>]*>/g, ' ')
      .replace(/!?\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)/g, '$1')
      .replace(/^\s*(?:#{1,6}|[-*>]|\d+\.)\s+/gm, '')
      .replace(/[*_`~]/g, '')
      .replace(/\s+/g, ' ')
      .trim())
    .filter(Boolean)
}

/** The sentence that answers a question best: the one that shares most of its longer words; else the first. Plain text. */
export function matchingSentence(markdown: string, query: string): string {
  const asked = new Set(stems(query))
  const sentences = plainPassages(markdown).flatMap(passage => passage.split(/(?<=[.!?…])\s+/))
  const scored = sentences.map((sentence, index) => {
    const shared = new Set(stems(sentence).filter(stem => asked.has(stem))).size
    return { sentence, score: shared / Math.sqrt(8 + sentence.length / 20) - index * 1e-6, isLong: sentence.length > 25 }
  })
  const best = scored.filter(({ isLong }) => isLong).sort((a, b) => b.score - a.score)[0]?.sentence ?? sentences[0] ?? ''
  return best.length <= LONGEST ? best : `${best.slice(0, LONGEST - 1).trimEnd()}…`
}

/** Splits a body for vectors: passages gathered to about `size` characters, none lost. */
export function chunksOf(title: string, markdown: string, size = 900): string[] {
  const chunks: string[] = []
  let chunk = ''
  for (const passage of plainPassages(markdown)) {
    if (chunk && chunk.length + passage.length > size) {
      chunks.push(chunk)
      chunk = ''
    }
    chunk = chunk ? `${chunk}\n${passage}` : passage
  }
  if (chunk) chunks.push(chunk)
  return (chunks.length ? chunks : ['']).map(text => `${title}\n${text}`.trim())
}

/** A readable address for an article: letters, digits and hyphens. */
export function slugOf(title: string): string {
  const folded = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return folded.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 80) || 'article'
}

// Six letters are a good enough stem in the three languages to see that two words are one.
function stems(text: string): string[] {
  return (text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().match(WORD) ?? []).map(word => word.slice(0, 6))
}
