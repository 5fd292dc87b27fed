import type { ShopSight, ShopWord } from '../../../../shared/actions/state.ts'
import type { MoneyPolicy } from '../../../../shared/contracts/money-policy.ts'
import type { Money } from '../../../../shared/contracts/money.ts'
import type { ActionEffect, ActionRefusal, OrderAction } from '../../../../shared/contracts/order-action.ts'
import type { Told } from '../shopify.ts'
import type { Shopify, ShopOrder } from './order.ts'
import type { OpenShop } from './rehearse.ts'

export type ActionOf<K extends OrderAction['do']> = Extract<OrderAction, { do: K }>

/** What an action would do, seen in the shop and not touched. */
export interface Plan {
  effects: ActionEffect[]
  /** What the customer gets, in their currency and in the shop's. */
  money: { amount: Money, shop: Money } | null
  /** Whole days since the goods arrived where the returns policy has a word in it, else null. */
  daysSince: number | null
  mostPercent?: number
  /** Against the policy, so that a second person decides, whatever the sum. */
  isException?: boolean
  /** What must be so still when the action is carried out, by name. */
  facts: Record<string, string>
  /** What else stands for this plan and no other: it goes into the digest, never onto a screen. */
  sameness: unknown
  /** The document's variables, with the action's id in them. */
  freeze: (id: string) => Record<string, unknown>
}
export type Planned = { status: 'ready', plan: Plan } | { status: 'refused', because: ActionRefusal, most: Money | null }

export interface PlanContext {
  shopify: Shopify
  order: ShopOrder
  conversationId: number
  now: number
  policy: MoneyPolicy
  /** Whether the customer has sent a picture in this conversation. */
  hasPhoto: () => Promise<boolean>
  labels: OpenShop['labels']
}

/** An action that was written down: its id, its frozen variables, the shop's own id of it where it gave one, and who sells labels. */
export interface Written {
  id: string
  orderId: string
  input: Record<string, unknown>
  shopRef: string | null
  detail: string | null
  labels: OpenShop['labels']
  fetch: typeof globalThis.fetch | undefined
}

/**
 * Writes down, before the last step, the shop's own id of what that step is done to; false when another carrier has the action by
 * then, and this one must stop.
 */
export type Remember = (ref: string) => Promise<boolean>

/** One kind of action: how it is rehearsed, done, and looked for after its answer was lost. */
export interface Kind<K extends OrderAction['do']> {
  plan: (action: ActionOf<K>, context: PlanContext) => Promise<Planned>
  send: (written: Written, shopify: Shopify, remember: Remember) => Promise<ShopWord>
  look: (written: Written, shopify: Shopify) => Promise<ShopSight>
}

export function refuse(because: ActionRefusal, most: Money | null = null): Planned {
  return { status: 'refused', because, most }
}

/** The mark by which the shop itself tells that it did this action. */
export function markOf(id: string): string {
  return `[ref:${id}]`
}

interface Errors { message: string, code?: string | null }
/** What a mutation's answer means: the first refusal when there is one, else what `read` finds. */
export function toWord<T>(told: Told<T>, errorsOf: (value: T) => Errors[], read: (value: T) => ShopWord): ShopWord {
  if (told.is !== 'answered') return told
  const [error] = errorsOf(told.value)
  return error ? { is: 'refused', code: 'shop_refused', detail: error.message } : read(told.value)
}
