import type { SparseVector } from './linear.ts'
import { LANGUAGES } from '../contracts/judgement.ts'
import { finish, hashOf, seedOf, step } from './hash.ts'
import { collect } from './linear.ts'

/** A detector's word on one text, in the shape of the `eld` package: a score for each ISO 639-1 code it thinks of. */
export type DetectLanguage = (text: string) => { getScores: () => Record<string, number> }

export const LANGUAGE_BITS = 14
const [WORD, GRAM] = [seedOf(5), seedOf(7)]
const LONGEST_GRAM = 5
const MOST_WORDS = 80
const SCORE_WEIGHT = 2
/** Hurried people leave accents out: a word is read with and without. */
const BARE_WEIGHT = 0.7

/** What was written by hand: no quoted mail, links, addresses, markup or numbers. Lower case, accents kept. */
export function spokenWords(text: string): string[] {
  const own = text.slice(0, 4_000).replace(/^>.*$/gm, ' ').replace(/<[^>]*>|\{\{.*?\}\}|https?:\S+|\S+@\S+|[#@\d]\S*/g, ' ')
  return own.toLowerCase().replace(/’/g, '\'').match(/[\p{L}\p{M}']+/gu)?.slice(0, MOST_WORDS) ?? []
}

/** Words and pieces of words; the detector's scores for en, es, fr and the best of all others stand in the first four slots. */
export function languageVector(words: string[], detect: DetectLanguage): SparseVector {
  const { slots, values } = collect(LANGUAGE_BITS, (emit) => {
    for (const word of words) {
      const bare = /^[a-z']*$/.test(word) ? word : word.normalize('NFD').replace(/\p{M}/gu, '')
      if (bare === word) {
        emitWord(word, 1, emit)
      }
      else {
        emitWord(word, BARE_WEIGHT, emit)
        emitWord(bare, BARE_WEIGHT, emit)
      }
    }
  })
  const scores = detectorShares(words, detect)
  return {
    slots: Uint32Array.of(...slots, ...scores.keys()),
    values: Float32Array.of(...values, ...scores.map(share => SCORE_WEIGHT * share ** 4)),
  }
}

function detectorShares(words: string[], detect: DetectLanguage): number[] {
  const scores = detect(words.join(' ')).getScores()
  const top = Math.max(1e-9, ...Object.values(scores))
  const others = Object.entries(scores).filter(([code]) => LANGUAGES.every(language => language !== code)).map(([, score]) => score)
  return [...LANGUAGES.map(language => scores[language] ?? 0), Math.max(0, ...others)].map(score => score / top)
}

function emitWord(word: string, weight: number, emit: (hash: number, weight: number) => void): void {
  emit(hashOf(WORD, word), weight)
  const padded = ` ${word} `
  for (let start = 0; start < padded.length; start++) {
    let hash: number = GRAM
    const end = Math.min(padded.length, start + LONGEST_GRAM)
    for (let to = start; to < end; to++) {
      hash = step(hash, padded.charCodeAt(to))
      if (to > 0 && !(to === start && to === padded.length - 1)) emit(finish(hash), weight / 2)
    }
  }
}
