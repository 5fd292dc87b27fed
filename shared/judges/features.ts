import { conceptsOf } from './concepts.ts'
import { finish, hashOf, seedOf, step } from './hash.ts'

/** Receives one feature: its hash (32 bit), its weight, and the first and last word it was read from (-1: the whole text). */
export type Emit = (hash: number, weight: number, from: number, to: number) => void

const SHORTEST_GRAM = 3
const LONGEST_GRAM = 5
const [WORD, PAIR, GRAM, IDEA, IDEA_PAIR, SIGN] = [seedOf(11), seedOf(23), seedOf(37), seedOf(53), seedOf(71), seedOf(89)]
const IDEA_WEIGHT = 1.6
const GRAM_WEIGHT = 0.6

/** Reads the features of a text: words, pairs of words, pieces of words, what the words mean in any of three languages, and given signs. */
export function emitFeatures(words: string[], signs: string[], emit: Emit): void {
  for (const [at, word] of words.entries()) {
    const hash = hashOf(WORD, word)
    emit(hash, 1, at, at)
    const next = words[at + 1]
    if (next !== undefined) emit(hashOf(mix(PAIR, hash), next), 1, at, at + 1)
    if (word.length > 1) emitGrams(` ${word} `, at, emit)
  }
  let before: [string, number] | null = null
  for (const [concept, at, length] of conceptsOf(words)) {
    emit(hashOf(IDEA, concept), IDEA_WEIGHT, at, at + length - 1)
    if (before && before[0] !== concept) emit(hashOf(hashOf(IDEA_PAIR, before[0]), concept), IDEA_WEIGHT / 2, before[1], at + length - 1)
    before = [concept, at]
  }
  for (const sign of signs) emit(hashOf(SIGN, sign), IDEA_WEIGHT, -1, -1)
}

function emitGrams(padded: string, at: number, emit: Emit): void {
  for (let start = 0; start < padded.length; start++) {
    let hash: number = GRAM
    const end = Math.min(padded.length, start + LONGEST_GRAM)
    for (let to = start; to < end; to++) {
      hash = step(hash, padded.charCodeAt(to))
      if (to - start + 1 >= SHORTEST_GRAM) emit(finish(hash), GRAM_WEIGHT, at, at)
    }
  }
}

function mix(seed: number, hash: number): number {
  return step(seed ^ hash, hash & 0xFF)
}
