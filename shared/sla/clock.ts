import type { SlaClock, SlaReading } from '../contracts/sla.ts'

/** Reads a promise at `now` (epoch ms). A reply stops the clock; a late reply stays breached. */
export function readSlaClock({ startedAt, warnAt, dueAt, stoppedAt }: SlaClock, now: number): SlaReading {
  const at = stoppedAt ?? now
  const remainingMs = dueAt - at
  const elapsedShare = Math.min(1, Math.max(0, (at - startedAt) / Math.max(1, dueAt - startedAt)))

  if (remainingMs < 0) return { status: 'breached', remainingMs, elapsedShare }
  if (stoppedAt !== null) return { status: 'met', remainingMs, elapsedShare }
  if (at >= warnAt) return { status: 'at_risk', remainingMs, elapsedShare }
  return { status: 'on_track', remainingMs, elapsedShare }
}
