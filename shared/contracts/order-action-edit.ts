import { z } from 'zod'
import { Money } from './money.ts'
import { Gid } from './order-action-parts.ts'

/** `amountMinor` is in the smallest unit of the currency the customer paid in. */
const ShippingLine = z.object({ title: z.string().trim().min(1).max(100), amountMinor: z.number().int().min(0).max(100_000_00) })

/** What is in an order, changed as far as it has not left. */
export const Edit = z.object({
  do: z.literal('edit'),
  adds: z.array(z.object({ variantId: Gid, quantity: z.number().int().min(1).max(1_000) })).max(10).default([]),
  /** `quantity`: how many that have not left there are to be; none takes the line out. */
  changes: z.array(z.object({ lineId: Gid, quantity: z.number().int().min(0).max(1_000) })).max(20).default([]),
  /** Units that are taken out go back on the shelf. */
  restocks: z.boolean().default(true),
  /** A line of shipping on top. */
  shipping: ShippingLine.nullable().default(null),
  /** What becomes of shipping lines that are there: another in their place, or, with null, none. */
  shippingChanges: z.array(z.object({ lineId: Gid, to: ShippingLine.nullable() })).max(10).default([]),
  staffNote: z.string().trim().max(300).default(''),
  tellsCustomer: z.boolean().default(true),
})

export const EditEffect = z.discriminatedUnion('is', [
  z.object({ is: z.literal('added'), title: z.string(), quantity: z.number().int(), price: Money }),
  z.object({ is: z.literal('quantity'), title: z.string(), from: z.number().int(), to: z.number().int(), isRestocked: z.boolean() }),
  z.object({ is: z.literal('shipping_added'), title: z.string(), amount: Money }),
  z.object({ is: z.literal('shipping_removed'), title: z.string(), amount: Money }),
  z.object({
    is: z.literal('shipping_changed'),
    from: z.object({ title: z.string(), amount: Money }),
    to: z.object({ title: z.string(), amount: Money }),
  }),
  z.object({ is: z.literal('new_total'), before: Money, after: Money }),
  /** What the customer owes then, or, below, is owed; nothing is taken or given by the edit itself. */
  z.object({ is: z.literal('to_pay'), amount: Money, isInvoiced: z.boolean() }),
  z.object({ is: z.literal('to_give_back'), amount: Money }),
])
export type EditEffect = z.infer<typeof EditEffect>

/** `GET /order-actions/:accountId/:conversationId/variants?q=`: what can be added to an order; prices are in the shop's currency. */
export const Variants = z.object({
  variants: z.array(z.object({
    id: z.string(),
    title: z.string(),
    sku: z.string(),
    price: Money,
    /** By place; empty when the shop does not count these. */
    stock: z.array(z.object({ place: z.string(), available: z.number().int() })),
  })),
})
export type Variants = z.infer<typeof Variants>
