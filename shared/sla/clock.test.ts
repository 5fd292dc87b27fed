import type { SlaClock } from '../contracts/sla.ts'
import { describe, expect, it } from 'vitest'
import { readSlaClock } from './clock.ts'

const MINUTE = 60_000

function clock(over: Partial<SlaClock> = {}): SlaClock {
  return { startedAt: 0, warnAt: 8 * MINUTE, dueAt: 10 * MINUTE, stoppedAt: null, pause: null, ...over }
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

  it('shows what is left while it is paused, and goes on by itself when the pause has a planned end', () => {
    const pause = { since: 6 * MINUTE, until: 60 * MINUTE, remainingMs: 4 * MINUTE }
    const asleep = clock({ warnAt: 62 * MINUTE, dueAt: 64 * MINUTE, pause })
    expect(readSlaClock(asleep, 59 * MINUTE)).toEqual({ status: 'paused', remainingMs: 4 * MINUTE, elapsedShare: 0.6 })
    expect(readSlaClock(asleep, 63 * MINUTE).status).toBe('at_risk')
    expect(readSlaClock(clock({ warnAt: null, dueAt: null, pause: { ...pause, until: null } }), 99 * MINUTE).status).toBe('paused')
  })

  it('does not forget in a pause what was broken before it', () => {
    expect(readSlaClock(clock({ pause: { since: 11 * MINUTE, until: null, remainingMs: 0 } }), 12 * MINUTE).status).toBe('breached')
  })
})
