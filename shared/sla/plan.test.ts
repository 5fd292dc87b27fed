import type { BusinessCalendar } from '../contracts/sla.ts'
import { describe, expect, it } from 'vitest'
import { planClock } from './plan.ts'

const at = (iso: string) => Date.parse(iso)
const OFFICE: BusinessCalendar = {
  timeZone: 'America/Chicago',
  blocks: [1, 2, 3, 4, 5].map(weekday => ({ weekday, fromMinute: 9 * 60, toMinute: 17 * 60 })),
  holidays: ['2026-11-26'],
}

describe('planClock', () => {
  it('warns at four fifths of the promise', () => {
    const clock = planClock(at('2026-11-24T16:00:00Z'), 900, OFFICE)
    expect(clock).toEqual({
      startedAt: at('2026-11-24T16:00:00Z'),
      warnAt: at('2026-11-24T16:12:00Z'),
      dueAt: at('2026-11-24T16:15:00Z'),
      stoppedAt: null,
      pause: null,
    })
  })

  it('counts four fifths of open time, also when the night lies between', () => {
    const clock = planClock(at('2026-11-24T22:30:00Z'), 3600, OFFICE)
    expect(clock?.warnAt).toBe(at('2026-11-25T15:18:00Z'))
    expect(clock?.dueAt).toBe(at('2026-11-25T15:30:00Z'))
  })

  it('rests on a holiday and over the weekend', () => {
    expect(planClock(at('2026-11-25T23:30:00Z'), 9 * 3600, OFFICE)?.dueAt).toBe(at('2026-11-30T16:00:00Z'))
  })

  it('makes no promise in a calendar that never opens', () => {
    expect(planClock(0, 300, { ...OFFICE, blocks: [] })).toBeNull()
  })
})
