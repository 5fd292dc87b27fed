import type { SlaClock } from '../contracts/sla.ts'
import { describe, expect, it } from 'vitest'
import { clockThatMatters } from './matters.ts'

function clock(dueAt: number | null, over: Partial<SlaClock> = {}) {
  return { clock: { startedAt: 0, warnAt: dueAt, dueAt, stoppedAt: null, pause: null, ...over } }
}

describe('clockThatMatters', () => {
  it('is the next due of those that run', () => {
    const soon = clock(50)
    expect(clockThatMatters([clock(90), soon, clock(10, { stoppedAt: 5 })], 40)).toBe(soon)
  })

  it('is a broken one that still runs before one that is not due yet', () => {
    const broken = clock(10)
    expect(clockThatMatters([clock(90), broken], 40)).toBe(broken)
  })

  it('is the paused one with the least time left when none runs, until its pause is over', () => {
    const long = clock(200, { pause: { since: 1, until: 100, remainingMs: 90 } })
    const short = clock(null, { pause: { since: 1, until: null, remainingMs: 30 } })
    expect(clockThatMatters([long, short], 40)).toBe(short)
    expect(clockThatMatters([long, short], 150)).toBe(long)
  })

  it('is the last that stopped when all have, and none without any', () => {
    const last = clock(50, { stoppedAt: 40 })
    expect(clockThatMatters([clock(20, { stoppedAt: 10 }), last], 99)).toBe(last)
    expect(clockThatMatters([], 0)).toBeNull()
  })
})
