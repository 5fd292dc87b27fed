import type { Course, ShopSight, ShopWord } from './state.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ActionState } from '../contracts/order-action.ts'
import { afterSight, afterWord, isOver, mayFollow } from './state.ts'

const MINUTE = 60_000
const course = (over: Partial<Course> = {}): Course => ({ doubts: 0, firstSentAt: 0, lastSentAt: 0, placedAt: 0, ...over })
const words = fc.oneof(
  fc.constant<ShopWord>({ is: 'done', ref: 'r', detail: null }),
  fc.constant<ShopWord>({ is: 'pending', ref: null }),
  fc.record({ is: fc.constant('refused' as const), code: fc.constant('x'), detail: fc.constant(null) }),
  fc.record({ is: fc.constant('not_executed' as const), code: fc.constant('y'), waitMs: fc.nat(100_000), isFinal: fc.boolean() }),
  fc.constant<ShopWord>({ is: 'unknown', code: 'z' }),
)

describe('mayFollow', () => {
  it('leaves nothing after an end', () => {
    for (const end of ActionState.options.filter(isOver)) expect(ActionState.options.filter(next => mayFollow(end, next))).toEqual([])
  })
  it('never goes from doubt to untried', () => {
    expect(mayFollow('unknown', 'ready')).toBe(false)
    expect(mayFollow('unknown', 'stopped')).toBe(false)
  })
})

describe('afterWord', () => {
  it('leads where the machine allows', () => {
    fc.assert(fc.property(words, fc.nat(3), fc.nat(100 * MINUTE), (word, doubts, now) => {
      const { to } = afterWord(word, course({ doubts }), now)
      return mayFollow('sent', to)
    }))
  })

  it('believes no refusal while an earlier attempt is in doubt', () => {
    fc.assert(fc.property(words, fc.integer({ min: 1, max: 5 }), fc.nat(100 * MINUTE), (word, doubts, now) => {
      const { to } = afterWord(word, course({ doubts }), now)
      return word.is === 'done' ? to === 'done' : to === 'unknown'
    }))
  })

  it('goes back to ready when surely nothing happened, for half an hour', () => {
    const busy: ShopWord = { is: 'not_executed', code: 'shopify_busy', waitMs: 700, isFinal: false }
    expect(afterWord(busy, course(), MINUTE)).toMatchObject({ to: 'ready', afterMs: 700 })
    expect(afterWord(busy, course(), 31 * MINUTE)).toMatchObject({ to: 'failed', code: 'shopify_busy' })
    expect(afterWord({ ...busy, isFinal: true }, course(), 0)).toMatchObject({ to: 'failed' })
  })
})

describe('afterSight', () => {
  const absent: ShopSight = { is: 'absent' }
  it('asks again for what is not there, until the key is a day old', () => {
    expect(afterSight(absent, course(), null, 22 * 60 * MINUTE)).toEqual({ to: 'again' })
    expect(afterSight(absent, course(), null, 23 * 60 * MINUTE)).toMatchObject({ to: 'unknown', needsPerson: true })
  })

  it('asks again for what nothing keeps from happening twice only when the first request can no longer arrive', () => {
    expect(afterSight({ is: 'absent', needsRest: true }, course(), null, MINUTE)).toMatchObject({ to: 'unknown', afterMs: MINUTE })
    expect(afterSight({ is: 'absent', needsRest: true }, course(), null, 2 * MINUTE)).toEqual({ to: 'again' })
  })

  it('believes a refusal once nothing can arrive late', () => {
    expect(afterSight(absent, course(), 'shop_refused', MINUTE)).toMatchObject({ to: 'unknown', afterMs: MINUTE })
    expect(afterSight(absent, course(), 'shop_refused', 2 * MINUTE)).toMatchObject({ to: 'failed', code: 'shop_refused' })
  })

  it('says done for what is there, whatever was said before', () => {
    expect(afterSight({ is: 'done', ref: 'r', detail: null }, course({ doubts: 3 }), 'shop_refused', 0)).toMatchObject({ to: 'done', ref: 'r' })
  })

  it('waits where it cannot see', () => {
    expect(afterSight({ is: 'unseen', code: 'shopify_unreachable' }, course(), null, 99 * 60 * MINUTE)).toMatchObject({ to: 'unknown', needsPerson: false })
  })
})
