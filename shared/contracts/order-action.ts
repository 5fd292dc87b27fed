import { z } from 'zod'
import { Role } from './brief.ts'
import { Money } from './money.ts'
import { Edit, EditEffect } from './order-action-edit.ts'
import { Invoice, InvoiceEffect, InvoiceMailEffect } from './order-action-invoice.ts'
import { Note, NoteEffect } from './order-action-note.ts'
import { Gid, PayBack, ShippingAddress } from './order-action-parts.ts'
import { Replacement, ReplacementEffect } from './order-action-replacement.ts'
import { OpenReturn, ProcessReturn, RETURN_EFFECTS, RETURN_REFUSALS, ReturnLabel } from './return-action.ts'

const EpochMs = z.number().int()
const Minor = z.number().int().min(1).max(100_000_000_00)

export const CancelReason = z.enum(['customer', 'declined', 'fraud', 'inventory', 'staff', 'other'])
export type CancelReason = z.infer<typeof CancelReason>
export const HoldReason = z.enum(['incorrect_address', 'inventory_out_of_stock', 'high_risk_of_fraud', 'awaiting_payment', 'other'])
export type HoldReason = z.infer<typeof HoldReason>

/**
 * What a person, or a macro's step, wants done with an order; amounts are in the smallest unit of the currency the customer
 * paid in. A refund is either of lines and shipping, or of an amount without goods.
 */
export const OrderAction = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('refund'),
    /** `isBack`: the units come back, and go on the shelf; units that never left do so in any case. */
    lines: z.array(z.object({ lineId: Gid, quantity: z.number().int().min(1).max(100_000), isBack: z.boolean() })).max(50).default([]),
    shippingMinor: z.number().int().min(0).max(100_000_000_00).default(0),
    amountMinor: Minor.nullable().default(null),
    payBack: PayBack.default('original'),
    tellsCustomer: z.boolean().default(true),
  }),
  z.object({
    do: z.literal('cancel'),
    because: CancelReason,
    restocks: z.boolean().default(true),
    payBack: PayBack.default('original'),
    tellsCustomer: z.boolean().default(true),
  }),
  z.object({
    do: z.literal('discount'),
    /** Per cent of one order, or an amount in the shop's own currency. */
    off: z.discriminatedUnion('by', [
      z.object({ by: z.literal('percent'), percent: z.number().int().min(1).max(100) }),
      z.object({ by: z.literal('amount'), amountMinor: Minor }),
    ]),
    days: z.number().int().min(1).max(366).default(30),
  }),
  z.object({ do: z.literal('hold'), because: HoldReason, note: z.string().trim().max(200).default('') }),
  z.object({ do: z.literal('release') }),
  z.object({
    do: z.literal('address'),
    address: ShippingAddress,
  }),
  Replacement,
  Edit,
  Note,
  Invoice,
  OpenReturn,
  ReturnLabel,
  ProcessReturn,
])
export type OrderAction = z.infer<typeof OrderAction>
export type ActionKind = OrderAction['do']
export const ActionKind = z.enum([
  'refund',
  'cancel',
  'discount',
  'hold',
  'release',
  'address',
  'replace',
  'edit',
  'note',
  'invoice',
  'return',
  'return_label',
  'return_process',
])

/** What an action would do, or did, one fact each; the panel and the receipt put them into words. */
export const ActionEffect = z.discriminatedUnion('is', [
  z.object({ is: z.literal('refund_line'), title: z.string(), quantity: z.number().int(), subtotal: Money, tax: Money }),
  z.object({ is: z.literal('refund_shipping'), amount: Money }),
  z.object({ is: z.literal('goodwill'), amount: Money }),
  /** `to` is what the customer would recognise, such as "Visa 4242"; empty when the shop does not say. */
  z.object({ is: z.literal('pay'), amount: Money, by: PayBack, to: z.string() }),
  z.object({ is: z.literal('void') }),
  z.object({ is: z.literal('restock'), title: z.string(), quantity: z.number().int(), place: z.string() }),
  z.object({ is: z.literal('not_sent'), title: z.string(), quantity: z.number().int() }),
  z.object({ is: z.literal('kept'), title: z.string(), quantity: z.number().int() }),
  z.object({ is: z.literal('cancelled'), because: CancelReason }),
  z.object({ is: z.literal('code'), percent: z.number().int().nullable(), amount: Money.nullable(), until: EpochMs, isPersonal: z.boolean() }),
  z.object({ is: z.literal('held'), because: HoldReason, place: z.string() }),
  z.object({ is: z.literal('released'), count: z.number().int() }),
  z.object({ is: z.literal('address'), from: z.string(), to: z.string() }),
  z.object({ is: z.literal('tells'), who: z.enum(['customer', 'nobody']) }),
  /** The window of the returns policy has closed; the action is still possible, with a second person. */
  z.object({ is: z.literal('late'), days: z.number().int(), allowed: z.number().int() }),
  z.object({ is: z.literal('final') }),
  ReplacementEffect,
  EditEffect,
  NoteEffect,
  InvoiceEffect,
  InvoiceMailEffect,
  ...RETURN_EFFECTS,
])
export type ActionEffect = z.infer<typeof ActionEffect>

