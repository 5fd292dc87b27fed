import type { DraftSegment } from '../contracts/draft.ts'

const SHORTEST = 20
const LONGEST = 4_000
// What can only be true as a known fact: links, addresses, amounts, order and tracking numbers, dates, and any number with two digits.
const CLAIM = /https?:\/\/\S+|\S[^\s@]*@\S+\.\S+|[$€£]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[$€£]|USD|EUR|CAD)|#\w+|\b[A-Z]*\d[-A-Z]*\d[-\dA-Z]*\b/gi
// Deeds that only a person or a macro does; a draft may announce that somebody will look, never that it has happened.
const DEED = /\b(?:(?:have|has|'ve|was|been|is|are|will be|i'll|will)\s+(?:\w+\s+){0,2}(?:refunded|reimbursed|credited|cancelled|canceled|replaced)|refund(?:s|ed)? (?:is|was|has been) (?:issued|processed|approved)|(?:he|hemos|ha sido|se ha)\s+(?:\w+\s+){0,2}(?:reembolsad|cancelad|abonad)|(?:ai|avons|a été)\s+(?:\w+\s+){0,2}(?:remboursé|annulé|crédité))/i
const UNFINISHED = /[,;:([{–-]\s*$|\b(?:and|or|the|your|y|o|el|la|su|et|ou|le|votre)\s*$/i

export type DraftFlaw = 'empty' | 'cut' | 'too_long' | 'unknown_claim' | 'promised_deed'

/**
 * What is wrong with a model's draft, or null. Whatever stands outside bound facts must claim nothing: so an invented amount,
 * number, date or link, and a deed that a customer's text talked the model into, never reach an agent as a fact.
 */
export function findFlaw(segments: DraftSegment[], isCut: boolean): DraftFlaw | null {
  const text = segments.map(segment => segment.text).join('').trim()
  if (text.length < SHORTEST) return 'empty'
  if (text.length > LONGEST) return 'too_long'
  if (isCut || UNFINISHED.test(text)) return 'cut'
  const free = segments.filter(({ factId }) => factId === null).map(segment => segment.text)
  if (free.some(part => [...part.matchAll(CLAIM)].length > 0)) return 'unknown_claim'
  return free.some(part => DEED.test(part)) ? 'promised_deed' : null
}
