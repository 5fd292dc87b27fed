import type { Money } from '../contracts/money.ts'
import { minorDigits } from '../money/decimal.ts'

/** The amount as Shopify takes it: a decimal with the currency's own digits, such as "44.90" or "500". */
export function toDecimal({ minor, currency }: Money): string {
  const digits = minorDigits(currency)
  const text = String(Math.abs(minor)).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  const sign = minor < 0 ? '-' : ''
  return digits ? `${sign}${whole}.${text.slice(-digits)}` : `${sign}${whole}`
}

/** One amount in two currencies, as the shop converts: `part` of `whole`, rounded to the smallest unit of the other. */
export function inShopMoney(part: Money, whole: { amount: Money, shop: Money }): Money {
  const { amount, shop } = whole
  if (part.currency === shop.currency) return part
  // Whole numbers until the last step: a product of two amounts may be larger than a number holds.
  const [one, from, to] = [BigInt(part.minor), BigInt(amount.minor), BigInt(shop.minor)]
  const scaled = from === 0n ? 0n : (one * to * 2n + from) / (from * 2n)
  return { minor: Number(scaled), currency: shop.currency }
}
