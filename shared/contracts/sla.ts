import { z } from 'zod'

const EpochMs = z.number().int().nonnegative()
const MinuteOfDay = z.number().int().min(0).max(24 * 60)

/** One opening block of a weekday; ISO weekdays, Monday is 1. Several blocks a day make a lunch break. */
export const OpenBlock = z
  .object({ weekday: z.number().int().min(1).max(7), fromMinute: MinuteOfDay, toMinute: MinuteOfDay })
  .refine(block => block.fromMinute < block.toMinute, 'A block ends after it starts')
export type OpenBlock = z.infer<typeof OpenBlock>

/** When a promise's time runs. `holidays` are local dates (YYYY-MM-DD) on which it never does. */
export const BusinessCalendar = z.object({
  timeZone: z.string().min(1),
  blocks: z.array(OpenBlock),
  holidays: z.array(z.iso.date()).default([]),
})
export type BusinessCalendar = z.infer<typeof BusinessCalendar>

export const SlaStatus = z.enum(['met', 'on_track', 'at_risk', 'breached'])
export type SlaStatus = z.infer<typeof SlaStatus>

/** The moments of one promise, fixed when the conversation opened. Epoch milliseconds. */
export const SlaClock = z.object({ startedAt: EpochMs, warnAt: EpochMs, dueAt: EpochMs, stoppedAt: EpochMs.nullable() })
export type SlaClock = z.infer<typeof SlaClock>

/** `remainingMs` is negative once the promise is broken. `elapsedShare` is 0 to 1 of the wall time to `dueAt`. */
export const SlaReading = z.object({ status: SlaStatus, remainingMs: z.number().int(), elapsedShare: z.number().min(0).max(1) })
export type SlaReading = z.infer<typeof SlaReading>
