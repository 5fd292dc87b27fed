import type { Money } from '../../../../shared/contracts/money.ts'
import type { createShopify } from '../shopify.ts'
import { z } from 'zod'
import { parseMoney } from '../../../../shared/money/decimal.ts'
import { ACTION_ORDER_DOCUMENT } from './documents.ts'

// More are asked for only when an order has them; Shopify's own pages end at 250.
export const USUAL_LINES = 50
export const MOST_LINES = 250

export type Shopify = ReturnType<typeof createShopify>

const MoneyV2 = z.object({ amount: z.string(), currencyCode: z.string() }).transform(({ amount, currencyCode }, context) => {
  try {
    return parseMoney(amount, currencyCode)
  }
  catch {
    context.addIssue('Not an amount of this currency')
    return z.NEVER
  }
})
/** An amount as the customer paid it and as the shop counts it. */
export const BothMoney = z.object({ shopMoney: MoneyV2, presentmentMoney: MoneyV2 })
  .transform(({ shopMoney, presentmentMoney }) => ({ amount: presentmentMoney, shop: shopMoney }))
/** A connection's nodes. */
export const nodes = <S extends z.ZodType>(node: S) => z.object({ nodes: z.array(node) }).transform(one => one.nodes)
const Id = z.object({ id: z.string() })
/** An instant as epoch ms. */
export const InstantOrNull = z.string().nullish().transform(text => text ? Date.parse(text) : null)
const Place = z.object({ id: z.string(), name: z.string() })
export type Place = z.infer<typeof Place>

const Shape = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullish(),
  cancelledAt: InstantOrNull,
  currencyCode: z.string(),
  presentmentCurrencyCode: z.string(),
  displayFinancialStatus: z.string().nullish(),
  displayFulfillmentStatus: z.string(),
  returnStatus: z.string(),
  customer: z.object({
    id: z.string(),
    defaultEmailAddress: z.object({ emailAddress: z.string().nullish() }).nullish(),
    defaultPhoneNumber: z.object({ phoneNumber: z.string().nullish() }).nullish(),
  }).nullish(),
  totalPriceSet: BothMoney,
  netPaymentSet: BothMoney,
  totalOutstandingSet: BothMoney,
  shippingLines: nodes(z.object({ id: z.string().nullish(), title: z.string(), originalPriceSet: BothMoney })),
  note: z.string().nullish(),
  tags: z.array(z.string()),
  lineItems: z.object({
    nodes: z.array(z.object({
      id: z.string(),
      title: z.string(),
      variantTitle: z.string().nullish(),
      quantity: z.number(),
      refundableQuantity: z.number(),
      unfulfilledQuantity: z.number(),
      originalUnitPriceSet: BothMoney,
    })),
    pageInfo: z.object({ hasNextPage: z.boolean() }),
  }),
  fulfillments: z.array(z.object({
    status: z.string(),
    createdAt: InstantOrNull,
    deliveredAt: InstantOrNull,
    location: Place.nullish(),
    fulfillmentLineItems: nodes(z.object({ quantity: z.number().nullish(), lineItem: Id })),
  })),
  fulfillmentOrders: nodes(z.object({
    id: z.string(),
    status: z.string(),
    assignedLocation: z.object({ name: z.string(), location: Id.nullish() }),
    fulfillmentHolds: z.array(z.object({ id: z.string(), handle: z.string().nullish(), heldByRequestingApp: z.boolean() })),
    lineItems: nodes(z.object({ remainingQuantity: z.number(), lineItem: Id })),
  })),
  transactions: z.array(z.object({
    id: z.string(),
    kind: z.string(),
    status: z.string(),
    gateway: z.string().nullish(),
    formattedGateway: z.string().nullish(),
    amountSet: BothMoney,
    parentTransaction: Id.nullish(),
    paymentDetails: z.object({ company: z.string().nullish(), number: z.string().nullish() }).nullish(),
  })),
  shippingAddress: z.object({
    firstName: z.string().nullish(),
    lastName: z.string().nullish(),
    name: z.string().nullish(),
    address1: z.string().nullish(),
    address2: z.string().nullish(),
    city: z.string().nullish(),
    provinceCode: z.string().nullish(),
    countryCodeV2: z.string().nullish(),
    zip: z.string().nullish(),
  }).nullish(),
  suggestedRefund: z.object({ shipping: z.object({ maximumRefundableSet: BothMoney }) }).nullish(),
})
const Answer = z.object({ order: Shape.nullish() })
/** An order with all that an action has to know; amounts in both currencies. */
export type ShopOrder = z.infer<typeof Shape>

