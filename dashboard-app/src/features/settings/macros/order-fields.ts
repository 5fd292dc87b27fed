import type { MacroInput } from '#shared/contracts/macro'
import type { ActionSource, OrderStep } from '#shared/contracts/macro-action'
import type { ActionKind } from '#shared/contracts/order-action'
import type { BuilderKey } from './words'
import { CancelReason, HoldReason } from '#shared/contracts/order-action'
import { PayBack } from '#shared/contracts/order-action-parts'
import { CANCEL_WORDS, HOLD_WORDS, t as orderWords } from '@/core/order-actions/words'
import { t } from './words'

type OrderPart = Pick<OrderStep, 'action' | 'from' | 'each'>

/** One part of an action as an admin fills it in; `part` is where it stands, `off.percent`. */
export type OrderField =
  | { as: 'choice', part: string, label: BuilderKey, options: () => { value: string, text: string }[] }
  | { as: 'check', part: string, label: BuilderKey, isEach?: boolean }
  /** A part that is there or not; what it begins with when it is. */
  | { as: 'part', part: string, label: BuilderKey, begins: () => unknown }
  | { as: 'number', part: string, label: BuilderKey, min: number, max: number }
  /** Written here, or the answer to a question; `isLong` in several lines. */
  | { as: 'text', part: string, label: BuilderKey, max: number, isLong?: boolean }
  /** Several, with commas between them. */
  | { as: 'words', part: string, label: BuilderKey }
  /** An answer of this type (none where there is no such answer), all there is, or neither, which `none` says. */
  | { as: 'source', part: string, label: BuilderKey, answer: MacroInput['type'] | null, hasAll: boolean, none?: BuilderKey }

const PAY_BACK = { original: 'actions.original_unknown', store_credit: 'actions.store_credit' } as const
const payBack: OrderField = { as: 'choice', part: 'payBack', label: 'builder.order.pay_back', options: () => PayBack.options.map(value => ({ value, text: orderWords(PAY_BACK[value]) })) }
const tells: OrderField = { as: 'check', part: 'tellsCustomer', label: 'builder.order.tells' }

/** Reasons that the library of each shop has, by handle; others come by a file, and stay. */
const RETURN_REASONS = {
  'damaged': 'builder.order.reasons.damaged',
  'defective': 'builder.order.reasons.defective',
  'wrong-item': 'builder.order.reasons.wrong_item',
  'not-as-described': 'builder.order.reasons.not_as_described',
  'arrived-late': 'builder.order.reasons.arrived_late',
  'other': 'builder.order.reasons.other',
} as const satisfies Record<string, BuilderKey>

