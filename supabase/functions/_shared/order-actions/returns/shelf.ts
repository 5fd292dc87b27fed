import type { Shopify, ShopOrder } from '../order.ts'
import { z } from 'zod'
import { InstantOrNull, linesOf, nodes } from '../order.ts'
import { RETURN_REASONS_DOCUMENT, RETURNABLES_DOCUMENT } from './documents.ts'

const Reasons = nodes(z.object({ id: z.string(), handle: z.string(), name: z.string() }))
const Returnables = z.object({
  returnableFulfillments: nodes(z.object({
    fulfillment: z.object({ createdAt: InstantOrNull, deliveredAt: InstantOrNull }),
    returnableFulfillmentLineItems: nodes(z.object({
      quantity: z.number(),
      fulfillmentLineItem: z.object({
        id: z.string(),
        lineItem: z.object({
          id: z.string(),
          title: z.string(),
          variantTitle: z.string().nullish(),
          product: z.object({ productType: z.string(), tags: z.array(z.string()) }).nullish(),
          suggestedReturnReasonDefinitions: nodes(z.object({ id: z.string() })).nullish(),
        }),
      }),
    })),
  })),
  returnReasonDefinitions: Reasons,
})

/** What of an order can come back, and why one may say so. */
export async function readShelf(shopify: Shopify, order: ShopOrder) {
  const asked = { id: order.id, lines: linesOf(order) }
  const { returnableFulfillments, returnReasonDefinitions } = await shopify.request(RETURNABLES_DOCUMENT, asked, Returnables)
  const items = returnableFulfillments.flatMap(({ fulfillment, returnableFulfillmentLineItems }) =>
    returnableFulfillmentLineItems.map(({ quantity, fulfillmentLineItem: { id, lineItem } }) => ({
      id,
      lineId: lineItem.id,
      title: lineItem.variantTitle ? `${lineItem.title}, ${lineItem.variantTitle}` : lineItem.title,
      quantity,
      arrivedAt: fulfillment.deliveredAt ?? fulfillment.createdAt,
      isDelivered: fulfillment.deliveredAt !== null,
      tags: lineItem.product?.tags ?? [],
      productType: lineItem.product?.productType ?? '',
      suggested: lineItem.suggestedReturnReasonDefinitions?.map(reason => reason.id) ?? [],
    })))
  return { items: items.filter(({ quantity }) => quantity > 0), reasons: returnReasonDefinitions }
}

/** The shop's library of reasons. */
export async function readReasons(shopify: Shopify) {
  return (await shopify.request(RETURN_REASONS_DOCUMENT, {}, z.object({ returnReasonDefinitions: Reasons }))).returnReasonDefinitions
}
