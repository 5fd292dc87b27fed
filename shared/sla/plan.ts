import type { BusinessCalendar, SlaClock } from '../contracts/sla.ts'
import { addOpenTime, openTimeBetween } from './calendar.ts'

// The last fifth of a promise is when a supervisor can still save it.
const WARN_SHARE = 0.8

/** Time that does not count. `to` is null while nobody knows the end; a planned end has not happened yet: `isOver` is false. */
export interface Pause { from: number, to: number | null, isOver: boolean }

interface Course { pauses?: Pause[], stoppedAt?: number | null }

/**
 * The moments of a promise that starts at `startedAt` (epoch ms) and runs in open hours only, without its pauses (in order,
 * apart from each other). A stopped promise has the moments it would have had if nothing had paused it any more.
 * Null when the calendar does not open long enough within a year: a promise nobody can keep is not made.
 */
export function planClock(
  startedAt: number,
  targetSeconds: number,
  calendar: BusinessCalendar,
  { pauses = [], stoppedAt = null }: Course = {},
): SlaClock | null {
  const end = stoppedAt ?? Number.POSITIVE_INFINITY
  const counted = pauses
    .filter(pause => (pause.to ?? Number.POSITIVE_INFINITY) > startedAt && pause.from < end)
    .map(({ from, to, isOver }) => (
      { from: Math.max(from, startedAt), to: stoppedAt === null ? to : Math.min(to ?? stoppedAt, stoppedAt), isOver }
    ))
  const targetMs = targetSeconds * 1000
  const dueAt = momentOf(startedAt, targetMs, calendar, counted)
  const warnAt = momentOf(startedAt, targetMs * WARN_SHARE, calendar, counted)
  const current = stoppedAt === null ? counted.find(({ isOver }) => !isOver) : undefined
  if (dueAt === null && current?.to !== null) return null

  if (!current) return { startedAt, warnAt, dueAt, stoppedAt, pause: null }
  const paused = counted
    .filter(pause => pause !== current)
    .reduce((total, { from, to }) => total + openTimeBetween(from, to ?? from, calendar), 0)
  const remainingMs = Math.max(0, targetMs - openTimeBetween(startedAt, current.from, calendar) + paused)
  return { startedAt, warnAt, dueAt, stoppedAt, pause: { since: current.from, until: current.to, remainingMs } }
}

/** When `openMs` of counted open time have passed; null when a pause without an end, or a shop that never opens, comes before. */
function momentOf(startedAt: number, openMs: number, calendar: BusinessCalendar, pauses: Pause[]): number | null {
  let from = startedAt
  let left = openMs
  for (const pause of pauses) {
    const available = openTimeBetween(from, pause.from, calendar)
    if (left <= available) return addOpenTime(from, left, calendar)
    if (pause.to === null) return null
    left -= available
    from = pause.to
  }
  return addOpenTime(from, left, calendar)
}
