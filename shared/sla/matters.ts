import type { SlaClock } from '../contracts/sla.ts'

/**
 * Of a conversation's promises, the one that matters at `now` (epoch ms): of those that run the next due, else the paused one
 * with the least time left, else the one that stopped last.
 */
export function clockThatMatters<T extends { clock: SlaClock }>(promises: T[], now: number): T | null {
  const urgency = ({ clock }: T): [rank: number, order: number] => {
    if (clock.stoppedAt !== null) return [2, -clock.stoppedAt]
    const isPaused = clock.pause !== null && (clock.pause.until === null || now < clock.pause.until)
    return isPaused && clock.pause ? [1, clock.pause.remainingMs] : [0, clock.dueAt ?? Number.POSITIVE_INFINITY]
  }
  return promises.toSorted((a, b) => {
    const [rankA, orderA] = urgency(a)
    const [rankB, orderB] = urgency(b)
    return rankA - rankB || orderA - orderB
  })[0] ?? null
}
