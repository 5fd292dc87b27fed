import type { SeedOrder, SeedWorld } from '../../seed/types.ts'
import type { Books } from './books.ts'
import type { Store } from './state.ts'
import type { Stock } from './stock.ts'
import { z } from 'zod'
import { cents, moneyOf } from './books.ts'
import { fulfilmentLineIdOf, fulfilmentOrderIdOf, lineIdOf, saleIdOf } from './ids.ts'
import { REASONS } from './returns/reasons.ts'
import { shippingOf, shippingViews } from './shipping.ts'
import { MAIN } from './stock.ts'
import { seedHolds } from './writes.ts'

const GATEWAY = { gateway: 'shopify_payments', formattedGateway: 'Shopify Payments' }
const CARD = { __typename: 'CardPaymentDetails', company: 'Visa', number: '•••• •••• •••• 4242' }
const Suggesting = z.object({
  refundLineItems: z.array(z.object({
    lineItemId: z.string(),
    quantity: z.number(),
    restockType: z.string().nullish(),
    locationId: z.string().nullish(),
  })).nullish(),
  refundShipping: z.boolean().nullish(),
  shippingAmount: z.string().nullish(),
  suggestFullRefund: z.boolean().nullish(),
  refundMethodAllocation: z.string().nullish(),
})

interface Options {
  world: SeedWorld
  store: Store
  books: Books
  stock: Stock
  origin: string
  iso: (daysAgo: number) => string
}

