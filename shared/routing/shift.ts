import type { Shift } from '../contracts/routing.ts'
import { openTimeBetween } from '../sla/calendar.ts'

/** Whether a person works at `now` (epoch ms); without a shift they always might. */
export function isOnShift(shift: Shift, now: number): boolean {
  return shift === null || openTimeBetween(now, now + 1, shift) > 0
}
