import type { Shopify } from './order-actions/order.ts'
import { z } from 'zod'
import { DISCOUNT_USE_DOCUMENT } from './order-actions/documents.ts'
import { markOf } from './order-actions/kind.ts'

const Use = z.object({
  codeDiscountNodeByCode: z.object({
    id: z.string(),
    codeDiscount: z.object({ status: z.string().optional(), tags: z.array(z.string()).optional(), asyncUsageCount: z.number().optional() }),
  }).nullish(),
})

/** Whether a code that an action made can still be switched off: the shop's id of it, or that it is used, or gone. */
export async function readCode(code: string, actionId: string, shopify: Shopify): Promise<{ id: string } | 'used' | 'gone'> {
  const { codeDiscountNodeByCode: found } = await shopify.request(DISCOUNT_USE_DOCUMENT, { code }, Use)
  if (!found?.codeDiscount.tags?.includes(markOf(actionId))) return 'gone'
  const { status, asyncUsageCount = 0 } = found.codeDiscount
  if (asyncUsageCount > 0) return 'used'
  return status === 'EXPIRED' ? 'gone' : { id: found.id }
}