/** The order as it is now; null when the shop has none of this id within reach, which is 60 days without `read_all_orders`. */
export async function readOrder(shopify: Shopify, orderId: string): Promise<ShopOrder | null> {
  const read = async (lines: number) => (await shopify.request(ACTION_ORDER_DOCUMENT, { id: orderId, lines }, Answer)).order ?? null
  const order = await read(USUAL_LINES)
  return order?.lineItems.pageInfo.hasNextPage ? read(MOST_LINES) : order
}

/** How many lines to ask for of what belongs to an order; points are reserved by it. */
export function linesOf({ lineItems }: Pick<ShopOrder, 'lineItems'>): number {
  return lineItems.nodes.length > USUAL_LINES ? MOST_LINES : USUAL_LINES
}

export function titleOf({ title, variantTitle }: ShopOrder['lineItems']['nodes'][number]): string {
  return variantTitle ? `${title}, ${variantTitle}` : title
}

/** Where units of a line are sent from, and whence they were: null when the shop does not say. */
export function placesOf(order: ShopOrder, lineId: string): { waiting: Place | null, sent: Place | null } {
  const waits = order.fulfillmentOrders
    .find(({ lineItems }) => lineItems.some(one => one.lineItem.id === lineId && one.remainingQuantity > 0))
  const sent = order.fulfillments.find(one => one.location && one.fulfillmentLineItems.some(({ lineItem }) => lineItem.id === lineId))
  const location = waits?.assignedLocation.location
  return {
    waiting: waits && location ? { id: location.id, name: waits.assignedLocation.name } : null,
    sent: sent?.location ?? null,
  }
}

/** When the goods reached the customer, else when they left: the latest of the parcels; null when nothing has left. */
export function arrivedAt(order: ShopOrder): number | null {
  const times = order.fulfillments.flatMap(({ status, deliveredAt, createdAt }) => status === 'CANCELLED' ? [] : [deliveredAt ?? createdAt ?? 0])
  return times.length ? Math.max(...times) : null
}

/** The payments money can go back to, with what is left of each. */
export function paymentsOf(order: ShopOrder) {
  const taken = (id: string) => order.transactions
    .filter(({ kind, status, parentTransaction }) => kind === 'REFUND' && parentTransaction?.id === id && (status === 'SUCCESS' || status === 'PENDING'))
    .reduce((sum, { amountSet }) => sum + amountSet.amount.minor, 0)
  return order.transactions
    .filter(({ kind, status }) => (kind === 'SALE' || kind === 'CAPTURE') && status === 'SUCCESS')
    .map(({ id, gateway, formattedGateway, amountSet: { amount }, paymentDetails }) => ({
      id,
      gateway: gateway ?? '',
      name: paymentDetails?.company
        ? [paymentDetails.company, paymentDetails.number?.replaceAll(/\D/g, '').slice(-4)].filter(Boolean).join(' ')
        : formattedGateway ?? '',
      left: { minor: amount.minor - taken(id), currency: amount.currency } satisfies Money,
    }))
}

/** Whether the order is of who writes: the same customer's address or number, or a guest's address. */
export function isOrderOf(order: ShopOrder, contact: { email: string | null, phone: string | null }): boolean {
  const address = contact.email?.trim().toLowerCase()
  const number = contact.phone?.replaceAll(/[^\d+]/g, '')
  const addresses = [order.customer?.defaultEmailAddress?.emailAddress, ...order.customer ? [] : [order.email]]
  const isByMail = Boolean(address) && addresses.some(one => one?.toLowerCase() === address)
  return isByMail || (Boolean(number) && order.customer?.defaultPhoneNumber?.phoneNumber === number)
}
