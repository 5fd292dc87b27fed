import { z } from 'zod'
import { Money } from './money.ts'

const EpochMs = z.number().int()

export const FulfilmentState = z.enum(['unfulfilled', 'partially_fulfilled', 'fulfilled', 'in_transit', 'out_for_delivery', 'delivered', 'failed', 'on_hold', 'cancelled'])
export type FulfilmentState = z.infer<typeof FulfilmentState>

export const PaymentState = z.enum(['pending', 'authorized', 'paid', 'partially_paid', 'partially_refunded', 'refunded', 'voided', 'expired'])
export type PaymentState = z.infer<typeof PaymentState>

const OrderLine = z.object({
  id: z.string(),
  title: z.string(),
  variant: z.string().nullable(),
  sku: z.string().nullable(),
  quantity: z.number().int(),
  unitPrice: Money,
  imageUrl: z.string().nullable(),
})

export const Shipment = z.object({
  id: z.string(),
  carrier: z.string().nullable(),
  trackingNumber: z.string().nullable(),
  trackingUrl: z.string().nullable(),
  state: FulfilmentState,
  shippedAt: EpochMs.nullable(),
  estimatedDeliveryAt: EpochMs.nullable(),
  deliveredAt: EpochMs.nullable(),
  lastScan: z.object({ text: z.string(), at: EpochMs }).nullable(),
})
export type Shipment = z.infer<typeof Shipment>

/** One order as the panel shows it. Amounts are what the customer sees (presentment currency), after edits and refunds. */
export const Order = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: EpochMs,
  updatedAt: EpochMs,
  cancelledAt: EpochMs.nullable(),
  payment: PaymentState,
  fulfilment: FulfilmentState,
  returnState: z.enum(['none', 'requested', 'in_progress', 'returned']),
  total: Money,
  refunded: Money,
  lines: z.array(OrderLine),
  moreLines: z.number().int(),
  shipments: z.array(Shipment),
  shippingAddress: z
    .object({ name: z.string(), city: z.string(), region: z.string(), country: z.string(), postalCode: z.string() })
    .nullable(),
  note: z.string(),
  tags: z.array(z.string()),
  adminUrl: z.string(),
})
export type Order = z.infer<typeof Order>

export const Customer = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  orderCount: z.number().int(),
  lifetimeValue: Money,
  tags: z.array(z.string()),
  locale: z.string().nullable(),
  since: EpochMs,
})
export type Customer = z.infer<typeof Customer>

export const MatchedBy = z.enum(['email', 'phone', 'order_number', 'guest_email'])
export type MatchedBy = z.infer<typeof MatchedBy>

export const SuggestedBecause = z.enum(['number_in_text', 'latest_open', 'latest'])
export type SuggestedBecause = z.infer<typeof SuggestedBecause>

/** What the shop knows of the person in this conversation. `several`: e-mail and phone point to different customers. */
export const ShopView = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('ready'),
    customer: Customer.nullable(),
    matchedBy: z.array(MatchedBy),
    others: z.array(Customer),
    orders: z.array(Order),
    suggested: z.object({ orderId: z.string(), because: SuggestedBecause }).nullable(),
    /** Order numbers in the text that this shop, or this customer, does not have in reach. */
    unknownNumbers: z.array(z.string()),
    /** Orders are readable back to this instant only (60 days without read_all_orders); null when all are. */
    ordersSince: EpochMs.nullable(),
    asOf: EpochMs,
    /** Why this is what the shop said at `asOf` and not now; null when it is its latest word. */
    outdated: z.enum(['shopify_unreachable', 'shopify_busy']).nullable(),
    /** The shop has told of a change since `asOf`, and could not be asked which. */
    mayHaveChanged: z.boolean().default(false),
  }),
  z.object({ status: z.literal('not_connected') }),
  z.object({ status: z.literal('failed'), code: z.enum(['shopify_refused', 'shopify_unreachable', 'shopify_busy', 'internal']) }),
])
export type ShopView = z.infer<typeof ShopView>
