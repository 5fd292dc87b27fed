import type { ReplayAgent, ReplayEvent } from '../contracts/replay.ts'
import { openingsBetween } from '../sla/calendar.ts'

/** When people come and go. */
export interface DutyChange { at: number, agentId: number, isOnDuty: boolean }

/**
 * Who is on duty when, between two instants (epoch ms): within their shift, and online where that is known or
 * the events tell it. Somebody of whom neither says anything is online all along.
 */
export function dutyChanges(agents: ReplayAgent[], events: ReplayEvent[], from: number, to: number): DutyChange[] {
  return agents
    .flatMap(({ agentId, shift, online }) => {
      const shifts = shift === null ? [{ from, to }] : openingsBetween(from, to, shift)
      return overlaps(shifts, online ?? onlineStretches(agentId, events, from, to)).flatMap(stretch => [
        { at: stretch.from, agentId, isOnDuty: true },
        ...(stretch.to < to ? [{ at: stretch.to, agentId, isOnDuty: false }] : []),
      ])
    })
    .sort((a, b) => a.at - b.at || a.agentId - b.agentId)
}

function onlineStretches(agentId: number, events: ReplayEvent[], from: number, to: number) {
  const told = events.filter(event => event.type === 'availability' && event.agentId === agentId)
  if (told.length === 0) return [{ from, to }]
  return told.flatMap((event, index) => event.type === 'availability' && event.availability === 'online'
    ? [{ from: Math.max(from, event.at), to: told[index + 1]?.at ?? to }]
    : [])
}

interface Stretch { from: number, to: number }

function overlaps(some: Stretch[], others: Stretch[]): Stretch[] {
  return some.flatMap(a => others
    .map(b => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) }))
    .filter(({ from, to }) => from < to))
}
