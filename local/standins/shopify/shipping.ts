import type { SeedOrder } from '../../seed/types.ts'
import type { KeptShipping, Ledger } from './state.ts'
import { cents, moneyOf } from './books.ts'

/** The shipping of an order, line by line: what the customer chose, before anything was edited. */
export function shippingOf(order: SeedOrder, { shipping }: Pick<Ledger, 'shipping'>): KeptShipping[] {
  const { id, shippingAmount: amount } = order
  return shipping ?? [{ id: `gid://shopify/ShippingLine/${id}`, title: Number(amount) > 0 ? 'Standard' : 'Free shipping', amount }]
}

export function shippingViews(order: SeedOrder, shipping: KeptShipping[]): object[] {
  return shipping.map(({ id, title, amount }) => ({ id, title, originalPriceSet: moneyOf(cents(amount), order), isRemoved: false }))
}

export function totalOf(shipping: Pick<KeptShipping, 'amount'>[]): string {
  return (shipping.reduce((sum, { amount }) => sum + cents(amount), 0) / 100).toFixed(2)
}
