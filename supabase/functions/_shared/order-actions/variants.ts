import type { Variants } from '../../../../shared/contracts/order-action-edit.ts'
import type { Work } from '../jobs.ts'
import { z } from 'zod'
import { parseMoney } from '../../../../shared/money/decimal.ts'
import { VARIANTS_DOCUMENT } from './edit-documents.ts'
import { nodes } from './order.ts'
import { openShop } from './rehearse.ts'
import { Level, stockOf } from './stock.ts'

const Found = z.object({
  productVariants: nodes(z.object({
    id: z.string(),
    title: z.string(),
    sku: z.string().nullish(),
    price: z.string(),
    product: z.object({ title: z.string() }),
    inventoryItem: z.object({ tracked: z.boolean(), inventoryLevels: nodes(Level) }),
  })),
  shop: z.object({ currencyCode: z.string() }),
})

/** Variants whose product, name or number begins with each of the words; with what is there of them, by place. */
export async function findVariants(accountId: number, words: string, work: Work): Promise<Variants> {
  const { shopify } = await openShop(accountId, work)
  // Letters and digits alone: nothing of what an agent types is the search's own syntax.
  const beginnings = words.match(/[\p{L}\p{N}]+/gu)?.map(word => `${word}*`) ?? []
  if (!beginnings.length) return { variants: [] }
  const found = await shopify.request(VARIANTS_DOCUMENT, { query: [...beginnings, 'product_status:active'].join(' ') }, Found)
  return {
    variants: found.productVariants.map(({ id, title, sku, price, product, inventoryItem: { tracked, inventoryLevels } }) => ({
      id,
      title: title === 'Default Title' ? product.title : `${product.title}, ${title}`,
      sku: sku ?? '',
      price: parseMoney(price, found.shop.currencyCode),
      stock: tracked ? stockOf(inventoryLevels) : [],
    })),
  }
}
