import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextPayoutLook, paidBack, readPayout } from './payout.ts'

const usd = (minor: number) => ({ minor, currency: 'USD' })
const eur = (minor: number) => ({ minor, currency: 'EUR' })
const WHOLE = { amount: eur(1_000), shop: usd(1_080) }
const part = (status: string, minor: number) => ({ status, amount: eur(minor) })
const DAY = 86_400_000

describe('readPayout', () => {
  it.each([
    [[part('SUCCESS', 1_000)], { state: 'paid', failed: null, isFinal: true }],
    [[part('PENDING', 1_000)], { state: 'pending', failed: null, isFinal: false }],
    [[part('AWAITING_RESPONSE', 1_000)], { state: 'pending', failed: null, isFinal: false }],
    [[part('FAILURE', 1_000)], { state: 'failed', failed: { amount: eur(1_000), shop: usd(1_080) }, isFinal: true }],
    [[part('ERROR', 1_000)], { state: 'failed', failed: { amount: eur(1_000), shop: usd(1_080) }, isFinal: true }],
    [[part('SUCCESS', 750), part('FAILURE', 250)], { state: 'failed', failed: { amount: eur(250), shop: usd(270) }, isFinal: true }],
    [[part('PENDING', 750), part('FAILURE', 250)], { state: 'failed', failed: { amount: eur(250), shop: usd(270) }, isFinal: false }],
    [[part('FAILURE', 1_000), part('SUCCESS', 1_000)], { state: 'paid', failed: null, isFinal: true }],
    [[part('FAILURE', 1_000), part('PENDING', 1_000)], { state: 'pending', failed: null, isFinal: false }],
    [[], null],
  ])('reads %j', (parts, word) => {
    expect(readPayout(parts, 1_000, WHOLE)).toEqual(word)
  })

  it('never says that more failed than was to be paid, or than failed', () => {
    const parts = fc.array(fc.record({ status: fc.constantFrom('SUCCESS', 'PENDING', 'FAILURE', 'ERROR', 'NEW_STATUS'), minor: fc.integer({ min: 0, max: 5_000 }) }))
    fc.assert(fc.property(parts, fc.integer({ min: 1, max: 5_000 }), (shown, expected) => {
      const word = readPayout(shown.map(({ status, minor }) => part(status, minor)), expected, WHOLE)
      const failed = shown.filter(({ status }) => status === 'FAILURE' || status === 'ERROR').reduce((sum, { minor }) => sum + minor, 0)
      expect(word?.failed?.amount.minor ?? 0).toBeLessThanOrEqual(Math.min(expected, failed))
      expect(word?.state === 'failed').toBe(Boolean(word?.failed))
    }))
  })
})

describe('nextPayoutLook', () => {
  it('comes ever more rarely, ends after a week, and is never more than twelve hours away', () => {
    const gaps: number[] = []
    let now = 0
    for (let next = nextPayoutLook(0, now); next !== null; next = nextPayoutLook(0, now)) {
      gaps.push(next - now)
      now = next
    }
    expect(gaps).toEqual(gaps.toSorted((a, b) => a - b))
    expect(gaps[0]).toBe(60_000)
    expect(gaps.at(-1)).toBe(DAY / 2)
    expect(now).toBeGreaterThanOrEqual(7 * DAY)
    expect(gaps.length).toBeLessThan(40)
  })
})

describe('paidBack', () => {
  it('counts what goes back to cards and the like, not what becomes store credit', () => {
    const pay = (minor: number, by: 'original' | 'store_credit') => ({ is: 'pay' as const, amount: eur(minor), by, to: '' })
    expect(paidBack([pay(300, 'original'), pay(700, 'original'), pay(50, 'store_credit'), { is: 'final' }])).toBe(1_000)
  })
})
