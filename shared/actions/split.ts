import type { Money } from '../contracts/money.ts'

/** A payment that something can go back to. */
export interface Payment { id: string, gateway: string, left: Money, name: string }

/**
 * An amount over the payments it can go back to, the first ones first. Null when they do not hold it: nobody is paid more than
 * they paid.
 */
export function splitOverPayments(amount: Money, payments: Payment[]): { payment: Payment, amount: Money }[] | null {
  let open = amount.minor
  const parts = []
  for (const payment of payments) {
    const minor = Math.min(open, Math.max(0, payment.left.minor))
    if (minor > 0) parts.push({ payment, amount: { minor, currency: amount.currency } })
    open -= minor
  }
  return open === 0 ? parts : null
}

/**
 * Units of a line that go back, by what happens to them: those that never left are taken out of the order first; of the others,
 * those that come back go on the shelf.
 */
export function splitUnits(quantity: number, unshipped: number, isBack: boolean): { type: 'CANCEL' | 'RETURN' | 'NO_RESTOCK', quantity: number }[] {
  const never = Math.min(quantity, unshipped)
  const parts = [
    { type: 'CANCEL' as const, quantity: never },
    { type: isBack ? 'RETURN' as const : 'NO_RESTOCK' as const, quantity: quantity - never },
  ]
  return parts.filter(part => part.quantity > 0)
}
