import type { Money } from '../../../../shared/contracts/money.ts'
import type { ActionEffect } from '../../../../shared/contracts/order-action.ts'
import type { ActionOf, Kind, Plan, PlanContext, Planned } from './kind.ts'
import type { Place, ShopOrder } from './order.ts'
import { z } from 'zod'
import { inShopMoney, toDecimal } from '../../../../shared/actions/money.ts'
import { daysBetween } from '../../../../shared/actions/policy.ts'
import { splitOverPayments, splitUnits } from '../../../../shared/actions/split.ts'
import { REFUND_DOCUMENT, REFUNDS_DOCUMENT, SUGGESTED_REFUND_DOCUMENT } from './documents.ts'
import { markOf, refuse, toWord } from './kind.ts'
import { arrivedAt, BothMoney, paymentsOf, placesOf, titleOf } from './order.ts'

const Suggested = z.object({
  order: z.object({
    suggestedRefund: z.object({
      amountSet: BothMoney,
      maximumRefundableSet: BothMoney,
      shipping: z.object({ amountSet: BothMoney, maximumRefundableSet: BothMoney }),
      refundLineItems: z.array(z.object({ lineItem: z.object({ id: z.string() }), subtotalSet: BothMoney, totalTaxSet: BothMoney })),
    }).nullish(),
  }).nullish(),
})
const Refunded = z.object({
  refundCreate: z.object({ refund: z.object({ id: z.string() }).nullish(), userErrors: z.array(z.object({ message: z.string() })) }),
})
const Refunds = z.object({ order: z.object({ refunds: z.array(z.object({ id: z.string(), note: z.string().nullish() })) }).nullish() })
// `refundCreate` has no codes: a key that is in use, or was used otherwise, shows in the words only.
const IN_DOUBT = /currently in progress|different parameters/i

type Refund = ActionOf<'refund'>
interface Unit { lineId: string, title: string, quantity: number, type: 'CANCEL' | 'RETURN' | 'NO_RESTOCK', place: Place | null }

/** Money back for lines, shipping, or as a goodwill amount, to what was paid with or as store credit. */
export const refund: Kind<'refund'> = {
  async plan(action, context) {
    const { order } = context
    if (order.cancelledAt !== null) return refuse('order_cancelled')
    if (order.netPaymentSet.amount.minor <= 0) return refuse('nothing_paid')
    if (action.payBack === 'store_credit' && !order.customer) return refuse('no_store_credit')
    if (action.amountMinor !== null) {
      if (action.lines.length || action.shippingMinor) return refuse('nothing_asked')
      const amount = moneyOf(order, action.amountMinor)
      return pay(action, context, amount, [{ is: 'goodwill', amount }], [])
    }
    if (!action.lines.length && !action.shippingMinor) return refuse('nothing_asked')
    return planLines(action, context)
  },
  async send({ id, input }, shopify) {
    const told = await shopify.tell(REFUND_DOCUMENT, { input, idempotencyKey: id }, Refunded)
    if (told.is === 'answered' && told.value.refundCreate.userErrors.some(({ message }) => IN_DOUBT.test(message))) {
      return { is: 'unknown', code: 'in_progress' }
    }
    return toWord(told, ({ refundCreate }) => refundCreate.userErrors, ({ refundCreate }) => refundCreate.refund
      ? { is: 'done', ref: refundCreate.refund.id, detail: null }
      : { is: 'unknown', code: 'shopify_unreachable' })
  },
  async look({ id, orderId }, shopify) {
    const { order } = await shopify.request(REFUNDS_DOCUMENT, { id: orderId }, Refunds)
    if (!order) return { is: 'unseen', code: 'order_not_found' }
    const found = order.refunds.find(({ note }) => note?.includes(markOf(id)))
    return found ? { is: 'done', ref: found.id, detail: null } : { is: 'absent' }
  },
}

async function planLines(action: Refund, context: PlanContext): Promise<Planned> {
  const { shopify, order } = context
  const units = unitsOf(action, order)
  if ('status' in units) return units
  const variables = {
    id: order.id,
    lines: units.map(lineInput),
    shipping: toDecimal(moneyOf(order, action.shippingMinor)),
  }
  const suggested = (await shopify.request(SUGGESTED_REFUND_DOCUMENT, variables, Suggested)).order?.suggestedRefund
  if (!suggested) return refuse('order_not_found')
  const shippingLeft = suggested.shipping.maximumRefundableSet.amount
  if (action.shippingMinor > shippingLeft.minor) return refuse('shipping_too_large', shippingLeft)
  const lines = action.lines.map(({ lineId, quantity }) => {
    const parts = suggested.refundLineItems.filter(({ lineItem }) => lineItem.id === lineId)
    const sum = (read: (part: typeof parts[number]) => Money) => moneyOf(order, parts.reduce((total, part) => total + read(part).minor, 0))
    const title = units.find(unit => unit.lineId === lineId)?.title ?? ''
    return { is: 'refund_line' as const, title, quantity, subtotal: sum(part => part.subtotalSet.amount), tax: sum(part => part.totalTaxSet.amount) }
  })
  const shipping = moneyOf(order, action.shippingMinor)
  const effects: ActionEffect[] = [...lines, ...shipping.minor > 0 ? [{ is: 'refund_shipping' as const, amount: shipping }] : []]
  return pay(action, context, suggested.amountSet.amount, effects, units)
}

