import type { Category } from '../contracts/judgement.ts'
import { CATEGORIES } from '../contracts/judgement.ts'

const CODES: readonly string[] = CATEGORIES

/** The label of a category as the shop writes it: Chatwoot's own suggestion is `order-status`, ours `order_status`. */
export function labelOf(category: Category, known: string[]): string {
  return known.find(label => codeOf(label) === category) ?? category
}

/**
 * The labels a conversation is to have: all that people gave, `wanted`, and not `ours`, the one we gave before it. Null where
 * nothing is to be written: it is there already, a person put another category on it, or took ours away. Theirs holds.
 */
export function mergeLabels(current: string[], wanted: string, ours: string | null): string[] | null {
  const categories = current.filter(label => CODES.includes(codeOf(label)))
  if (categories.some(label => label !== ours && label !== wanted)) return null
  if (ours !== null && !current.includes(ours)) return null
  if (current.includes(wanted) && (ours === null || ours === wanted)) return null
  return [...current.filter(label => label !== ours && label !== wanted), wanted]
}

function codeOf(label: string): string {
  return label.replaceAll('-', '_')
}