/** Why an action cannot be done at all. Permanent codes. */
export const ActionRefusal = z.enum([
  'order_not_found',
  'order_of_another',
  'order_cancelled',
  'already_shipped',
  'already_held',
  'not_held',
  'nothing_asked',
  'nothing_paid',
  'nothing_to_change',
  'line_not_in_order',
  'quantity_too_large',
  'shipping_too_large',
  'amount_too_large',
  'no_store_credit',
  'no_place_to_restock',
  'percent_too_large',
  'sum_too_large',
  'too_many_lines',
  'address_incomplete',
  'no_variant',
  'not_free',
  'not_editable',
  'note_too_long',
  'nothing_to_pay',
  'no_email',
  'draft_gone',
  'shop_refused',
  ...RETURN_REFUSALS,
])
export type ActionRefusal = z.infer<typeof ActionRefusal>

/** Why a second person must agree. */
export const SecondBecause = z.enum(['sum', 'day', 'late', 'exception'])
export type SecondBecause = z.infer<typeof SecondBecause>

/** What would happen now, in facts; `digest` stands for exactly this, and a run refuses when the world no longer fits it. */
export const Rehearsal = z.object({
  orderId: z.string(),
  orderName: z.string(),
  kind: ActionKind,
  effects: z.array(ActionEffect),
  /** What the customer gets, in their currency, and what it is in the shop's, which limits are in; null where no money moves. */
  money: z.object({ amount: Money, shop: Money }).nullable(),
  second: z.object({ role: Role, because: SecondBecause }).nullable(),
  /** What the order was like, by name: compared when the action is carried out. */
  facts: z.record(z.string(), z.string()),
  digest: z.string(),
  asOf: EpochMs,
})
export type Rehearsal = z.infer<typeof Rehearsal>

export const FactChange = z.object({ fact: z.string(), before: z.string().nullable(), after: z.string().nullable() })
export type FactChange = z.infer<typeof FactChange>

/** `POST /order-actions/:accountId/:conversationId/rehearsals`. */
export const AskRehearsal = z.object({ orderId: Gid, action: OrderAction }).strict()
export type AskRehearsal = z.infer<typeof AskRehearsal>
export const RehearsalAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('ready'), rehearsal: Rehearsal }),
  z.object({ status: z.literal('refused'), because: ActionRefusal, most: Money.nullable() }),
])
export type RehearsalAnswer = z.infer<typeof RehearsalAnswer>

/**
 * How far an action is. `ready`: written down, surely not done. `sent`: asked for. `unknown`: asked, without an answer; the shop
 * is read before anything is asked again. `refused` is by the second person, `failed` by the shop.
 */
export const ActionState = z.enum(['waiting_approval', 'ready', 'sent', 'unknown', 'done', 'failed', 'refused', 'expired', 'stopped'])
export type ActionState = z.infer<typeof ActionState>

/**
 * What became of the money of a refund that is done. `pending`: on its way, and no bank has confirmed it. `failed`: so much of it never
 * reached the customer. `unknown`: no word came in a week, and a person has to look in the shop.
 */
export const Payout = z.object({ state: z.enum(['pending', 'paid', 'failed', 'unknown']), failed: Money.nullable() })
export type Payout = z.infer<typeof Payout>

export const PlacedAction = z.object({
  id: z.uuid(),
  conversationId: z.number().int(),
  orderId: z.string(),
  orderName: z.string(),
  kind: ActionKind,
  state: ActionState,
  /** Why it is not done: a word of this contract or of the shop. */
  code: z.string().nullable(),
  /** What a person reads of it: the shop's own words, a code, a link. */
  detail: z.string().nullable(),
  reason: z.string(),
  requestedBy: z.string(),
  decidedBy: z.string().nullable(),
  money: Money.nullable(),
  /** Null where no money moves, or nobody knows yet. */
  payout: Payout.nullable().default(null),
  effects: z.array(ActionEffect),
  changes: z.array(FactChange),
  /** It is the shop's turn no longer: a person has to look there. */
  needsPerson: z.boolean(),
  canStop: z.boolean(),
  createdAt: EpochMs,
  settledAt: EpochMs.nullable(),
})
export type PlacedAction = z.infer<typeof PlacedAction>

/** `GET /order-actions/:accountId/:conversationId`, the newest first. */
export const PlacedActions = z.object({ actions: z.array(PlacedAction), asOf: EpochMs })
export type PlacedActions = z.infer<typeof PlacedActions>

/** `POST /order-actions/:accountId/:conversationId`. The same `requestKey` is the same wish, however often it arrives. */
export const PlaceAction = AskRehearsal.extend({
  requestKey: z.uuid(),
  reason: z.string().trim().min(1).max(500),
  digest: z.string().max(200),
}).strict()
export type PlaceAction = z.infer<typeof PlaceAction>
export const PlaceAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.literal('placed'), action: PlacedAction }),
  z.object({ status: z.literal('changed'), rehearsal: Rehearsal }),
  z.object({ status: z.literal('refused'), because: ActionRefusal, most: Money.nullable() }),
  /** Another action with this order's money is not over yet. */
  z.object({ status: z.literal('busy'), action: PlacedAction }),
])
export type PlaceAnswer = z.infer<typeof PlaceAnswer>
