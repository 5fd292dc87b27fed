import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minorDigits } from './decimal.ts'
import { readTyped, writeTyped } from './typed.ts'

describe('an amount as a person types it', () => {
  it.each([
    ['en', 'USD', '1,000', 100_000],
    ['en', 'USD', '1,234.5', 123_450],
    ['en', 'USD', '12,50', 1_250],
    ['en', 'USD', ' 44.9 ', 4_490],
    ['es', 'EUR', '1.000', 100_000],
    ['es', 'EUR', '1.234,56', 123_456],
    ['es', 'EUR', '44.90', 4_490],
    ['fr', 'EUR', '1 234,56', 123_456],
    ['fr', 'EUR', '1\u202F234,56', 123_456],
    ['en', 'JPY', '12,000', 12_000],
    ['en', 'KWD', '1,000', 1_000_000],
    ['es', 'KWD', '1,000', 1_000],
  ])('in %s, %s "%s" is %d of the smallest unit', (language, currency, text, minor) => {
    expect(readTyped(text, currency, language)).toBe(minor)
  })

  it.each([
    ['en', 'USD', '1.000'],
    ['es', 'EUR', '1,000'],
    ['fr', 'EUR', '1.000'],
    ['en', 'USD', '1,00,000'],
    ['en', 'USD', '12,34.5'],
    ['en', 'USD', '1,234,5'],
    ['en', 'JPY', '1.5'],
    ['en', 'USD', '-5'],
    ['en', 'USD', '1 2'],
    ['en', 'USD', '$5'],
    ['en', 'USD', ''],
    ['en', 'USD', '99999999999999999'],
  ])('in %s, %s "%s" is refused: it is none, or could be two', (language, currency, text) => {
    expect(readTyped(text, currency, language)).toBeNull()
  })

  it('is read as it was written, in every language and currency', () => {
    fc.assert(fc.property(fc.constantFrom('en', 'es', 'fr'), fc.constantFrom('USD', 'JPY', 'KWD'), fc.nat({ max: 99_999_999_999 }), (language, currency, minor) => {
      expect(readTyped(writeTyped({ minor, currency }, language), currency, language)).toBe(minor)
      const parts = new Intl.NumberFormat(language, { style: 'currency', currency }).formatToParts(minor / 10 ** minorDigits(currency))
      const grouped = parts.map(({ type, value }) => type === 'currency' || type === 'literal' ? '' : value).join('')
      expect(readTyped(grouped, currency, language)).toBe(minor)
    }))
  })
})
