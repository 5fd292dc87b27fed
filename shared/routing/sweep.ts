import type { RoutingPolicy } from '../contracts/routing.ts'
import type { RoutableAgent } from './facts.ts'

/** Who waits; `dueAt` is their earliest running promise. Instants are epoch milliseconds. */
export interface Waiting { conversationId: number, waitingSince: number, dueAt: number | null }

/**
 * The order in which those who wait are looked at. By promise, whoever was promised the same still comes oldest first, and
 * whoever was promised nothing comes after, oldest first too; equals by number, so that everybody sweeps alike.
 */
export function sweepOrder(order: RoutingPolicy['sweepOrder']): (a: Waiting, b: Waiting) => number {
  const turnOf = ({ dueAt }: Waiting) => order === 'oldest' ? 0 : dueAt ?? Number.MAX_SAFE_INTEGER
  return (a, b) => turnOf(a) - turnOf(b) || a.waitingSince - b.waitingSince || a.conversationId - b.conversationId
}

/** Whether anybody could take anything at all; a sweep ends when nobody can. */
export function hasRoom(agents: Iterable<RoutableAgent>): boolean {
  for (const { isRouted, isOnDuty, load, capacity } of agents) {
    if (isRouted && isOnDuty && load + 1 <= capacity) return true
  }
  return false
}