/** What is asked of each kind; of a kind without a form here, what a file says is kept. */
const FIELDS: Partial<Record<ActionKind, OrderField[]>> = {
  refund: [
    { as: 'source', part: 'lines', label: 'builder.order.lines', answer: 'order_lines', hasAll: true },
    { as: 'check', part: 'isBack', label: 'builder.order.is_back', isEach: true },
    { as: 'source', part: 'shippingMinor', label: 'builder.order.shipping', answer: 'number', hasAll: true },
    { as: 'source', part: 'amountMinor', label: 'builder.order.amount', answer: 'number', hasAll: true },
    payBack,
    tells,
  ],
  cancel: [
    { as: 'choice', part: 'because', label: 'builder.order.because', options: () => CancelReason.options.map(value => ({ value, text: orderWords(CANCEL_WORDS[value]) })) },
    { as: 'check', part: 'restocks', label: 'builder.order.restocks' },
    payBack,
    tells,
  ],
  discount: [
    { as: 'choice', part: 'off.by', label: 'builder.order.by', options: () => [{ value: 'percent', text: t('builder.order.by_percent') }, { value: 'amount', text: t('builder.order.by_amount') }] },
    { as: 'number', part: 'off.percent', label: 'builder.order.percent', min: 1, max: 100 },
    { as: 'source', part: 'off.amountMinor', label: 'builder.order.amount', answer: 'number', hasAll: false },
    { as: 'number', part: 'days', label: 'builder.order.days', min: 1, max: 366 },
  ],
  hold: [
    { as: 'choice', part: 'because', label: 'builder.order.because', options: () => HoldReason.options.map(value => ({ value, text: orderWords(HOLD_WORDS[value]) })) },
  ],
  release: [],
  replace: [
    { as: 'source', part: 'lines', label: 'builder.order.lines', answer: 'order_lines', hasAll: true },
  ],
  edit: [
    { as: 'source', part: 'changes', label: 'builder.order.taken_out', answer: 'order_lines', hasAll: false },
    { as: 'check', part: 'restocks', label: 'builder.order.restocks' },
    { as: 'source', part: 'shippingChanges', label: 'builder.order.shipping_out', answer: null, hasAll: true },
    { as: 'part', part: 'shipping', label: 'builder.order.shipping_in', begins: () => ({ title: t('builder.order.shipping_title_given'), amountMinor: 0 }) },
    { as: 'text', part: 'shipping.title', label: 'builder.order.shipping_title', max: 100 },
    { as: 'source', part: 'shipping.amountMinor', label: 'builder.order.shipping_amount', answer: 'number', hasAll: false, none: 'builder.order.shipping_free' },
    { as: 'text', part: 'staffNote', label: 'builder.order.staff_note', max: 300 },
    tells,
  ],
  note: [
    { as: 'text', part: 'text', label: 'builder.order.note', max: 1_000, isLong: true },
    { as: 'words', part: 'addTags', label: 'builder.order.add_tags' },
    { as: 'words', part: 'removeTags', label: 'builder.order.remove_tags' },
  ],
  invoice: [
    { as: 'text', part: 'message', label: 'builder.order.message', max: 1_000, isLong: true },
  ],
  return: [
    { as: 'source', part: 'lines', label: 'builder.order.lines', answer: 'order_lines', hasAll: true },
    { as: 'choice', part: 'reason', label: 'builder.order.why_back', options: () => Object.entries(RETURN_REASONS).map(([value, word]) => ({ value, text: t(word) })) },
    { as: 'text', part: 'note', label: 'builder.order.note_back', max: 300 },
    { as: 'check', part: 'waivesFees', label: 'builder.order.waives_fees' },
  ],
  return_label: [
    { as: 'choice', part: 'label.by', label: 'builder.order.label', options: () => [{ value: 'link', text: t('builder.order.label_link') }, { value: 'buy', text: t('builder.order.label_buy') }] },
    { as: 'text', part: 'label.url', label: 'builder.order.label_url', max: 2_000 },
    tells,
  ],
}
const BEGINS: Partial<Record<ActionKind, OrderStep['action']>> = {
  refund: { do: 'refund', payBack: 'original', tellsCustomer: false },
  cancel: { do: 'cancel', because: 'customer', restocks: true, payBack: 'original', tellsCustomer: true },
  discount: { do: 'discount', off: { by: 'percent', percent: 10 }, days: 30 },
  hold: { do: 'hold', because: 'incorrect_address' },
  replace: { do: 'replace', address: null },
  edit: { do: 'edit', restocks: true, shipping: null, staffNote: '', tellsCustomer: true },
  note: { do: 'note', text: '', addTags: [], removeTags: [] },
  invoice: { do: 'invoice', message: '' },
  return: { do: 'return', reason: 'other', waivesFees: false },
  return_label: { do: 'return_label', label: { by: 'buy' }, tellsCustomer: false },
}
const ALL_LINES: OrderStep['from'] = { lines: { all: true } }
const FROM: Partial<Record<ActionKind, OrderStep['from']>> = {
  refund: ALL_LINES,
  replace: ALL_LINES,
  return: ALL_LINES,
  // That which a step before it opens.
  return_label: { returnId: { value: 'return.id' } },
}
// None of a line is left where it is taken out.
const EACH: Partial<Record<ActionKind, OrderStep['each']>> = { edit: { quantity: 0 } }
/** What a part of several kinds begins with: which, and what that needs. */
const WHICH: Record<string, unknown> = {
  percent: { by: 'percent', percent: 10 },
  amount: { by: 'amount', amountMinor: 1 },
  link: { by: 'link', trackingNumber: '', trackingUrl: null },
  buy: { by: 'buy' },
}
/** Fields that one of several kinds has, and the others have not. */
const ONLY: Record<string, { of: string, which: string }> = {
  'off.percent': { of: 'off.by', which: 'percent' },
  'off.amountMinor': { of: 'off.by', which: 'amount' },
  'label.url': { of: 'label.by', which: 'link' },
}
/** Fields of a part that may not be there. */
const INSIDE: Record<string, string> = { 'shipping.title': 'shipping', 'shipping.amountMinor': 'shipping' }

/** The kinds that can be put together here. */
export const FORMED = Object.keys(FIELDS)

export function emptyAction(kind: string): OrderPart {
  const of = <T>(all: Partial<Record<ActionKind, T>>) => Object.entries(all).find(([name]) => name === kind)?.[1]
  return { action: { ...of(BEGINS) ?? { do: kind } }, from: { ...of(FROM) }, each: { ...of(EACH) } }
}

/** What is asked of an action as it stands, or null where it has no form. */
export function fieldsOf({ action }: OrderPart): OrderField[] | null {
  const fields = Object.entries(FIELDS).find(([kind]) => kind === action.do)?.[1] ?? null
  const isAsked = (part: string) => {
    const only = ONLY[part]
    const { [part]: whole } = INSIDE
    return (!only || partOf(action, only.of) === only.which) && (!whole || Boolean(partOf(action, whole)))
  }
  return fields?.filter(({ part }) => isAsked(part)) ?? null
}

export function partOf(action: OrderStep['action'], part: string): unknown {
  const [first = '', second] = part.split('.')
  const { [first]: whole } = action
  if (second === undefined) return whole
  return Object.entries(new Object(whole)).find(([name]) => name === second)?.[1]
}

/** With a part as it was typed; it does not come from an answer then. */
export function withPart({ action, from, each }: OrderPart, part: string, value: unknown): OrderPart {
  const [first = '', second] = part.split('.')
  const isWhole = second === undefined || second === 'by'
  const others = Object.fromEntries(Object.entries(from).filter(([path]) => path !== part && !(isWhole && path.startsWith(`${first}.`))))
  if (second === 'by') return { action: { ...action, [first]: WHICH[String(value)] }, from: others, each }
  const put = second === undefined ? value : { ...new Object(action[first]), [second]: value }
  return { action: { ...action, [first]: put }, from: others, each }
}

/** With a part that comes from an answer, is all there is, or (null) is left out. */
export function withSource({ action, from, each }: OrderPart, part: string, source: ActionSource | null): OrderPart {
  const others = Object.fromEntries(Object.entries(from).filter(([path]) => path !== part))
  return { action, from: source ? { ...others, [part]: source } : others, each }
}
