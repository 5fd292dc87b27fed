import type { ActionOrder } from '../contracts/action-order.ts'
import type { Fact } from '../contracts/draft.ts'
import type { Language } from '../contracts/judgement.ts'
import type { MacroAnswers, NotifyBy } from '../contracts/macro.ts'
import type { Order } from '../contracts/order.ts'
import type { RuleFacts } from '../rules/facts.ts'

/** What a macro sees of the moment in which it is rehearsed or run. */
export interface MacroFacts {
  conversation: RuleFacts & { status: string, canReply: boolean }
  /** Live values as they are written in `language`. */
  values: Fact[]
  order: Order | null
  /** What can be done with the order; null where no step asks. */
  actionOrder: ActionOrder | null
  hasTracking: boolean
  /** Somebody sells return labels to the shop. */
  buysLabels: boolean
  language: Language
  /** The account's own: notes are read by colleagues. */
  ownLanguage: Language
  me: { name: string, userId: number }
  supervisors: { userId: number, name: string }[]
  /** The ways to tell colleagues that are set up for this account. */
  channels: NotifyBy[]
  /** Names of the webhooks that steps may call. */
  webhooks: string[]
  contact: { name: string, email: string | null }
  answers: MacroAnswers
}
