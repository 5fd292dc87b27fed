import type { Money } from '../contracts/money.ts'
import { minorDigits, parseMoney } from './decimal.ts'

/**
 * Reads what a person typed in their language, in the smallest unit of the currency. Thousands may be grouped as the language groups them
 * or by spaces; either mark may stand before the decimals, no more of them than the currency has. Null for what is none, is
 * negative, or could be read in two ways: "1.000" is a thousand in Spanish, and refused in English.
 */
export function readTyped(text: string, currency: string, language: string): number | null {
  const group = new Intl.NumberFormat(language).formatToParts(1_234_567).find(({ type }) => type === 'group')?.value ?? ''
  const mark = group.trim() || String.raw`\s`
  const grouped = new RegExp(String.raw`^\d{1,3}(?:[\s${mark}]\d{3})+(?:[^\d\s${mark}]\d+)?$`)
  const typed = text.trim()
  const decimal = (grouped.test(typed) ? typed.replace(new RegExp(String.raw`[\s${mark}]`, 'g'), '') : typed).replace(',', '.')
  if (!/^\d+(?:\.\d+)?$/.test(decimal) || (decimal.split('.')[1] ?? '').length > minorDigits(currency)) return null
  try {
    return parseMoney(decimal, currency).minor
  }
  catch {
    return null
  }
}

/** The amount as a person would type it in their language: its decimal mark, no currency, no grouping. */
export function writeTyped({ minor, currency }: Money, language: string): string {
  const digits = minorDigits(currency)
  const format = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false })
  return format.format(minor / 10 ** digits)
}
