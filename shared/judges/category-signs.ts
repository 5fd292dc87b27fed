import type { Category } from '../contracts/judgement.ts'
import { ENGLISH } from './category-rules-en.ts'
import { SPANISH } from './category-rules-es.ts'
import { FRENCH } from './category-rules-fr.ts'

/** Words that speak for a category, in folded text, and how strongly. */
export type CategoryRule = readonly [Category, number, RegExp]

const RULES = [...ENGLISH, ...SPANISH, ...FRENCH]
const STRONG = 2.5
/** What somebody wants stands at the beginning; a hundred patterns over a long e-mail would take longer than all else. */
const LONGEST_TEXT = 1_500

/**
 * What the keyword rules make of folded text, as signs the learned judge weighs among its words: the loudest category, the others,
 * the strong ones.
 */
export function categorySigns(folded: string): string[] {
  const weights = new Map<Category, number>()
  const beginning = folded.slice(0, LONGEST_TEXT)
  for (const [category, weight, pattern] of RULES) {
    if (pattern.test(beginning)) weights.set(category, (weights.get(category) ?? 0) + weight)
  }
  return [...weights]
    .toSorted((a, b) => b[1] - a[1])
    .flatMap(([category, weight], at) => [`${at === 0 ? 'top' : 'some'}:${category}`, ...weight > STRONG ? [`strong:${category}`] : []])
}
