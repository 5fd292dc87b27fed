import type { ShopWord } from '../../../../../shared/actions/state.ts'
import type { Money } from '../../../../../shared/contracts/money.ts'
import type { ActionEffect } from '../../../../../shared/contracts/order-action.ts'
import type { ActionOf, Kind, PlanContext, Planned, Written } from '../kind.ts'
import type { Place, Shopify } from '../order.ts'
import type { Coming, ComingLine } from './coming.ts'
import { z } from 'zod'
import { toDecimal } from '../../../../../shared/actions/money.ts'
import { splitOverPayments } from '../../../../../shared/actions/split.ts'
import { markOf, refuse, toWord } from '../kind.ts'
import { BothMoney, paymentsOf, placesOf } from '../order.ts'
import { lineTitle, readReturn, seeReturn } from './coming.ts'
import { CLOSE_RETURN_DOCUMENT, OUTCOME_DOCUMENT, PROCESS_DOCUMENT } from './documents.ts'

const Errors = z.array(z.object({ message: z.string(), code: z.string().nullish() }))
const Processed = z.object({ returnProcess: z.object({ return: z.object({ id: z.string() }).nullish(), userErrors: Errors }) })
const Closed = z.object({ returnClose: z.object({ return: z.object({ status: z.string() }).nullish(), userErrors: Errors }) })
const Outcome = z.object({
  return: z.object({
    suggestedFinancialOutcome: z.object({
      discountedSubtotal: BothMoney,
      totalTax: BothMoney,
      shipping: z.object({ amountSet: BothMoney, maximumRefundableSet: BothMoney }),
      financialTransfer: z.object({ __typename: z.string(), amount: BothMoney }).nullish(),
    }).nullish(),
  }).nullish(),
})
const Input = z.object({
  process: z.object({ returnId: z.string(), returnLineItems: z.array(z.looseObject({ id: z.string(), quantity: z.number() })) }).loose(),
  closes: z.boolean(),
  paidMinor: z.number(),
  before: z.object({ processed: z.record(z.string(), z.number()), refundIds: z.array(z.string()) }),
})

type Process = ActionOf<'return_process'>
interface Unit { line: ComingLine, quantity: number, reverseLineId: string, parcelId: string, place: Place | null }

/**
 * Takes goods in: where they go, what the customer gets for them less the return's fees, and the return's end when nothing is
 * missing. Units can be processed once; the mark in the note tells whose refund it is.
 */
export const processReturn: Kind<'return_process'> = {
  async plan(action, context) {
    const { shopify, order } = context
    if (!action.lines.length) return refuse('nothing_asked')
    if (action.payBack === 'store_credit' && !order.customer) return refuse('no_store_credit')
    const coming = await readReturn(shopify, action.returnId)
    if (!coming || coming.order.id !== order.id || coming.status !== 'OPEN') return refuse('return_closed')
    const units = unitsOf(action, coming, context)
    return 'status' in units ? units : planUnits(action, coming, units, context)
  },
  async send(written, shopify) {
    const { process, closes } = Input.parse(written.input)
    const { coming, word } = await seeReturn(shopify, process.returnId)
    if (!coming) return word
    if (!isOurs(written, coming)) {
      const told = await shopify.tell(PROCESS_DOCUMENT, { input: process }, Processed)
      const done = toWord(told, ({ returnProcess }) => returnProcess.userErrors, ({ returnProcess }) => returnProcess.return
        ? { is: 'done', ref: returnProcess.return.id, detail: null }
        : { is: 'unknown', code: 'shopify_unreachable' })
      if (done.is !== 'done') return done
    }
    return closes && coming.status === 'OPEN' ? close(process.returnId, shopify) : { is: 'done', ref: process.returnId, detail: null }
  },
  async look(written, shopify) {
    const { process: { returnId, returnLineItems }, closes, before } = Input.parse(written.input)
    const coming = await readReturn(shopify, returnId)
    if (!coming) return { is: 'gone', code: 'return_closed', detail: null }
    if (isOurs(written, coming)) return closes && coming.status === 'OPEN' ? { is: 'absent' } : { is: 'done', ref: returnId, detail: null }
    const isMoved = returnLineItems.some(({ id }) => processedOf(coming, id) !== (before.processed[id] ?? 0))
    // Somebody else took these units in, or the return was closed: what is left is another action.
    if (isMoved || coming.status !== 'OPEN') return { is: 'gone', code: 'return_changed', detail: null }
    return { is: 'absent', needsRest: true }
  },
}

