import type { BusinessCalendar } from '../contracts/sla.ts'
import { Temporal } from 'temporal-polyfill'

// A calendar without an opening in a year will not open tomorrow either.
const SEARCH_DAYS = 366

/**
 * The instant (epoch ms) at which `durationMs` of open time have passed since `startAt`.
 * Minutes of a day are wall time in the calendar's zone, so a block keeps its hours across a clock change.
 * Returns null when the calendar does not offer that much open time within a year.
 */
export function addOpenTime(startAt: number, durationMs: number, calendar: BusinessCalendar): number | null {
  if (durationMs === 0) return startAt
  let left = durationMs
  const start = Temporal.Instant.fromEpochMilliseconds(startAt).toZonedDateTimeISO(calendar.timeZone)
  for (let offset = 0; offset <= SEARCH_DAYS; offset++) {
    for (const open of openingsOf(start.toPlainDate().add({ days: offset }), calendar)) {
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
  let total = 0
  let date = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(calendar.timeZone).toPlainDate()
  for (let openings = openingsOf(date, calendar); startOf(date, calendar) < to; openings = openingsOf(date, calendar)) {
    for (const open of openings) total += Math.max(0, Math.min(open.to, to) - Math.max(open.from, from))
    date = date.add({ days: 1 })
  }
  return total
}

/** The stretches between two instants (epoch ms) in which the calendar is open, in order; neighbours are joined. */
export function openingsBetween(from: number, to: number, calendar: BusinessCalendar): { from: number, to: number }[] {
  const found: { from: number, to: number }[] = []
  let date = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(calendar.timeZone).toPlainDate()
  while (startOf(date, calendar) < to) {
    for (const open of openingsOf(date, calendar)) {
      const stretch = { from: Math.max(open.from, from), to: Math.min(open.to, to) }
      const last = found.at(-1)
      if (stretch.to <= stretch.from) continue
      if (last && last.to >= stretch.from) last.to = Math.max(last.to, stretch.to)
      else found.push(stretch)
    }
    date = date.add({ days: 1 })
  }
  return found
}

function openingsOf(date: Temporal.PlainDate, { blocks, holidays, timeZone }: BusinessCalendar) {
  if (holidays.includes(date.toString())) return []
  return blocks
    .filter(block => block.weekday === date.dayOfWeek)
    .sort((a, b) => a.fromMinute - b.fromMinute)
    .map(block => ({ from: instantAt(date, block.fromMinute, timeZone), to: instantAt(date, block.toMinute, timeZone) }))
}

function startOf(date: Temporal.PlainDate, { timeZone }: BusinessCalendar): number {
  return instantAt(date, 0, timeZone)
}

function instantAt(date: Temporal.PlainDate, minute: number, timeZone: string): number {
  const day = minute === 24 * 60 ? date.add({ days: 1 }) : date
  const wall = minute % (24 * 60)
  const plainTime = Temporal.PlainTime.from({ hour: Math.floor(wall / 60), minute: wall % 60 })
  return day.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds
}
