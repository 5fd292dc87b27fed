import type { Shopify, ShopOrder } from './order.ts'
import { z } from 'zod'
import { linesOf, nodes } from './order.ts'
import { REPLACEABLE_LINES_DOCUMENT } from './replacement-documents.ts'

/** How many of a variant a place holds. */
export const Level = z.object({ location: z.object({ name: z.string() }), quantities: z.array(z.object({ quantity: z.number() })) })
type Level = z.infer<typeof Level>

const Variant = z.object({
  id: z.string(),
  inventoryQuantity: z.number().nullish(),
  inventoryItem: z.object({ tracked: z.boolean(), inventoryLevels: nodes(Level) }),
})
export type Variant = z.infer<typeof Variant>
const Lines = z.object({ order: z.object({ lineItems: nodes(z.object({ id: z.string(), variant: Variant.nullish() })) }).nullish() })

/** What can be sold now, by place. */
export function stockOf(levels: Level[]) {
  return levels.map(({ location, quantities }) => ({ place: location.name, available: quantities[0]?.quantity ?? 0 }))
}

/** What each line of an order is of, by the line's id, with what is there of it; without what the shop does not sell any more. */
export async function readVariants(order: ShopOrder, shopify: Shopify): Promise<Map<string, Variant>> {
  const { order: found } = await shopify.request(REPLACEABLE_LINES_DOCUMENT, { id: order.id, lines: linesOf(order) }, Lines)
  return new Map(found?.lineItems.flatMap(({ id, variant }) => variant ? [[id, variant]] : []))
}
