import { z } from 'zod'

/** What of an order's goods can be sold now, by place: `GET /order-actions/:accountId/:conversationId/stock?id=`. */
export const OrderStock = z.object({
  lines: z.array(z.object({
    id: z.string(),
    title: z.string(),
    quantity: z.number().int(),
    /** `gone`: the shop does not sell it any more; `uncounted`: the shop does not count it. */
    state: z.enum(['counted', 'uncounted', 'gone']),
    stock: z.array(z.object({ place: z.string(), available: z.number().int() })),
  })),
})
export type OrderStock = z.infer<typeof OrderStock>