/** The parts of an order that change when money or goods move. */
export function createOrderParts({ world, store, books, stock, origin, iso }: Options) {
  const variants = new Map(world.products.flatMap(product => product.variants.map(variant => [variant.sku, { product, variant }] as const)))

  function paymentStatus(order: SeedOrder): string {
    const { refunds, cancelled, edits } = store.ledger(order.id)
    if (cancelled && books.received(order) === 0) return 'VOIDED'
    const [paid, total] = [books.received(order), books.total(order)]
    if (!refunds.some(({ payout }) => payout?.status !== 'FAILURE')) return edits && paid > 0 && paid < total ? 'PARTIALLY_PAID' : order.payment
    return books.net(order) <= 0 ? 'REFUNDED' : 'PARTIALLY_REFUNDED'
  }
  const holdsOf = (order: SeedOrder) => store.ledger(order.id).holds ?? seedHolds(order.onHold ?? false, order.id)
  function fulfilmentStatus(order: SeedOrder): string {
    const waiting = order.lines.reduce((sum, _, index) => sum + books.unfulfilled(order, index), 0)
    if (holdsOf(order).length && waiting) return 'ON_HOLD'
    if (!order.fulfilments.length) return 'UNFULFILLED'
    return waiting ? 'PARTIALLY_FULFILLED' : 'FULFILLED'
  }

  function suggest(order: SeedOrder, args: unknown): object {
    const money = (minor: number) => moneyOf(minor, order)
    const { refundLineItems, refundShipping, shippingAmount, suggestFullRefund, refundMethodAllocation } = Suggesting.parse(args)
    const asked = suggestFullRefund
      ? order.lines.map((_, index) => ({ index, quantity: books.refundable(order, index), restockType: null, locationId: null }))
      : (refundLineItems ?? []).map(({ lineItemId, ...line }) =>
          ({ ...line, index: order.lines.findIndex((_, at) => lineIdOf(order, at) === lineItemId) }))
    // Of one line asked for twice, the second part begins where the first ends.
    const taken = new Map<number, number>()
    const lines = asked.filter(({ index }) => index >= 0).map((line) => {
      const before = taken.get(line.index) ?? 0
      taken.set(line.index, before + line.quantity)
      const [whole, part] = [books.share(order, line.index, before + line.quantity), books.share(order, line.index, before)]
      return { ...line, subtotal: whole.subtotal - part.subtotal, tax: whole.tax - part.tax }
    })
    const shipping = suggestFullRefund || refundShipping ? books.shippingLeft(order) : cents(shippingAmount ?? '0')
    const subtotal = lines.reduce((sum, line) => sum + line.subtotal, 0)
    const tax = lines.reduce((sum, line) => sum + line.tax, 0)
    const total = Math.max(0, Math.min(subtotal + tax + shipping, books.net(order)))
    const isCredit = refundMethodAllocation === 'STORE_CREDIT'
    return {
      amountSet: money(total),
      maximumRefundableSet: money(books.net(order)),
      subtotalSet: money(subtotal),
      totalTaxSet: money(tax),
      shipping: { amountSet: money(shipping), maximumRefundableSet: money(books.shippingLeft(order)) },
      refundLineItems: lines.map(({ index, quantity, restockType, locationId, subtotal: part, tax: partTax }) => ({
        quantity,
        restockType: restockType ?? 'NO_RESTOCK',
        location: locationId ? MAIN : null,
        lineItem: { id: lineIdOf(order, index) },
        subtotalSet: money(part),
        totalTaxSet: money(partTax),
      })),
      suggestedTransactions: !isCredit && total > 0 && books.received(order) > 0
        ? [{ ...GATEWAY, kind: 'SUGGESTED_REFUND', amountSet: money(total), maximumRefundableSet: money(books.net(order)), parentTransaction: { id: saleIdOf(order) } }]
        : [],
      suggestedRefundMethods: isCredit ? [{ __typename: 'SuggestedStoreCreditRefund', amount: money(total), maximumRefundable: money(books.net(order)) }] : [],
    }
  }

  function of(order: SeedOrder) {
    const money = (minor: number) => moneyOf(minor, order)
    const isCancelled = books.isCancelled(order)
    return {
      refundable: books.net(order) > 0,
      merchantEditable: !isCancelled,
      merchantEditableErrors: isCancelled ? ['The order cannot be edited.'] : [],
      totalOutstandingSet: money(isCancelled ? 0 : books.total(order) - books.received(order)),
      agreements: () => (store.ledger(order.id).edits ?? []).map(({ id, at, appId }) => ({
        __typename: 'OrderEditAgreement',
        id,
        reason: 'ORDER_EDIT',
        happenedAt: new Date(at).toISOString(),
        app: appId ? { id: appId } : null,
      })),
      lineItems: () => order.lines.map(({ sku, quantity }, index) => {
        const known = variants.get(sku)
        return {
          id: lineIdOf(order, index),
          title: known?.product.title ?? sku,
          variantTitle: known?.variant.title === 'Default Title' ? null : known?.variant.title ?? null,
          sku,
          quantity: store.ledger(order.id).lines?.[index]?.ordered ?? quantity,
          product: known ? { productType: known.product.productType, tags: known.product.tags ?? [] } : null,
          suggestedReturnReasonDefinitions: REASONS.slice(0, 3),
          currentQuantity: isCancelled ? 0 : books.refundable(order, index),
          refundableQuantity: books.refundable(order, index),
          unfulfilledQuantity: books.unfulfilled(order, index),
          originalUnitPriceSet: money(books.priceOf(sku)),
          variant: stock.view(sku),
          image: known ? { url: `${origin}/products/${known.product.id}.svg` } : null,
        }
      }),
      totalShippingPriceSet: money(cents(order.shippingAmount)),
      shippingLines: () => shippingViews(order, shippingOf(order, store.ledger(order.id))),
      transactions: () => books.received(order) > 0
        ? [{ id: saleIdOf(order), kind: 'SALE', status: 'SUCCESS', ...GATEWAY, amountSet: money(books.received(order)), parentTransaction: null, paymentDetails: CARD }, ...returned(order)]
        : [],
      refunds: () => [
        ...books.seedRefund(order) > 0 ? [{ id: `gid://shopify/Refund/${order.id}`, note: null, createdAt: iso(0), totalRefundedSet: money(books.seedRefund(order)), transactions: returned(order).slice(0, 1) }] : [],
        ...store.ledger(order.id).refunds.map(refund => ({
          id: refund.id,
          note: refund.note,
          createdAt: new Date(refund.at).toISOString(),
          totalRefundedSet: money(refund.paid + refund.credit),
          transactions: returned(order).filter(({ refundId }) => refundId === refund.id),
        })),
      ],
      suggestedRefund: (args: unknown) => suggest(order, args),
      fulfillmentOrders: () => order.lines.some((_, index) => books.unfulfilled(order, index) > 0)
        ? [{
            id: fulfilmentOrderIdOf(order),
            status: holdsOf(order).length ? 'ON_HOLD' : 'OPEN',
            assignedLocation: { name: MAIN.name, location: MAIN },
            fulfillmentHolds: holdsOf(order)
              .map(({ notes, isOurs, ...hold }) => ({ ...hold, reasonNotes: notes, heldByRequestingApp: isOurs })),
            lineItems: () => order.lines.flatMap((_, index) => books.unfulfilled(order, index) > 0
              ? [{ id: `gid://shopify/FulfillmentOrderLineItem/${order.id}${index}`, remainingQuantity: books.unfulfilled(order, index), lineItem: { id: lineIdOf(order, index) } }]
              : []),
          }]
        : [],
    }
  }

  /** What was given back, as transactions on the first one. */
  function returned(order: SeedOrder) {
    const money = (minor: number) => moneyOf(minor, order)
    const back = [
      ...books.seedRefund(order) > 0 ? [{ refundId: null, id: `${order.id}2`, paid: books.seedRefund(order), status: 'SUCCESS' }] : [],
      ...store.ledger(order.id).refunds.filter(({ paid }) => paid > 0).map(({ id, paid, payout }) => ({ refundId: id, id: id.split('/').at(-1), paid, status: payout?.status ?? 'SUCCESS' })),
    ]
    return back.map(({ refundId, id, paid, status }) => ({
      refundId,
      id: `gid://shopify/OrderTransaction/${id}`,
      kind: 'REFUND',
      status,
      ...GATEWAY,
      amountSet: money(paid),
      parentTransaction: { id: saleIdOf(order) },
      paymentDetails: CARD,
    }))
  }

  /** What a parcel held, and from where. */
  function sent(order: SeedOrder, parcel: SeedOrder['fulfilments'][number]) {
    const { lines } = parcel
    return {
      status: 'SUCCESS',
      location: MAIN,
      fulfillmentLineItems: () => order.lines.flatMap(({ sku, quantity }, index) => {
        const units = lines ? lines.filter(one => one.sku === sku).reduce((sum, one) => sum + one.quantity, 0) : quantity
        const id = fulfilmentLineIdOf(order, order.fulfilments.indexOf(parcel), index)
        return units > 0 ? [{ id, quantity: units, lineItem: { id: lineIdOf(order, index) } }] : []
      }),
    }
  }

  return { of, sent, paymentStatus, fulfilmentStatus }
}
