import type { ReplayEvent } from '../contracts/replay.ts'

const MINUTE = 60_000
// Longer silence means that somebody had gone.
const GAP_MS = 2 * 60 * MINUTE
// People are there a little before their first reply and after their last.
const MARGIN_MS = 15 * MINUTE

/** Stretches of time, epoch milliseconds. */
interface Stretch { from: number, to: number }

/**
 * When people were there, by agent, from when they replied: a past that records no availability tells this much. Who never
 * replied is missing.
 */
export function presenceOf(events: ReplayEvent[]): Map<number, Stretch[]> {
  const found = new Map<number, Stretch[]>()
  const replies = events.filter(event => event.type === 'agent_reply').sort((a, b) => a.at - b.at)
  for (const { agentId, at } of replies) {
    if (agentId === null) continue
    const stretches = found.get(agentId) ?? []
    const last = stretches.at(-1)
    if (last && at - last.to <= GAP_MS) last.to = at
    else stretches.push({ from: at, to: at })
    found.set(agentId, stretches)
  }
  for (const stretches of found.values()) {
    for (const stretch of stretches) {
      stretch.from = Math.max(0, stretch.from - MARGIN_MS)
      stretch.to += MARGIN_MS
    }
  }
  return found
}
