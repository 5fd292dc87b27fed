import type { SeedOrder, SeedWorld } from '../../seed/types.ts'
import type { Store } from './state.ts'

// What a unit of the order's currency is worth in the shop's own, US dollars.
const RATES: Record<SeedOrder['currency'], number> = { USD: 1, CAD: 0.72, EUR: 1.08 }

export interface LineShare { subtotal: number, tax: number }

/** What an order costs, what was paid and given back, to the cent; shares of a line add up to the line. */
export function createBooks(world: SeedWorld, store: Store) {
  const prices = new Map(world.products.flatMap(({ variants }) => variants.map(({ sku, price }) => [sku, cents(price)] as const)))
  const priceOf = (sku: string) => prices.get(sku) ?? 0

  /** Each line after its share of the discount, and the tax on it. */
  function lineTotals({ lines, discount, taxRate = 0 }: SeedOrder): LineShare[] {
    const gross = lines.map(({ sku, quantity }) => priceOf(sku) * quantity)
    const goods = gross.reduce((sum, one) => sum + one, 0)
    const off = Math.min(goods, discount ? cents(discount.amount) : 0)
    let before = 0
    return gross.map((one) => {
      const share = goods ? Math.round(off * (before + one) / goods) - Math.round(off * before / goods) : 0
      before += one
      return { subtotal: one - share, tax: Math.round((one - share) * taxRate) }
    })
  }
  const total = (order: SeedOrder) =>
    lineTotals(order).reduce((sum, { subtotal, tax }) => sum + subtotal + tax, cents(order.shippingAmount))
  const received = (order: SeedOrder) => store.ledger(order.id).received ?? (['AUTHORIZED', 'PENDING', 'VOIDED'].includes(order.payment) ? 0 : total(order))
  function seedRefund(order: SeedOrder): number {
    if (order.refundedAmount) return cents(order.refundedAmount)
    return order.payment === 'REFUNDED' ? total(order) : 0
  }
  const refunded = (order: SeedOrder) => store.ledger(order.id).refunds.reduce((sum, { paid, credit, payout }) => sum + credit + (payout?.status === 'FAILURE' ? 0 : paid), seedRefund(order))
  const isCancelled = (order: SeedOrder) => order.cancelledDaysAgo !== undefined || store.ledger(order.id).cancelled !== null

  const unitsOf = (order: SeedOrder, index: number, type?: 'CANCEL') => store.ledger(order.id).refunds.flatMap(({ lines }) => lines).filter(line => line.index === index && (!type || line.restockType === type)).reduce((sum, { quantity }) => sum + quantity, 0)
  const quantityOf = (order: SeedOrder, index: number) => order.lines[index]?.quantity ?? 0
  function shipped(order: SeedOrder, index: number): number {
    const line = order.lines[index]
    return order.fulfilments.reduce((sum, { lines }) => sum + (lines
      ? lines.filter(one => one.sku === line?.sku).reduce((units, one) => units + one.quantity, 0)
      : line?.quantity ?? 0), 0)
  }
  function refundable(order: SeedOrder, index: number): number {
    if (isCancelled(order) || order.payment === 'REFUNDED') return 0
    return quantityOf(order, index) - unitsOf(order, index)
  }
  function unfulfilled(order: SeedOrder, index: number): number {
    return isCancelled(order) ? 0 : Math.max(0, quantityOf(order, index) - shipped(order, index) - unitsOf(order, index, 'CANCEL'))
  }
  /** The next `quantity` units of a line. */
  function share(order: SeedOrder, index: number, quantity: number): LineShare {
    const whole = lineTotals(order)[index] ?? { subtotal: 0, tax: 0 }
    const units = Math.max(1, quantityOf(order, index))
    const from = unitsOf(order, index)
    const part = (amount: number) => Math.round(amount * (from + quantity) / units) - Math.round(amount * from / units)
    return { subtotal: part(whole.subtotal), tax: part(whole.tax) }
  }
  const shippingLeft = (order: SeedOrder) =>
    Math.max(0, store.ledger(order.id).refunds.reduce((left, { shipping }) => left - shipping, cents(order.shippingAmount)))

  return {
    priceOf,
    total,
    received,
    refunded,
    seedRefund,
    net: (order: SeedOrder) => received(order) - refunded(order),
    isCancelled,
    shipped,
    refundable,
    unfulfilled,
    share,
    shippingLeft,
  }
}
export type Books = ReturnType<typeof createBooks>

export function cents(decimal: string): number {
  return Math.round(Number(decimal) * 100)
}
/** Shopify writes amounts without padding: "20.0", "44.9", "44.99". */
export function amount(minor: number): string {
  return (minor / 100).toFixed(2).replace(/0$/, '')
}

export function inDollars(minor: number, { currency }: Pick<SeedOrder, 'currency'>): number {
  return Math.round(minor * RATES[currency])
}
/** A MoneyBag: the amount in the order's own currency and in the shop's. */
export function moneyOf(minor: number, order: Pick<SeedOrder, 'currency'>) {
  return {
    shopMoney: { amount: amount(inDollars(minor, order)), currencyCode: 'USD' },
    presentmentMoney: { amount: amount(minor), currencyCode: order.currency },
  }
}
