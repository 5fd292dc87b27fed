import type { SlaClock, SlaReading } from '../contracts/sla.ts'

/** Reads a promise at `now` (epoch ms). A late reply stays breached, and so does what was breached before a pause. */
export function readSlaClock({ startedAt, warnAt, dueAt, stoppedAt, pause }: SlaClock, now: number): SlaReading {
  const at = stoppedAt ?? now
  const isPaused = stoppedAt === null && pause !== null && now >= pause.since && (pause.until === null || now < pause.until)
  if (isPaused && (dueAt === null || dueAt >= pause.since)) {
    return { status: 'paused', remainingMs: pause.remainingMs, elapsedShare: shareOf(startedAt, pause.since, pause.since + pause.remainingMs) }
  }
  // Only a pause leaves the end open, and an answer during it comes in time.
  if (dueAt === null) return { status: stoppedAt === null ? 'on_track' : 'met', remainingMs: 0, elapsedShare: 0 }

  const remainingMs = dueAt - at
  const elapsedShare = shareOf(startedAt, at, dueAt)
  if (remainingMs < 0) return { status: 'breached', remainingMs, elapsedShare }
  if (stoppedAt !== null) return { status: 'met', remainingMs, elapsedShare }
  if (warnAt !== null && at >= warnAt) return { status: 'at_risk', remainingMs, elapsedShare }
  return { status: 'on_track', remainingMs, elapsedShare }
}

function shareOf(startedAt: number, at: number, dueAt: number): number {
  return Math.min(1, Math.max(0, (at - startedAt) / Math.max(1, dueAt - startedAt)))
}