/** The units by what becomes of them, or why that cannot be. */
function unitsOf(action: Refund, order: ShopOrder): Unit[] | Planned {
  const units: Unit[] = []
  if (new Set(action.lines.map(({ lineId }) => lineId)).size < action.lines.length) return refuse('quantity_too_large')
  for (const { lineId, quantity, isBack } of action.lines) {
    const line = order.lineItems.nodes.find(({ id }) => id === lineId)
    if (!line) return refuse('line_not_in_order')
    if (quantity > line.refundableQuantity) return refuse('quantity_too_large')
    const places = placesOf(order, lineId)
    for (const part of splitUnits(quantity, Math.min(line.unfulfilledQuantity, line.refundableQuantity), isBack)) {
      const place = part.type === 'CANCEL' ? places.waiting : part.type === 'RETURN' ? places.sent ?? places.waiting : null
      if (part.type !== 'NO_RESTOCK' && !place) return refuse('no_place_to_restock')
      units.push({ lineId, title: titleOf(line), ...part, place })
    }
  }
  return units
}

function pay(action: Refund, { order, conversationId, now }: PlanContext, amount: Money, effects: ActionEffect[], units: Unit[]): Planned {
  const left = order.netPaymentSet.amount
  if (amount.minor <= 0) return refuse('nothing_asked')
  if (amount.minor > left.minor) return refuse('amount_too_large', left)
  const isCredit = action.payBack === 'store_credit'
  const parts = isCredit ? [] : splitOverPayments(amount, paymentsOf(order))
  if (parts === null) return refuse('amount_too_large', left)
  const isBack = units.some(({ type }) => type === 'RETURN')
  const arrived = arrivedAt(order)
  const plan: Plan = {
    effects: [
      ...effects,
      ...isCredit
        ? [{ is: 'pay' as const, amount, by: 'store_credit' as const, to: '' }]
        : parts.map(part => ({ is: 'pay' as const, amount: part.amount, by: 'original' as const, to: part.payment.name })),
      ...units.map(unitEffect),
      { is: 'tells', who: action.tellsCustomer ? 'customer' : 'nobody' },
      { is: 'final' },
    ],
    money: { amount, shop: inShopMoney(amount, order.netPaymentSet) },
    daysSince: isBack && arrived !== null ? daysBetween(arrived, now) : null,
    facts: factsOf(order, units),
    sameness: { amount, units, payments: parts.map(({ payment, amount: part }) => [payment.id, part]) },
    freeze: id => ({
      orderId: order.id,
      currency: order.presentmentCurrencyCode,
      note: `Pitwall, conversation ${conversationId} ${markOf(id)}`,
      notify: action.tellsCustomer,
      ...units.length && {
        refundLineItems: units.map(lineInput),
      },
      ...action.shippingMinor && { shipping: { amount: toDecimal(moneyOf(order, action.shippingMinor)) } },
      ...isCredit
        ? { refundMethods: [{ storeCreditRefund: { amount: { amount: toDecimal(amount), currencyCode: amount.currency } } }] }
        : { transactions: parts.map(part => ({ orderId: order.id, kind: 'REFUND', gateway: part.payment.gateway, parentId: part.payment.id, amount: toDecimal(part.amount) })) },
    }),
  }
  return { status: 'ready', plan }
}

function lineInput({ lineId, quantity, type, place }: Unit) {
  return { lineItemId: lineId, quantity, restockType: type, ...place && { locationId: place.id } }
}
function unitEffect({ title, quantity, type, place }: Unit): ActionEffect {
  if (type === 'CANCEL') return { is: 'not_sent', title, quantity }
  return type === 'RETURN' ? { is: 'restock', title, quantity, place: place?.name ?? '' } : { is: 'kept', title, quantity }
}

function factsOf(order: ShopOrder, units: Unit[]): Record<string, string> {
  const lines = order.lineItems.nodes.filter(({ id }) => units.some(({ lineId }) => lineId === id))
  return {
    left: toDecimal(order.netPaymentSet.amount),
    payment: order.displayFinancialStatus ?? '',
    ...Object.fromEntries(lines.map(line => [`units:${titleOf(line)}`, `${line.refundableQuantity} / ${line.unfulfilledQuantity}`])),
  }
}

function moneyOf({ presentmentCurrencyCode }: ShopOrder, minor: number): Money {
  return { minor, currency: presentmentCurrencyCode }
}
