import type { SlaClock } from '../contracts/sla.ts'
import { describe, expect, it } from 'vitest'
import { readSlaClock } from './clock.ts'

const MINUTE = 60_000

function clock(over: Partial<SlaClock> = {}): SlaClock {
  return { startedAt: 0, warnAt: 8 * MINUTE, dueAt: 10 * MINUTE, stoppedAt: null, ...over }
}

describe('readSlaClock', () => {
  it.each([
    [7 * MINUTE, 'on_track'],
    [8 * MINUTE, 'at_risk'],
    [10 * MINUTE, 'at_risk'],
    [10 * MINUTE + 1, 'breached'],
  ] as const)('reads an unanswered conversation at %i ms as %s', (now, status) => {
    expect(readSlaClock(clock(), now).status).toBe(status)
  })

  it('stops at the first reply, however late it is now', () => {
    expect(readSlaClock(clock({ stoppedAt: 4 * MINUTE }), 99 * MINUTE))
      .toEqual({ status: 'met', remainingMs: 6 * MINUTE, elapsedShare: 0.4 })
  })

  it('keeps a late reply breached', () => {
    expect(readSlaClock(clock({ stoppedAt: 11 * MINUTE }), 12 * MINUTE).status).toBe('breached')
  })
})
