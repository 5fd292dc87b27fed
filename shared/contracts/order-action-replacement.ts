import { z } from 'zod'
import { Gid, ShippingAddress } from './order-action-parts.ts'

/** The same goods again, free: units of the order's lines, to the order's own address or to another one. */
export const Replacement = z.object({
  do: z.literal('replace'),
  lines: z.array(z.object({ lineId: Gid, quantity: z.number().int().min(1).max(1_000) })).min(1).max(50),
  address: ShippingAddress.nullable().default(null),
})

export const ReplacementEffect = z.discriminatedUnion('is', [
  /** `stock`: what can be sold now, by place; empty when the shop does not count these. */
  z.object({
    is: z.literal('sent_again'),
    title: z.string(),
    quantity: z.number().int(),
    stock: z.array(z.object({ place: z.string(), available: z.number().int() })),
  }),
  /** Fewer are there than are to be sent. */
  z.object({ is: z.literal('short'), title: z.string(), available: z.number().int() }),
  z.object({ is: z.literal('sent_to'), to: z.string() }),
  z.object({ is: z.literal('free') }),
])
export type ReplacementEffect = z.infer<typeof ReplacementEffect>
