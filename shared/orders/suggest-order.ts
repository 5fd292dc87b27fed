import type { Order, SuggestedBecause } from '../contracts/order.ts'
import { isOrderNamed } from './order-reference.ts'

const DONE = new Set<Order['fulfilment']>(['delivered', 'cancelled'])

/**
 * The order a conversation is most likely about: one named in the text (the last named wins, people correct themselves),
 * else the latest that is still on its way, else the latest. `orders` are newest first.
 */
export function suggestOrder(orders: Order[], numbers: string[]): { orderId: string, because: SuggestedBecause } | null {
  const named = numbers.toReversed().flatMap(number => orders.find(order => isOrderNamed(order.name, number)) ?? [])[0]
  if (named) return { orderId: named.id, because: 'number_in_text' }
  const open = orders.find(order => order.cancelledAt === null && !DONE.has(order.fulfilment))
  if (open) return { orderId: open.id, because: 'latest_open' }
  return orders[0] ? { orderId: orders[0].id, because: 'latest' } : null
}
