import type { Category, Opinion } from '../contracts/judgement.ts'
import type { LinearWeights, SparseVector } from './linear.ts'
import type { Reading } from './reader.ts'
import { CATEGORIES } from '../contracts/judgement.ts'
import { categorySigns } from './category-signs.ts'
import { probabilities } from './linear.ts'
import { evidenceFor, vectorOf } from './reader.ts'
import { fold, wordsOf } from './words.ts'

/** A classifier with what was measured about it. The class after the seven is "nothing a shop sorts". */
export interface CategoryModel {
  version: string
  weights: LinearWeights
  temperature: number
  /** Confidence from which answers were right that often on labelled conversations it had not seen: `[precision, bar]`. */
  bars: [precision: number, bar: number][]
  /** Which texts it learned from, as a bit map of their hashes: they cannot tell how good it is. */
  seen: string
}

export const CATEGORY_CLASSES = [...CATEGORIES, 'none'] as const
const NONE = CATEGORIES.length

/** What a customer's words are about. Abstains below the bar, and where the words are most likely about nothing a shop sorts. */
export function judgeCategory(model: CategoryModel, text: string, bar: number): Opinion<Category> {
  const reading = readForCategory(text)
  const silent = { value: null, confidence: 0, abstained: true, evidence: [], version: model.version }
  if (!reading.words.some(word => /\p{L}/u.test(word))) return silent

  const shares = probabilities(model.weights, vectorOf(model.weights.bits, reading), model.temperature)
  const chosen = likeliest(shares)
  const value = CATEGORIES[chosen]
  const confidence = shares[chosen] ?? 0
  if (!value) return silent
  return {
    value,
    confidence: Math.round(confidence * 1000) / 1000,
    abstained: confidence < bar || (shares[NONE] ?? 0) > confidence,
    evidence: evidenceFor(model.weights, reading, chosen),
    version: model.version,
  }
}

/** The bar for a target precision: the measured one, the next stricter where that was not measured. 1 when none reaches it. */
export function categoryBar({ bars }: CategoryModel, target: number): number {
  return bars.toSorted((a, b) => a[0] - b[0]).find(([precision]) => precision >= target)?.[1] ?? 1
}

/** A text as the category judge reads it. */
function readForCategory(text: string): Reading {
  const folded = fold(text)
  return { words: wordsOf(folded), signs: categorySigns(folded) }
}

export function categoryVector(text: string, bits: number): SparseVector {
  return vectorOf(bits, readForCategory(text))
}

/** The likeliest of the seven. */
export function likeliest(shares: ArrayLike<number>): number {
  let best = 0
  for (let c = 1; c < NONE; c++) {
    if ((shares[c] ?? 0) > (shares[best] ?? 0)) best = c
  }
  return best
}