async function planUnits(action: Process, coming: Coming, units: Unit[], context: PlanContext): Promise<Planned> {
  const { shopify, order, conversationId } = context
  const currency = order.presentmentCurrencyCode
  const totals = new Map<string, number>()
  for (const { line, quantity } of units) totals.set(line.id, (totals.get(line.id) ?? 0) + quantity)
  const lines = [...totals].map(([id, quantity]) => ({ id, quantity }))
  const shipping = action.shippingMinor
    ? { shippingRefundAmount: { amount: toDecimal({ minor: action.shippingMinor, currency }), currencyCode: currency } }
    : null
  const outcome = (await shopify.request(OUTCOME_DOCUMENT, { id: coming.id, lines, shipping }, Outcome)).return?.suggestedFinancialOutcome
  if (!outcome) return refuse('return_closed')
  const shippingLeft = outcome.shipping.maximumRefundableSet.amount
  if (action.shippingMinor > shippingLeft.minor) return refuse('shipping_too_large', shippingLeft)
  const owed = outcome.financialTransfer
  if (owed?.__typename === 'InvoiceReturnOutcome') return refuse('customer_owes', owed.amount.amount)
  const amount: Money = owed?.amount.amount ?? { minor: 0, currency }
  const left = order.netPaymentSet.amount
  if (amount.minor > left.minor) return refuse('amount_too_large', left)
  const isCredit = action.payBack === 'store_credit'
  const parts = isCredit || amount.minor === 0 ? [] : splitOverPayments(amount, paymentsOf(order))
  if (parts === null) return refuse('amount_too_large', left)
  const worth = outcome.discountedSubtotal.amount.minor + outcome.totalTax.amount.minor + outcome.shipping.amountSet.amount.minor
  const closes = coming.returnLineItems.every(({ id, processableQuantity }) => processableQuantity === (totals.get(id) ?? 0))
  const effects: ActionEffect[] = [
    ...units.map(({ line, quantity, place }) => ({ is: 'received' as const, title: lineTitle(line), quantity, place: place?.name ?? null })),
    ...action.shippingMinor ? [{ is: 'refund_shipping' as const, amount: { minor: action.shippingMinor, currency } }] : [],
    ...worth > amount.minor ? [{ is: 'fee_kept' as const, amount: { minor: worth - amount.minor, currency } }] : [],
    ...isCredit && amount.minor ? [{ is: 'pay' as const, amount, by: 'store_credit' as const, to: '' }] : [],
    ...parts.map(part => ({ is: 'pay' as const, amount: part.amount, by: 'original' as const, to: part.payment.name })),
    ...closes ? [{ is: 'return_closed' as const }] : [],
    { is: 'tells', who: action.tellsCustomer ? 'customer' : 'nobody' },
    { is: 'final' },
  ]
  const moneyInput = (one: Money) => ({ amount: toDecimal(one), currencyCode: one.currency })
  return {
    status: 'ready',
    plan: {
      effects,
      money: owed && amount.minor > 0 ? { amount, shop: owed.amount.shop } : null,
      daysSince: null,
      facts: {
        left: toDecimal(left),
        payment: order.displayFinancialStatus ?? '',
        ...Object.fromEntries(coming.returnLineItems.map(line => [`units:${lineTitle(line)}`, String(line.processableQuantity)])),
      },
      sameness: {
        amount,
        units: units.map(({ line, quantity, parcelId, place }) => [line.id, quantity, parcelId, place?.id]),
        payments: parts.map(({ payment, amount: part }) => [payment.id, part]),
      },
      freeze: id => ({
        process: {
          returnId: coming.id,
          note: `Pitwall, conversation ${conversationId} ${markOf(id)}`,
          notifyCustomer: action.tellsCustomer,
          returnLineItems: lines.map(line => ({ ...line, dispositions: units.filter(unit => unit.line.id === line.id).map(disposition) })),
          ...shipping && { refundShipping: shipping },
          ...amount.minor > 0 && {
            financialTransfer: {
              issueRefund: {
                orderTransactions: parts.map(part => ({ parentId: part.payment.id, transactionAmount: moneyInput(part.amount) })),
                ...isCredit && { refundMethods: [{ storeCreditRefund: { amount: moneyInput(amount) } }] },
              },
            },
          },
        },
        closes,
        paidMinor: amount.minor,
        before: {
          processed: Object.fromEntries(coming.returnLineItems.map(({ id: lineId, processedQuantity }) => [lineId, processedQuantity])),
          refundIds: coming.refunds.map(refund => refund.id),
        },
      }),
    },
  }
}

