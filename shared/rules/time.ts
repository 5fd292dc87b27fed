import type { RuleDefinition, RuleEvent } from '../contracts/rule.ts'
import type { Happening } from './facts.ts'
import { Temporal } from 'temporal-polyfill'
import { ConversationStatus } from '../contracts/conversation.ts'

export type TimeEvent = Extract<RuleEvent, { on: 'time' }>
// What an outage held up longer than this is left for the next time.
const LATEST_MS = 6 * 3_600_000

/**
 * The last time an event of the clock came round in this zone, at `now` or a few hours before; null where there is none. A time that
 * the clock skips comes when it has been moved, one that it shows twice comes the first time.
 */
export function occurrenceOf({ weekdays, atMinute }: TimeEvent, now: number, timeZone: string): Pick<Happening, 'key' | 'at'> | null {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate()
  const time = new Temporal.PlainTime(Math.floor(atMinute / 60), atMinute % 60)
  for (const date of [today, today.subtract({ days: 1 })]) {
    if (!weekdays.includes(date.dayOfWeek)) continue
    const at = date.toPlainDateTime(time).toZonedDateTime(timeZone).epochMilliseconds
    if (at > now) continue
    return now - at <= LATEST_MS ? { key: `time:${date.toString()}T${time.toString({ smallestUnit: 'minute' })}`, at } : null
  }
  return null
}

/** The states of the conversations that a rule of the clock looks at: those it names, else all that are not resolved. */
export function statusesOf({ match, conditions }: Pick<RuleDefinition, 'match' | 'conditions'>): ConversationStatus[] {
  const named = conditions.flatMap(condition => condition.on === 'status' ? [condition.anyOf] : [])
  const usual: ConversationStatus[] = ConversationStatus.options.filter(status => status !== 'resolved')
  if (named.length === 0) return usual
  const isAll = match === 'all'
  return ConversationStatus.options.filter(status => (
    isAll ? named.every(one => one.includes(status)) : usual.includes(status) || named.flat().includes(status)
  ))
}
