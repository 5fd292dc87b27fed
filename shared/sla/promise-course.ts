import type { Pause } from './plan.ts'
import type { PromiseStatus, StatusFact } from './promise-facts.ts'

/** When a conversation was what. `to` is null for what it is now; a planned end (a snooze) has not been seen yet. */
interface Stretch { status: PromiseStatus, from: number, to: number | null, isOver: boolean }

// Chatwoot looks every five minutes for what has slept long enough.
const WAKES_WITHIN_MS = 5 * 60_000
// Who writes a week after the matter was closed has a new one.
const REST_MS = 7 * 86_400_000
const ASLEEP: ReadonlySet<PromiseStatus> = new Set(['snoozed', 'pending', 'deleted'])

/**
 * What a conversation was from its opening (epoch ms) until now. Before it was first seen it was open, or pending if a bot
 * had it then. A snooze with a date ends by itself, soon after it, even when nobody tells.
 */
export function courseOf(openedAt: number, statuses: StatusFact[]): Stretch[] {
  const [first] = statuses
  const stretches: Stretch[] = []
  const begin = first?.status === 'pending' ? 'pending' : 'open'
  const seen = [{ status: begin, from: openedAt, snoozedUntil: null } as const, ...statuses.map(({ status, version, snoozedUntil }) => (
    { status, from: Math.max(openedAt, Math.floor(version / 1000)), snoozedUntil }
  ))]
  for (const [index, { status, from, snoozedUntil }] of seen.entries()) {
    const next = seen[index + 1]
    const planned = status === 'snoozed' && snoozedUntil !== null ? Math.max(from, snoozedUntil + WAKES_WITHIN_MS) : null
    const to = next ? Math.min(next.from, planned ?? next.from) : planned
    stretches.push({ status, from, to, isOver: next !== undefined })
    if (planned !== null && to === planned && planned < (next?.from ?? Number.POSITIVE_INFINITY)) {
      stretches.push({ status: 'open', from: planned, to: next?.from ?? null, isOver: next !== undefined })
    }
  }
  return stretches.filter(({ from, to }) => to === null || to > from)
}

/** The stretches in which an answer is not owed, joined. A resolved conversation owes none until the customer writes again. */
export function answerPauses(course: Stretch[]): Pause[] {
  return joined(course.filter(({ status }) => ASLEEP.has(status) || status === 'resolved'))
}

/**
 * The matters of a conversation: from opening to resolution, each with its pauses. Reopened within `REST_MS` it is the same
 * matter, and the time between did not count; later it is a new one.
 */
export function mattersOf(course: Stretch[]): { startedAt: number, stoppedAt: number | null, pauses: Pause[] }[] {
  const matters: { startedAt: number, stoppedAt: number | null, pauses: Stretch[] }[] = []
  for (const stretch of course) {
    const current = matters.at(-1)
    const isDone = stretch.status === 'resolved' || (stretch.status === 'deleted' && current !== undefined && current.stoppedAt !== null)
    if (isDone) {
      if (current) current.stoppedAt ??= stretch.from
      continue
    }
    if (!current || (current.stoppedAt !== null && stretch.from - current.stoppedAt > REST_MS)) {
      matters.push({ startedAt: stretch.from, stoppedAt: null, pauses: ASLEEP.has(stretch.status) ? [stretch] : [] })
      continue
    }
    if (current.stoppedAt !== null) current.pauses.push({ status: 'resolved', from: current.stoppedAt, to: stretch.from, isOver: true })
    current.stoppedAt = null
    if (ASLEEP.has(stretch.status)) current.pauses.push(stretch)
  }
  return matters.map(({ pauses, ...matter }) => ({ ...matter, pauses: joined(pauses) }))
}

function joined(stretches: Stretch[]): Pause[] {
  const pauses: Pause[] = []
  for (const { from, to, isOver } of stretches) {
    const last = pauses.at(-1)
    if (last && last.to === from) Object.assign(last, { to, isOver })
    else pauses.push({ from, to, isOver })
  }
  return pauses
}
