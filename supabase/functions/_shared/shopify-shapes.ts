import type { Customer, FulfilmentState, Order, PaymentState, Shipment } from '../../../shared/contracts/order.ts'
import { z } from 'zod'
import { parseMoney } from '../../../shared/money/decimal.ts'

const Instant = z.string().transform(text => Date.parse(text)).refine(Number.isFinite)
const InstantOrNull = z.string().nullish().transform(text => text ? Date.parse(text) : null)
const MoneyV2 = z
  .object({ amount: z.string(), currencyCode: z.string() })
  .transform(({ amount, currencyCode }, context) => {
    try {
      return parseMoney(amount, currencyCode)
    }
    catch {
      context.addIssue('Not an amount of this currency')
      return z.NEVER
    }
  })
const MoneySet = z.object({ presentmentMoney: MoneyV2 }).transform(set => set.presentmentMoney)
const Link = z.url({ protocol: /^https?$/ }).nullish().catch(null).transform(url => url ?? null)
const nodes = <S extends z.ZodType>(node: S) => z.looseObject({ nodes: z.array(node) })

const PAYMENT: Record<string, PaymentState> = {
  PENDING: 'pending',
  AUTHORIZED: 'authorized',
  PAID: 'paid',
  PARTIALLY_PAID: 'partially_paid',
  PARTIALLY_REFUNDED: 'partially_refunded',
  REFUNDED: 'refunded',
  VOIDED: 'voided',
  EXPIRED: 'expired',
}
// What the customer would call it; Shopify has eighteen.
const SHIPMENT: Record<string, FulfilmentState> = {
  IN_TRANSIT: 'in_transit',
  OUT_FOR_DELIVERY: 'out_for_delivery',
  ATTEMPTED_DELIVERY: 'out_for_delivery',
  DELIVERED: 'delivered',
  PICKED_UP: 'delivered',
  NOT_DELIVERED: 'failed',
  FAILURE: 'failed',
  CANCELED: 'cancelled',
}
const RETURNS: Record<string, Order['returnState']> = { RETURN_REQUESTED: 'requested', IN_PROGRESS: 'in_progress', RETURNED: 'returned' }

const Fulfilment = z.object({
  id: z.string(),
  displayStatus: z.string().nullish(),
  createdAt: InstantOrNull,
  deliveredAt: InstantOrNull,
  estimatedDeliveryAt: InstantOrNull,
  trackingInfo: z.array(z.object({ company: z.string().nullish(), number: z.string().nullish(), url: Link })),
  events: nodes(z.object({ message: z.string().nullish(), happenedAt: Instant, city: z.string().nullish() })),
}).transform(({ trackingInfo: [tracking], events: { nodes: [event] }, ...fulfilment }): Shipment => ({
  id: fulfilment.id,
  carrier: tracking?.company ?? null,
  trackingNumber: tracking?.number ?? null,
  trackingUrl: tracking?.url ?? null,
  state: SHIPMENT[fulfilment.displayStatus ?? ''] ?? 'fulfilled',
  shippedAt: fulfilment.createdAt,
  estimatedDeliveryAt: fulfilment.estimatedDeliveryAt,
  deliveredAt: fulfilment.deliveredAt,
  lastScan: event ? { text: [event.message, event.city].filter(Boolean).join(', '), at: event.happenedAt } : null,
}))

export const ShopifyOrder = z.object({
  id: z.string(),
  legacyResourceId: z.string(),
  name: z.string(),
  createdAt: Instant,
  updatedAt: Instant,
  cancelledAt: InstantOrNull,
  email: z.string().nullish(),
  note: z.string().nullish(),
  tags: z.array(z.string()),
  displayFinancialStatus: z.string().nullish(),
  displayFulfillmentStatus: z.string(),
  returnStatus: z.string(),
  subtotalLineItemsQuantity: z.number(),
  totalPriceSet: MoneySet,
  currentTotalPriceSet: MoneySet,
  totalRefundedSet: MoneySet,
  customer: z.object({ id: z.string() }).nullish(),
  shippingAddress: z.object({
    name: z.string().nullish(),
    city: z.string().nullish(),
    province: z.string().nullish(),
    country: z.string().nullish(),
    zip: z.string().nullish(),
  }).nullish(),
  lineItems: nodes(z.object({
    id: z.string(),
    title: z.string(),
    variantTitle: z.string().nullish(),
    sku: z.string().nullish(),
    quantity: z.number(),
    originalUnitPriceSet: MoneySet,
    image: z.object({ url: Link }).nullish(),
  })).extend({ pageInfo: z.object({ hasNextPage: z.boolean() }) }),
  fulfillments: z.array(Fulfilment),
})
export type ShopifyOrder = z.infer<typeof ShopifyOrder>

