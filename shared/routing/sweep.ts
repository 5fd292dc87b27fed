import type { RoutingPolicy } from '../contracts/routing.ts'
import type { RoutableAgent } from './facts.ts'

/** Who waits; `dueAt` is their earliest running promise. Instants are epoch milliseconds. */
export interface Waiting { conversationId: number, waitingSince: number, dueAt: number | null }

/**
 * The order in which those who wait are looked at, at `now`. By promise, whose can still be kept comes first, as it is due;
 * whose is broken already loses no promise to one more minute, and comes after with those who were promised nothing, oldest
 * first. Equals by number, so that everybody sweeps alike.
 */
export function sweepOrder(order: RoutingPolicy['sweepOrder'], now: number): (a: Waiting, b: Waiting) => number {
  const turnOf = ({ dueAt }: Waiting) => order === 'oldest' ? 0 : dueAt === null || dueAt < now ? Number.MAX_SAFE_INTEGER : dueAt
  return (a, b) => turnOf(a) - turnOf(b) || a.waitingSince - b.waitingSince || a.conversationId - b.conversationId
}

/** Whether anybody could take anything at all; a sweep ends when nobody can. */
export function hasRoom(agents: Iterable<RoutableAgent>): boolean {
  for (const { isRouted, isOnDuty, load, capacity } of agents) {
    if (isRouted && isOnDuty && load + 1 <= capacity) return true
  }
  return false
}
