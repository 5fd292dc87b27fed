import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatMoney, minorDigits, parseMoney } from './decimal.ts'

describe('parseMoney', () => {
  it.each([
    ['20.0', 'USD', 2000],
    ['44.9', 'USD', 4490],
    ['44.99', 'EUR', 4499],
    ['1500', 'JPY', 1500],
    ['1.5', 'KWD', 1500],
    ['-3.20', 'CAD', -320],
    ['0.0', 'USD', 0],
  ])('reads %s %s as %i', (decimal, currency, minor) => {
    expect(parseMoney(decimal, currency)).toEqual({ minor, currency })
  })

  it.each(['', '1,5', '1e3', '0x10', '4.999', 'NaN', '99999999999999999'])('refuses %j', (decimal) => {
    expect(() => parseMoney(decimal, 'USD')).toThrow(RangeError)
  })

  it('loses no cent of any amount', () => {
    fc.assert(fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.constantFrom('USD', 'JPY', 'KWD'), (minor, currency) => {
      const digits = minorDigits(currency)
      const padded = String(Math.abs(minor)).padStart(digits + 1, '0')
      const decimal = digits ? `${padded.slice(0, -digits)}.${padded.slice(-digits)}` : padded
      expect(parseMoney(minor < 0 ? `-${decimal}` : decimal, currency).minor).toBe(minor)
    }))
  })
})

describe('formatMoney', () => {
  it.each([['en-US', '$48.20'], ['es-ES', '48,20 US$'], ['fr-FR', '48,20 $US']])('writes for %s', (locale, text) => {
    expect(formatMoney({ minor: 4820, currency: 'USD' }, locale).replace(/\s/g, ' ')).toBe(text)
  })
})
