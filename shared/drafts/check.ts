import type { DraftSegment, SetAside } from '../contracts/draft.ts'
import { hasClaim, hasMarkup } from './claims.ts'
import { promisesDeed } from './deeds.ts'

const SHORTEST = 20
const LONGEST = 4_000
const UNFINISHED = /[,;:([{–-]\s*$|\b(?:and|or|the|your|y|o|el|la|su|et|ou|le|votre)\s*$/i
// Stands where a fact stood, so that a sentence keeps its shape without it.
const FACT = '\u{FFFC}'

/**
 * What is wrong with a model's draft, or null. Whatever stands outside bound facts must claim nothing: so an invented amount,
 * number, date or link, and a deed that a customer's text talked the model into, never reach an agent as a fact.
 */
export function findFlaw(segments: DraftSegment[], isCut: boolean): SetAside | null {
  const text = segments.map(segment => segment.text).join('').trim()
  if (text.length < SHORTEST) return 'empty'
  if (text.length > LONGEST) return 'too_long'
  return findUnproven(segments) ?? (isCut || UNFINISHED.test(text) ? 'cut' : null)
}

/** The first thing in it that no fact proves, finished or not. */
export function findUnproven(segments: DraftSegment[]): 'markup' | 'unknown_claim' | 'promised_deed' | null {
  const free = segments.map(({ text, factId }) => factId === null ? text : FACT).join('')
  if (hasMarkup(free)) return 'markup'
  if (hasClaim(free)) return 'unknown_claim'
  const stated = new Set(segments.flatMap(({ factId }) => factId ?? []))
  return promisesDeed(free, stated) ? 'promised_deed' : null
}
