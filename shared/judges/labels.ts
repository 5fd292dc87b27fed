import type { Category } from '../contracts/judgement.ts'
import { CATEGORIES } from '../contracts/judgement.ts'

const CODES: readonly string[] = CATEGORIES

/**
 * The labels a conversation is to have: all that people gave, `category`, and not `ours`, the one we gave before it. Null where
 * nothing is to be written: it is there already, a person put another category on it, or took ours away. Theirs holds.
 */
export function mergeLabels(current: string[], category: Category, ours: Category | null): string[] | null {
  const categories = current.filter(label => CODES.includes(label))
  if (categories.some(label => label !== ours && label !== category)) return null
  if (ours !== null && !current.includes(ours)) return null
  if (current.includes(category) && (ours === null || ours === category)) return null
  return [...current.filter(label => label !== ours && label !== category), category]
}
