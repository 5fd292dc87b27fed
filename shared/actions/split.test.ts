import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMoney } from '../money/decimal.ts'
import { inShopMoney, toDecimal } from './money.ts'
import { splitOverPayments, splitUnits } from './split.ts'

const usd = (minor: number) => ({ minor, currency: 'USD' })
const payment = (id: string, left: number) => ({ id, gateway: 'g', name: id, left: usd(left) })

describe('splitOverPayments', () => {
  it('takes the first payment first', () => {
    expect(splitOverPayments(usd(700), [payment('card', 500), payment('gift', 900)])?.map(({ payment: { id }, amount }) => [id, amount.minor])).toEqual([['card', 500], ['gift', 200]])
  })

  it('gives back exactly the amount, from no payment more than it holds, or nothing', () => {
    const holdings = fc.array(fc.integer({ min: -50, max: 5_000 }), { maxLength: 5 })
    fc.assert(fc.property(fc.integer({ min: 1, max: 10_000 }), holdings, (minor, lefts) => {
      const parts = splitOverPayments(usd(minor), lefts.map((left, index) => payment(String(index), left)))
      const held = lefts.reduce((sum, left) => sum + Math.max(0, left), 0)
      if (parts === null) return held < minor
      const isWithin = parts.every(part => part.amount.minor > 0 && part.amount.minor <= part.payment.left.minor)
      return isWithin && parts.reduce((sum, { amount }) => sum + amount.minor, 0) === minor
    }))
  })
})

describe('splitUnits', () => {
  it.each([
    [3, 2, false, [['CANCEL', 2], ['NO_RESTOCK', 1]]],
    [3, 2, true, [['CANCEL', 2], ['RETURN', 1]]],
    [1, 5, true, [['CANCEL', 1]]],
    [2, 0, true, [['RETURN', 2]]],
  ] as const)('of %i units, %i of which never left (back: %s), makes %j', (quantity, unshipped, isBack, parts) => {
    expect(splitUnits(quantity, unshipped, isBack).map(part => [part.type, part.quantity])).toEqual(parts)
  })
})

describe('toDecimal', () => {
  it.each([[4490, 'USD', '44.90'], [5, 'USD', '0.05'], [500, 'JPY', '500'], [1005, 'KWD', '1.005'], [-150, 'EUR', '-1.50']])('writes %i of %s as %s', (minor, currency, text) => {
    expect(toDecimal({ minor, currency })).toBe(text)
  })

  it('is what parseMoney reads', () => {
    fc.assert(fc.property(fc.integer(), fc.constantFrom('USD', 'JPY', 'KWD'), (minor, currency) => {
      const amount = { minor, currency }
      expect(parseMoney(toDecimal(amount), currency)).toEqual({ minor: minor === 0 ? 0 : minor, currency })
    }))
  })
})

describe('inShopMoney', () => {
  it('converts as the whole was converted, and leaves one currency alone', () => {
    const whole = { amount: { minor: 10_000, currency: 'EUR' }, shop: usd(10_800) }
    expect(inShopMoney({ minor: 1_800, currency: 'EUR' }, whole)).toEqual(usd(1_944))
    expect(inShopMoney(usd(5), whole)).toEqual(usd(5))
    expect(inShopMoney({ minor: 5, currency: 'EUR' }, { amount: { minor: 0, currency: 'EUR' }, shop: usd(0) })).toEqual(usd(0))
  })
})
