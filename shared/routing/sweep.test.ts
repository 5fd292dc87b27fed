import type { Waiting } from './sweep.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sweepOrder } from './sweep.ts'

const NOW = 100
const ids = (waiting: Waiting[], order: 'promise' | 'oldest' = 'promise') => waiting.toSorted(sweepOrder(order, NOW)).map(({ conversationId }) => conversationId)
const one = (conversationId: number, dueAt: number | null, waitingSince = 0): Waiting => ({ conversationId, dueAt, waitingSince })

describe('sweepOrder', () => {
  it('goes by promise as long as it can be kept', () => {
    expect(ids([one(1, 130), one(2, NOW), one(3, 110)])).toEqual([2, 3, 1])
  })

  it('leaves broken promises, and who was promised nothing, until after, oldest first', () => {
    expect(ids([one(1, 20, 30), one(2, null, 10), one(3, 90, 20), one(4, 500, 40)])).toEqual([4, 2, 3, 1])
  })

  it('goes by waiting alone where the policy says so', () => {
    expect(ids([one(1, 130, 5), one(2, 20, 9), one(3, null, 1)], 'oldest')).toEqual([3, 1, 2])
  })

  it('is one order for everybody, however the waiting stand', () => {
    const waiting = fc.uniqueArray(
      fc.record({ conversationId: fc.nat(50), dueAt: fc.option(fc.nat(200)), waitingSince: fc.nat(20) }),
      { selector: ({ conversationId }) => conversationId },
    )
    fc.assert(fc.property(waiting, (all) => {
      expect(ids(all)).toEqual(ids(all.toReversed()))
    }))
  })
})
