import type { OrderStock } from '../../../../shared/contracts/order-stock.ts'
import type { Work } from '../jobs.ts'
import type { Asked } from './rehearse.ts'
import { ProblemError } from '../app.ts'
import { titleOf } from './order.ts'
import { openShop, readOwnOrder } from './rehearse.ts'
import { readVariants, stockOf } from './stock.ts'

/** What is there of an order's goods, by place; refuses with `order_not_found`, also when it is another customer's. */
export async function describeStock(asked: Pick<Asked, 'accountId' | 'conversationId' | 'orderId'>, work: Work): Promise<OrderStock> {
  const { shopify } = await openShop(asked.accountId, work)
  const found = await readOwnOrder(asked, shopify, work)
  if (found.status === 'refused') throw new ProblemError('order_not_found')
  const variants = await readVariants(found.order, shopify)
  return {
    lines: found.order.lineItems.nodes.map((line) => {
      const item = variants.get(line.id)?.inventoryItem
      return {
        id: line.id,
        title: titleOf(line),
        quantity: line.quantity,
        state: !item ? 'gone' : item.tracked ? 'counted' : 'uncounted',
        stock: item?.tracked ? stockOf(item.inventoryLevels) : [],
      }
    }),
  }
}