/** The units by where they go, or why that cannot be. Shopify takes those of one parcel at a time. */
function unitsOf({ lines }: Process, coming: Coming, { order }: PlanContext): Unit[] | Planned {
  const units: Unit[] = []
  for (const { lineId, quantity, isRestocked } of lines) {
    const line = coming.returnLineItems.find(({ id }) => id === lineId)
    if (!line?.fulfillmentLineItem) return refuse('line_not_in_order')
    const { id: unitId, lineItem } = line.fulfillmentLineItem
    const all = lines.filter(one => one.lineId === lineId).reduce((sum, one) => sum + one.quantity, 0)
    if (all > line.processableQuantity) return refuse('quantity_too_large')
    const isIt = (one: { fulfillmentLineItem?: { id: string } | null }) => one.fulfillmentLineItem?.id === unitId
    const parcel = coming.reverseFulfillmentOrders.find(({ lineItems }) => lineItems.some(isIt))
    const reverseLine = parcel?.lineItems.find(isIt)
    if (!parcel || !reverseLine || units.some(({ parcelId }) => parcelId !== parcel.id)) return refuse('several_parcels')
    const places = placesOf(order, lineItem.id)
    const place = isRestocked ? places.sent ?? places.waiting : null
    if (isRestocked && !place) return refuse('no_place_to_restock')
    units.push({ line, quantity, reverseLineId: reverseLine.id, parcelId: parcel.id, place })
  }
  return units
}

function disposition({ quantity, reverseLineId, place }: Unit) {
  const type = place ? 'RESTOCKED' : 'NOT_RESTOCKED'
  return { reverseFulfillmentOrderLineItemId: reverseLineId, quantity, dispositionType: type, ...place && { locationId: place.id } }
}

/** Whether these units were taken in by this action: by its mark; without one, by exactly what it would have moved and paid. */
function isOurs({ id, input }: Written, { returnLineItems, refunds }: Coming): boolean {
  const { process, paidMinor, before } = Input.parse(input)
  if (refunds.some(({ note }) => note?.includes(markOf(id)))) return true
  const isMoved = process.returnLineItems
    .every(line => processedOf({ returnLineItems }, line.id) === (before.processed[line.id] ?? 0) + line.quantity)
  const isPaid = paidMinor === 0
    || refunds.some(refund => !before.refundIds.includes(refund.id) && !refund.note && refund.totalRefundedSet.amount.minor === paidMinor)
  return isMoved && isPaid
}
function processedOf({ returnLineItems }: Pick<Coming, 'returnLineItems'>, lineId: string): number {
  return returnLineItems.find(({ id }) => id === lineId)?.processedQuantity ?? 0
}

/** The last step. Goods and money are done by then, so whatever stops it is a doubt, and the return is looked at again. */
async function close(id: string, shopify: Shopify): Promise<ShopWord> {
  const told = await shopify.tell(CLOSE_RETURN_DOCUMENT, { id }, Closed)
  if (told.is !== 'answered') return { is: 'unknown', code: told.code }
  const [error] = told.value.returnClose.userErrors
  return { is: 'done', ref: id, detail: error?.message ?? null }
}
