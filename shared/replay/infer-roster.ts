import type { ReplayEvent } from '../contracts/replay.ts'

const MINUTE = 60_000
// Longer silence means that somebody had gone.
const GAP_MS = 2 * 60 * MINUTE
// People are there a little before their first reply and after their last.
const MARGIN_MS = 15 * MINUTE

/**
 * When people were there, from when they replied: a past that records no availability tells this much. Only for those in
 * `agentIds`; who never replied is never there.
 */
export function inferAvailability(events: ReplayEvent[], agentIds: number[]): ReplayEvent[] {
  const start = Math.min(...events.map(({ at }) => at))
  return agentIds.flatMap((agentId) => {
    const replies = events
      .flatMap(event => event.type === 'agent_reply' && event.agentId === agentId ? [event.at] : [])
      .sort((a, b) => a - b)
    const stretches: { from: number, to: number }[] = []
    for (const at of replies) {
      const last = stretches.at(-1)
      if (last && at - last.to <= GAP_MS) last.to = at
      else stretches.push({ from: at, to: at })
    }
    const none: ReplayEvent = { type: 'availability', at: start, agentId, availability: 'offline' }
    return [none, ...stretches.flatMap(({ from, to }): ReplayEvent[] => [
      { type: 'availability', at: Math.max(start, from - MARGIN_MS), agentId, availability: 'online' },
      { type: 'availability', at: to + MARGIN_MS, agentId, availability: 'offline' },
    ])]
  })
}