export const ShopifyPerson = z.object({
  id: z.string(),
  displayName: z.string(),
  tags: z.array(z.string()),
  locale: z.string().nullish(),
  createdAt: Instant,
  numberOfOrders: z.coerce.number(),
  amountSpent: MoneyV2,
  defaultEmailAddress: z.object({ emailAddress: z.string().nullish() }).nullish(),
  defaultPhoneNumber: z.object({ phoneNumber: z.string().nullish() }).nullish(),
})
export type ShopifyPerson = z.infer<typeof ShopifyPerson>
export const ShopifyCustomer = ShopifyPerson.extend({ orders: nodes(ShopifyOrder) })
export type ShopifyCustomer = z.infer<typeof ShopifyCustomer>

/** The order as the panel shows it; `adminBase` is where the shop's staff look at orders. */
export function toOrder(order: ShopifyOrder, adminBase: string): Order {
  const { shippingAddress: address } = order
  return {
    id: order.id,
    name: order.name,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
    cancelledAt: order.cancelledAt,
    payment: PAYMENT[order.displayFinancialStatus ?? ''] ?? 'pending',
    fulfilment: fulfilmentOf(order),
    returnState: RETURNS[order.returnStatus] ?? 'none',
    // After a cancellation Shopify's current total is zero; the customer remembers the other one.
    total: order.cancelledAt === null ? order.currentTotalPriceSet : order.totalPriceSet,
    refunded: order.totalRefundedSet,
    lines: order.lineItems.nodes.map(line => ({
      id: line.id,
      title: line.title,
      variant: line.variantTitle ?? null,
      sku: line.sku ?? null,
      quantity: line.quantity,
      unitPrice: line.originalUnitPriceSet,
      imageUrl: line.image?.url ?? null,
    })),
    moreLines: countMore(order),
    shipments: order.fulfillments,
    shippingAddress: address
      ? { name: address.name ?? '', city: address.city ?? '', region: address.province ?? '', country: address.country ?? '', postalCode: address.zip ?? '' }
      : null,
    note: order.note ?? '',
    tags: order.tags,
    adminUrl: `${adminBase}/orders/${order.legacyResourceId}`,
  }
}

export function toCustomer(customer: ShopifyPerson): Customer {
  return {
    id: customer.id,
    name: customer.displayName,
    email: customer.defaultEmailAddress?.emailAddress ?? null,
    phone: customer.defaultPhoneNumber?.phoneNumber ?? null,
    orderCount: customer.numberOfOrders,
    lifetimeValue: customer.amountSpent,
    tags: customer.tags,
    locale: customer.locale ?? null,
    since: customer.createdAt,
  }
}

/** Shopify counts pieces, not lines; at least one line is missing whenever there is another page. */
function countMore({ lineItems, subtotalLineItemsQuantity }: ShopifyOrder): number {
  if (!lineItems.pageInfo.hasNextPage) return 0
  return Math.max(1, subtotalLineItemsQuantity - lineItems.nodes.reduce((pieces, { quantity }) => pieces + quantity, 0))
}

/** One word for all parcels: the furthest behind of those that left, unless something was not sent at all. */
function fulfilmentOf({ cancelledAt, displayFulfillmentStatus: status, fulfillments }: ShopifyOrder): FulfilmentState {
  if (cancelledAt !== null) return 'cancelled'
  if (status === 'ON_HOLD') return 'on_hold'
  if (status === 'PARTIALLY_FULFILLED') return 'partially_fulfilled'
  if (!fulfillments.length) return status === 'FULFILLED' ? 'fulfilled' : 'unfulfilled'
  const behind: FulfilmentState[] = ['failed', 'fulfilled', 'in_transit', 'out_for_delivery', 'delivered']
  return behind.find(state => fulfillments.some(shipment => shipment.state === state)) ?? 'fulfilled'
}
