import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterPayoutLook, nextPayoutLook, paidBack, readPayout } from './payout.ts'

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

describe('afterPayoutLook', () => {
  const PENDING = { state: 'pending', failed: null, isFinal: false } as const
  const PAID = { state: 'paid', failed: null, isFinal: true } as const
  const PARTLY = { state: 'failed', failed: { amount: eur(250), shop: usd(270) }, isFinal: false } as const
  const FAILED = { ...PARTLY, isFinal: true }

  it.each([
    ['the bank is silent', PENDING, 'pending', 20, 'unknown', null],
    ['the bank is silent still', PENDING, 'unknown', 21, 'unknown', null],
    ['the shop is away', 'unseen', 'pending', 20, 'unknown', DAY / 2],
    ['the shop is away still', 'unseen', 'unknown', 40, 'unknown', DAY / 2],
    ['the shop has been away for long', 'unseen', 'unknown', 60, 'unknown', null],
    ['the shop never said anything', 'unseen', null, 20, 'unknown', DAY / 2],
    ['the shop shows no payment', null, null, 20, null, null],
    ['the shop shows no payment any more', null, 'pending', 20, 'unknown', null],
    ['a part has failed and the rest is open', PARTLY, 'pending', 20, 'failed', null],
    ['what had failed is made again', PENDING, 'failed', 20, 'unknown', null],
    ['it was known to have failed and the shop is away', 'unseen', 'failed', 20, 'failed', DAY / 2],
    ['the word comes late', PAID, 'unknown', 21, 'paid', null],
    ['the bad word comes late', FAILED, 'unknown', 21, 'failed', null],
  ] as const)('after a week, when %s', (_, seen, payout, looks, state, later) => {
    const lookAt = later === null ? null : 8 * DAY + later
    expect(afterPayoutLook(seen, { payout, looks, settledAt: 0 }, 8 * DAY)).toEqual({ state, lookAt })
  })

  it('calls nothing unknown within the week', () => {
    const seen = fc.constantFrom(PENDING, PAID, PARTLY, FAILED, null, 'unseen' as const)
    const payout = fc.constantFrom('pending' as const, 'failed' as const, null)
    fc.assert(fc.property(seen, payout, fc.integer({ min: 1, max: 7 * DAY - 1 }), (word, before, now) => {
      const { state, lookAt } = afterPayoutLook(word, { payout: before, looks: 1, settledAt: 0 }, now)
      expect(state).not.toBe('unknown')
      expect(lookAt === null).toBe(word !== null && word !== 'unseen' && word.isFinal)
    }))
  })
})

describe('paidBack', () => {
  it('counts what goes back to cards and the like, not what becomes store credit', () => {
    const pay = (minor: number, by: 'original' | 'store_credit') => ({ is: 'pay' as const, amount: eur(minor), by, to: '' })
    expect(paidBack([pay(300, 'original'), pay(700, 'original'), pay(50, 'store_credit'), { is: 'final' }])).toBe(1_000)
  })
})
