import type { Money } from '../contracts/money.ts'

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/

/** How many digits an amount of this ISO 4217 currency has behind the point: 2 for USD, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

/**
 * Reads a decimal string such as Shopify's "44.9" exactly, without floating point. Digits beyond the currency's own must
 * be zero; anything else throws, because a wrong amount is worse than none.
 */
export function parseMoney(decimal: string, currency: string): Money {
  const [, sign, whole, fraction = ''] = DECIMAL.exec(decimal) ?? []
  const digits = minorDigits(currency)
  if (whole === undefined || /[1-9]/.test(fraction.slice(digits))) throw new RangeError('Not an amount of this currency')
  const minor = Number(whole + fraction.slice(0, digits).padEnd(digits, '0'))
  if (!Number.isSafeInteger(minor)) throw new RangeError('The amount is too large')
  return { minor: sign && minor ? -minor : minor, currency }
}

/** The amount as the locale writes it, such as "$48.20" or "48,20 €". */
export function formatMoney({ minor, currency }: Money, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(minor / 10 ** minorDigits(currency))
}
