import type { BusinessCalendar } from '../contracts/sla.ts'
import { Temporal } from 'temporal-polyfill'

interface Opening { from: number, to: number }
interface Day { startsAt: number, openings: Opening[] }

const DAY_MS = 86_400_000
// A calendar without an opening in a year will not open tomorrow either.
const SEARCH_DAYS = 366
// When a day begins and opens in an account's zone takes a while to find out, and a replay asks a million times.
const known = new WeakMap<BusinessCalendar, Map<number, Day>>()

/**
 * The instant (epoch ms) at which `durationMs` of open time have passed since `startAt`.
 * Minutes of a day are wall time in the calendar's zone, so a block keeps its hours across a clock change.
 * Returns null when the calendar does not offer that much open time within a year.
 */
export function addOpenTime(startAt: number, durationMs: number, calendar: BusinessCalendar): number | null {
  if (durationMs === 0) return startAt
  let left = durationMs
  const today = dayOf(startAt, calendar)
  for (let day = today; day <= today + SEARCH_DAYS; day++) {
    for (const open of readDay(day, calendar).openings) {
      const from = Math.max(open.from, startAt)
      const available = open.to - from
      if (available <= 0) continue
      if (left <= available) return from + left
      left -= available
    }
  }
  return null
}

/** Open milliseconds between two instants (epoch ms); 0 when `to` is not after `from`. */
export function openTimeBetween(from: number, to: number, calendar: BusinessCalendar): number {
  if (to <= from) return 0
  let total = 0
  const last = dayOf(to, calendar)
  for (let day = dayOf(from, calendar); day <= last; day++) {
    for (const open of readDay(day, calendar).openings) total += Math.max(0, Math.min(open.to, to) - Math.max(open.from, from))
  }
  return total
}

/** The stretches between two instants (epoch ms) in which the calendar is open, in order; neighbours are joined. */
export function openingsBetween(from: number, to: number, calendar: BusinessCalendar): Opening[] {
  const found: Opening[] = []
  if (to <= from) return found
  const lastDay = dayOf(to, calendar)
  for (let day = dayOf(from, calendar); day <= lastDay; day++) {
    for (const open of readDay(day, calendar).openings) {
      const stretch = { from: Math.max(open.from, from), to: Math.min(open.to, to) }
      const last = found.at(-1)
      if (stretch.to <= stretch.from) continue
      if (last && last.to >= stretch.from) last.to = Math.max(last.to, stretch.to)
      else found.push(stretch)
    }
  }
  return found
}

/** The local date of an instant, in days since 1970; it differs from the date in UTC by one at most. */
function dayOf(at: number, calendar: BusinessCalendar): number {
  const day = Math.floor(at / DAY_MS)
  if (at < readDay(day, calendar).startsAt) return day - 1
  return at < readDay(day + 1, calendar).startsAt ? day : day + 1
}

function readDay(day: number, calendar: BusinessCalendar): Day {
  const days = known.get(calendar) ?? new Map<number, Day>()
  known.set(calendar, days)
  const found = days.get(day) ?? { startsAt: instantAt(day, 0, calendar.timeZone), openings: readOpenings(day, calendar) }
  days.set(day, found)
  return found
}

function readOpenings(day: number, { blocks, holidays, timeZone }: BusinessCalendar): Opening[] {
  if (holidays.includes(new Date(day * DAY_MS).toISOString().slice(0, 10))) return []
  // 1970 began on a Thursday.
  const weekday = (day + 3) % 7 + 1
  return blocks
    .filter(block => block.weekday === weekday)
    .sort((a, b) => a.fromMinute - b.fromMinute)
    .map(block => ({ from: instantAt(day, block.fromMinute, timeZone), to: instantAt(day, block.toMinute, timeZone) }))
}

function instantAt(day: number, minute: number, timeZone: string): number {
  const wall = new Date(day * DAY_MS + minute * 60_000)
  return Temporal.PlainDateTime.from(wall.toISOString().slice(0, 16)).toZonedDateTime(timeZone).epochMilliseconds
}
