import type { DraftStyle } from '../contracts/draft.ts'
import type { Language } from '../contracts/judgement.ts'
import { ENGLISH } from './templates-en.ts'
import { SPANISH } from './templates-es.ts'
import { FRENCH } from './templates-fr.ts'

/** What the customer needs to hear, as far as rules can tell. */
export type Situation =
  | 'waiting' | 'on_hold' | 'travelling' | 'late' | 'out_for_delivery' | 'delivered' | 'not_received' | 'failed_delivery' | 'cancelled'
  | 'address_open' | 'address_closed' | 'cancel_open' | 'cancel_closed' | 'return_coming' | 'refunded' | 'return_window'
  | 'shipping_answer' | 'product_answer' | 'technical_answer' | 'billing_answer' | 'general_answer'

type Styled<T> = Record<DraftStyle, T>

/**
 * `{fact}` must be known, or the draft is refused; `[...]` is left out when a fact inside it is unknown; `{me}` signs.
 * No phrase holds a digit, a date or a link of its own: those are facts.
 */
export interface Phrases {
  frame: Styled<{ named: string, plain: string, close: string }>
  notFound: Styled<string>
  bodies: Record<Situation, Styled<string>>
}

export const PHRASES: Record<Language, Phrases> = { en: ENGLISH, es: SPANISH, fr: FRENCH }
