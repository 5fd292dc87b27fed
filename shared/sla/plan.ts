import type { BusinessCalendar, SlaClock } from '../contracts/sla.ts'
import { addOpenTime } from './calendar.ts'

// The last fifth of a promise is when a supervisor can still save it.
const WARN_SHARE = 0.8

/**
 * The moments of a promise that starts at `startedAt` (epoch ms) and runs in open hours only.
 * Null when the calendar does not open long enough within a year: a promise nobody can keep is not made.
 */
export function planClock(startedAt: number, targetSeconds: number, calendar: BusinessCalendar): SlaClock | null {
  const dueAt = addOpenTime(startedAt, targetSeconds * 1000, calendar)
  const warnAt = addOpenTime(startedAt, targetSeconds * 1000 * WARN_SHARE, calendar)
  if (dueAt === null || warnAt === null) return null
  return { startedAt, warnAt, dueAt, stoppedAt: null }
}
