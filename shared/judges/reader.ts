import type { LinearWeights, SparseVector } from './linear.ts'
import { emitFeatures } from './features.ts'
import { collect } from './linear.ts'

/** A text as a judge reads it: its words and what else was noticed in it. */
export interface Reading { words: string[], signs: string[] }

export function vectorOf(bits: number, { words, signs }: Reading): SparseVector {
  return collect(bits, emit => emitFeatures(words, signs, emit))
}

const MOST_EVIDENCE = 5
/** A word is evidence when it weighs at least this share of the heaviest. */
const LEAST_SHARE = 0.2

/** The words that spoke most for a class against the others, heaviest first; neighbours stand together. */
export function evidenceFor({ bits, classes, weights }: LinearWeights, { words, signs }: Reading, chosen: number): string[] {
  const mask = 2 ** bits - 1
  const gains = new Float64Array(words.length)
  emitFeatures(words, signs, (hash, weight, from, to) => {
    if (from < 0) return
    const base = (hash & mask) * classes
    let others = 0
    for (let c = 0; c < classes; c++) others += weights[base + c]!
    const gain = (weights[base + chosen]! * classes - others) / (classes - 1) * weight / (to - from + 1)
    for (let at = from; at <= to; at++) gains[at]! += gain
  })

  const least = LEAST_SHARE * Math.max(0, ...gains)
  const phrases: { text: string, gain: number, end: number }[] = []
  for (const [at, gain] of gains.entries()) {
    if (gain <= 0 || gain < least || !/\p{L}/u.test(words[at]!)) continue
    const last = phrases.at(-1)
    if (last?.end === at - 1 && last.text.split(' ').length < 3) Object.assign(last, { text: `${last.text} ${words[at]}`, gain: Math.max(last.gain, gain), end: at })
    else phrases.push({ text: words[at]!, gain, end: at })
  }
  return [...new Set(phrases.toSorted((a, b) => b.gain - a.gain).map(({ text }) => text))].slice(0, MOST_EVIDENCE)
}
