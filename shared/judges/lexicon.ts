import { hashOf, seedOf } from './hash.ts'
import { fromBase64, toBase64 } from './pack.ts'

/** What people say a word feels like, from -4 to 4; 0 for words nobody was asked about. */
export type Lexicon = (word: string) => number

const SEED = seedOf(113)
const BITS = 23
/** Hashes go up in steps of two bytes; one that is further away than that is reached by steps of no feeling. */
const LONGEST_STEP = 0xFFFF
const SCALE = 30
const BYTES = 3
const DRAWN_OUT = /(.)\1{2,}/u

/** Folded words as hashes in ascending order, each with its step from the one before and its valence: three bytes a word, base64. */
export function packLexicon(words: Map<string, number>): string {
  const hashes = new Map([...words].map(([word, valence]) => [placeOf(word), Math.max(-127, Math.min(127, Math.round(valence * SCALE)))]))
  const bytes: number[] = []
  let before = 0
  for (const [hash, valence] of [...hashes].sort(([a], [b]) => a - b)) {
    for (; hash - before > LONGEST_STEP; before += LONGEST_STEP) bytes.push(0xFF, 0xFF, 0)
    bytes.push((hash - before) >> 8, (hash - before) & 0xFF, valence)
    before = hash
  }
  return toBase64(Int8Array.from(bytes))
}

/**
 * A word nobody was asked about is taken for another one in five hundred times. Letters that are drawn out (`goood`) count as two or one.
 */
export function unpackLexicon(text: string): Lexicon {
  const bytes = fromBase64(text)
  const valences = new Map<number, number>()
  let place = 0
  for (let at = 0; at + BYTES <= bytes.length; at += BYTES) {
    place += (bytes[at]! & 0xFF) << 8 | bytes[at + 1]! & 0xFF
    if (bytes[at + 2] !== 0) valences.set(place, bytes[at + 2]! / SCALE)
  }
  const known = (word: string) => valences.get(placeOf(word))
  return (word) => {
    const told = known(word)
    if (told !== undefined || !DRAWN_OUT.test(word)) return told ?? 0
    return known(word.replace(DRAWN_OUT, '$1$1')) ?? known(word.replace(DRAWN_OUT, '$1')) ?? 0
  }
}

function placeOf(word: string): number {
  return hashOf(SEED, word) >>> (32 - BITS)
}
