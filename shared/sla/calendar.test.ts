import type { BusinessCalendar } from '../contracts/sla.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addOpenTime, openTimeBetween } from './calendar.ts'

const HOUR = 3_600_000
const at = (iso: string) => Date.parse(iso)

/** Monday to Friday, 9 to 17 with an hour of lunch. */
function shop(over: Partial<BusinessCalendar> = {}): BusinessCalendar {
  const blocks = [1, 2, 3, 4, 5].flatMap(weekday => [
    { weekday, fromMinute: 9 * 60, toMinute: 12 * 60 },
    { weekday, fromMinute: 13 * 60, toMinute: 17 * 60 },
  ])
  return { timeZone: 'America/New_York', blocks, holidays: [], ...over }
}

describe('addOpenTime', () => {
  it.each([
    ['inside a block', '2026-11-24T15:00:00Z', 1, '2026-11-24T16:00:00Z'],
    ['across lunch', '2026-11-24T16:30:00Z', 1, '2026-11-24T18:30:00Z'],
    ['from the evening into the next morning', '2026-11-24T23:00:00Z', 1, '2026-11-25T15:00:00Z'],
    ['over a weekend', '2026-11-27T21:30:00Z', 1, '2026-11-30T14:30:00Z'],
    ['over the weekend the clocks go back', '2026-10-30T20:30:00Z', 1, '2026-11-02T14:30:00Z'],
  ])('counts %s', (_, start, hours, due) => {
    expect(addOpenTime(at(start), hours * HOUR, shop())).toBe(at(due))
  })

  it('skips holidays', () => {
    const calendar = shop({ holidays: ['2026-11-26'] })
    expect(addOpenTime(at('2026-11-25T21:30:00Z'), HOUR, calendar)).toBe(at('2026-11-27T14:30:00Z'))
  })

  it('never promises a time a closed shop cannot keep', () => {
    expect(addOpenTime(0, HOUR, shop({ blocks: [] }))).toBeNull()
  })

  it('loses an hour of a night shift when the clocks go forward', () => {
    const night = shop({ blocks: [{ weekday: 7, fromMinute: 0, toMinute: 24 * 60 }] })
    expect(openTimeBetween(at('2026-03-08T00:00:00Z'), at('2026-03-10T00:00:00Z'), night)).toBe(23 * HOUR)
  })

  it('lands exactly where the open time between start and due equals the duration', () => {
    const start = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z') })
    const zone = fc.constantFrom('America/New_York', 'Europe/Madrid', 'Asia/Kolkata', 'America/Sao_Paulo', 'Australia/Lord_Howe')
    fc.assert(fc.property(start, fc.integer({ min: 1, max: 90 * HOUR }), zone, (from, duration, timeZone) => {
      const calendar = shop({ timeZone })
      const due = addOpenTime(from, duration, calendar)
      expect(due).not.toBeNull()
      expect(openTimeBetween(from, due ?? 0, calendar)).toBe(duration)
    }))
  })
})
