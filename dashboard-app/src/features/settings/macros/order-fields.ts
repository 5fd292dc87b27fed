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
  | { as: 'number', part: string, label: BuilderKey, min: number, max: number }
  | { as: 'source', part: string, label: BuilderKey, answer: MacroInput['type'], hasAll: boolean }

const PAY_BACK = { original: 'actions.original_unknown', store_credit: 'actions.store_credit' } as const
const payBack: OrderField = { as: 'choice', part: 'payBack', label: 'builder.order.pay_back', options: () => PayBack.options.map(value => ({ value, text: orderWords(PAY_BACK[value]) })) }
const tells: OrderField = { as: 'check', part: 'tellsCustomer', label: 'builder.order.tells' }

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
}
const BEGINS: Partial<Record<ActionKind, OrderStep['action']>> = {
  refund: { do: 'refund', payBack: 'original', tellsCustomer: false },
  cancel: { do: 'cancel', because: 'customer', restocks: true, payBack: 'original', tellsCustomer: true },
  discount: { do: 'discount', off: { by: 'percent', percent: 10 }, days: 30 },
  hold: { do: 'hold', because: 'incorrect_address' },
}

/** The kinds that can be put together here. */
export const FORMED = Object.keys(FIELDS)

export function emptyAction(kind: string): OrderPart {
  const begin = Object.entries(BEGINS).find(([name]) => name === kind)?.[1] ?? { do: kind }
  return { action: { ...begin }, from: kind === 'refund' ? { lines: { all: true } } : {}, each: {} }
}

/** What is asked of an action as it stands, or null where it has no form. */
export function fieldsOf({ action }: OrderPart): OrderField[] | null {
  const fields = Object.entries(FIELDS).find(([kind]) => kind === action.do)?.[1] ?? null
  const by = partOf(action, 'off.by')
  return fields?.filter(({ part }) => (part !== 'off.percent' || by === 'percent') && (part !== 'off.amountMinor' || by === 'amount')) ?? null
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
  const others = Object.fromEntries(Object.entries(from).filter(([path]) => path !== part && !(second === 'by' && path.startsWith(`${first}.`))))
  if (second === 'by') return { action: { ...action, [first]: value === 'percent' ? { by: 'percent', percent: 10 } : { by: 'amount', amountMinor: 1 } }, from: others, each }
  const put = second === undefined ? value : { ...new Object(action[first]), [second]: value }
  return { action: { ...action, [first]: put }, from: others, each }
}

/** With a part that comes from an answer, is all there is, or (null) is left out. */
export function withSource({ action, from, each }: OrderPart, part: string, source: ActionSource | null): OrderPart {
  const others = Object.fromEntries(Object.entries(from).filter(([path]) => path !== part))
  return { action, from: source ? { ...others, [part]: source } : others, each }
}
