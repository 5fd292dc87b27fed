import type { Article } from '../scripts/search-eval.ts'
import { seededRandom } from '../shared/random/seeded.ts'

const VOCABULARY = 12_000
// The commonest words of a language are stop words and never reach the index.
const COMMONEST = 40
const SYLLABLES = ['ba', 'cor', 'den', 'fil', 'gra', 'hol', 'jin', 'kal', 'lum', 'mor', 'nex', 'pol', 'qua', 'rin', 'sto', 'tev', 'ul', 'ver', 'wex', 'zan']
const random = seededRandom(20_261_124)

/** Articles about as long as a shop's help pages, of words that are as unevenly common as those of a language. */
export function makeArticles(count: number): Article[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `made-${index}`,
    title: makeText(6),
    body: makeText(60 + Math.floor(random() * 240)),
    questions: Array.from({ length: 3 }, () => makeText(10)),
    language: 'en',
  }))
}

export function makeText(words: number): string {
  return Array.from({ length: words }, makeWord).join(' ')
}

/** Log-uniform ranks: the n-th most common word comes 1/n as often as the first (Zipf). */
function makeWord(): string {
  let rank = Math.floor(COMMONEST * (VOCABULARY / COMMONEST) ** random())
  let word = ''
  do {
    word += SYLLABLES[rank % SYLLABLES.length]
    rank = Math.floor(rank / SYLLABLES.length)
  } while (rank > 0)
  return word
}
