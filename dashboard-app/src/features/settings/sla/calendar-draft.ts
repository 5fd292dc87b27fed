import type { SettingsKey } from '../words'
import { OpenBlock } from '#shared/contracts/sla'
import { z } from 'zod'

export const CalendarRow = z.object({ time_zone: z.string(), blocks: z.array(OpenBlock), holidays: z.array(z.string()) })
export type CalendarRow = z.infer<typeof CalendarRow>

/** Wall times as `HH:MM`; `00:00` as an end is midnight, the end of the day. */
export interface BlockDraft { from: string, to: string }
/** `days` has seven entries, Monday first. Holidays are local dates (YYYY-MM-DD). */
export interface CalendarDraft { timeZone: string, days: BlockDraft[][], holidays: string[] }
export interface CalendarErrors { timeZone?: SettingsKey, days: (SettingsKey | null)[], never?: SettingsKey }

const DAY_MINUTES = 24 * 60
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]

export function calendarDraftOf(row: CalendarRow | null): CalendarDraft {
  const { time_zone, blocks, holidays } = row ?? { time_zone: 'UTC', blocks: [], holidays: [] }
  return {
    timeZone: time_zone,
    days: WEEKDAYS.map(day => blocks
      .filter(({ weekday }) => weekday === day)
      .sort((a, b) => a.fromMinute - b.fromMinute)
      .map(({ fromMinute, toMinute }) => ({ from: wallTime(fromMinute), to: wallTime(toMinute) }))),
    holidays: [...holidays].sort(),
  }
}

/** The row of a calendar without errors. */
export function calendarRowOf({ timeZone, days, holidays }: CalendarDraft): CalendarRow {
  const blocks = days.flatMap((day, index) => day
    .map(block => ({ weekday: index + 1, ...minutesOf(block) }))
    .sort((a, b) => a.fromMinute - b.fromMinute))
  return { time_zone: timeZone, blocks, holidays: [...holidays].sort() }
}

/** What is wrong with the hours, by field; null when they may be saved. */
export function calendarErrors({ timeZone, days }: CalendarDraft, zones: string[]): CalendarErrors | null {
  const errors: CalendarErrors = { days: days.map(dayError) }
  if (!zones.includes(timeZone)) errors.timeZone = 'settings.sla.error.time_zone'
  if (days.every(day => day.length === 0)) errors.never = 'settings.sla.error.never_open'
  return errors.timeZone || errors.never || errors.days.some(error => error !== null) ? errors : null
}

/** The zones this browser knows, the kept one among them. */
export function knownZones(kept: string): string[] {
  return [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), kept])].sort()
}

/** The next block of a day: after its last one, or usual hours. */
export function nextBlock(day: BlockDraft[]): BlockDraft {
  const last = day.at(-1)
  return last && last.to !== '00:00' && last.to < '18:00' ? { from: last.to, to: '18:00' } : { from: '09:00', to: '17:00' }
}

function dayError(day: BlockDraft[]): SettingsKey | null {
  if (day.some(({ from, to }) => !from || !to)) return 'settings.sla.error.time_missing'
  const blocks = day.map(minutesOf).sort((a, b) => a.fromMinute - b.fromMinute)
  if (blocks.some(({ fromMinute, toMinute }) => fromMinute >= toMinute)) return 'settings.sla.error.block_order'
  const overlaps = blocks.some(({ fromMinute }, index) => fromMinute < (blocks[index - 1]?.toMinute ?? 0))
  return overlaps ? 'settings.sla.error.block_overlap' : null
}

function minutesOf({ from, to }: BlockDraft): { fromMinute: number, toMinute: number } {
  return { fromMinute: minuteOf(from), toMinute: minuteOf(to) || DAY_MINUTES }
}
function minuteOf(wall: string): number {
  const [hours, minutes] = wall.split(':').map(Number)
  return (hours ?? 0) * 60 + (minutes ?? 0)
}
function wallTime(minute: number): string {
  const ofDay = minute % DAY_MINUTES
  return `${String(Math.floor(ofDay / 60)).padStart(2, '0')}:${String(ofDay % 60).padStart(2, '0')}`
}
