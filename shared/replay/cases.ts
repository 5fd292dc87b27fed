import type { Arrival, ReplayEvent, ReplayHandling } from '../contracts/replay.ts'

const SECOND = 1_000
const SHORTEST_WORK_S = 20
const LONGEST_WORK_S = 20 * 60
const DEFAULT_RESOLVE_S = 15 * 60

/** One turn of a conversation: the customer writes this long after the reply before, and the answer takes this long to write. */
export interface Turn { afterMs: number, workMs: number }
/** A conversation as the people of a replay meet it. */
export interface Case { arrival: Arrival, turns: Turn[], resolveAfterMs: number }

/**
 * Conversations as turns, so that replies may come at other times than they did. Hands-on time is what an event says, else
 * from when the agent could start (the customer had written, the agent's last reply was out) until the reply, within bounds.
 */
export function casesOf(events: ReplayEvent[], handling: ReplayHandling): Case[] {
  const threads = new Map<number, ReplayEvent[]>()
  const lastReplyOf = new Map<number, number>()
  const startedAt = new Map<ReplayEvent, number>()
  for (const event of events) {
    if (event.type === 'availability') continue
    threads.set(event.conversationId, [...threads.get(event.conversationId) ?? [], event])
    if (event.type !== 'agent_reply' || event.agentId === null) continue
    startedAt.set(event, lastReplyOf.get(event.agentId) ?? 0)
    lastReplyOf.set(event.agentId, event.at)
  }
  return [...threads.values()].flatMap(thread => thread[0]?.type === 'arrival' ? [caseOf(thread[0], thread, startedAt, handling)] : [])
}

function caseOf(arrival: Arrival, thread: ReplayEvent[], startedAt: Map<ReplayEvent, number>, handling: ReplayHandling): Case {
  const fallback = handling.workSeconds * SECOND
  const resolveAfterMs = (arrival.resolveAfterSeconds ?? DEFAULT_RESOLVE_S) * SECOND
  const first = { afterMs: 0, workMs: arrival.workSeconds === undefined ? null : arrival.workSeconds * SECOND }
  if (arrival.followUps) {
    const turns = [first, ...arrival.followUps.map(({ afterSeconds, workSeconds }) => (
      { afterMs: afterSeconds * SECOND, workMs: workSeconds === undefined ? null : workSeconds * SECOND }
    ))]
    return { arrival, turns: turns.map(({ afterMs, workMs }) => ({ afterMs, workMs: workMs ?? fallback })), resolveAfterMs }
  }

  const turns: { afterMs: number, workMs: number | null }[] = [first]
  let askedAt = arrival.at
  let repliedAt: number | null = null
  for (const event of thread) {
    if (event.type === 'customer_message' && repliedAt !== null) {
      turns.push({ afterMs: event.at - repliedAt, workMs: null })
      askedAt = event.at
      repliedAt = null
    }
    if (event.type === 'agent_reply' && repliedAt === null) {
      const turn = turns.at(-1)
      if (turn) turn.workMs ??= boundedWork(event.at - Math.max(askedAt, startedAt.get(event) ?? 0))
      repliedAt = event.at
    }
  }
  const resolved = thread.findLast(event => event.type === 'resolved')
  return {
    arrival,
    turns: turns.map(({ afterMs, workMs }) => ({ afterMs, workMs: workMs ?? fallback })),
    resolveAfterMs: resolved && repliedAt !== null ? Math.max(0, resolved.at - repliedAt) : resolveAfterMs,
  }
}

function boundedWork(ms: number): number {
  return Math.min(LONGEST_WORK_S, Math.max(SHORTEST_WORK_S, ms / SECOND)) * SECOND
}
