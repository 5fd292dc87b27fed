import type { Arrival } from '../contracts/replay.ts'
import type { BusinessCalendar, SlaTier } from '../contracts/sla.ts'
import type { PromiseFact, PromiseState } from '../sla/promise-facts.ts'
import type { PromiseClock } from '../sla/promise.ts'
import { foldPromise, NO_PROMISE } from '../sla/promise-facts.ts'
import { clocksOf } from '../sla/promise.ts'
import { chooseTier } from '../sla/tier.ts'

/** What became of a promise; `answeredAt` is null when it was still open at the end. Epoch milliseconds. */
interface KeptPromise { conversationId: number, dueAt: number, answeredAt: number | null }

/** The promises of a replay: told what happens, asked what is due. */
export interface PromiseBook {
  opened: (arrival: Arrival) => void
  customerWrote: (conversationId: number, at: number) => void
  replied: (conversationId: number, at: number) => void
  resolved: (conversationId: number, at: number) => void
  /** The earliest promise that runs, or null. */
  dueAt: (conversationId: number) => number | null
  /** Each promise that was made. */
  all: () => KeptPromise[]
}

/** First responses, later ones and resolutions, by tier: facts as they become known live, and the clocks that follow from them. */
export function keepPromises(tiers: SlaTier[], calendar: BusinessCalendar): PromiseBook {
  const books = new Map<number, { state: PromiseState, clocks: PromiseClock[] | null }>()
  let said = 0

  function learn(conversationId: number, ...facts: PromiseFact[]): void {
    const book = books.get(conversationId)
    if (!book) return
    book.state = facts.reduce(foldPromise, book.state)
    book.clocks = null
  }
  function clocks(conversationId: number): PromiseClock[] {
    const book = books.get(conversationId)
    if (!book) return []
    book.clocks ??= clocksOf(book.state)
    return book.clocks
  }
  function spoken(by: 'customer' | 'agent', at: number): PromiseFact {
    return { kind: 'spoken', message: { id: ++said, at, by, agentId: null } }
  }
  function seen(status: 'open' | 'resolved', at: number): PromiseFact {
    return { kind: 'status', status: { version: at * 1000, status, snoozedUntil: null } }
  }

  return {
    opened(arrival) {
      const choice = chooseTier(arrival, tiers)
      if (!choice) return
      const { conversationId, at } = arrival
      const { tier, because } = choice
      const { id: tierId, name: tierName, position: tierPosition, targetSeconds, nextTargetSeconds, resolutionTargetSeconds } = tier
      const targets = { first_response: targetSeconds, next_response: nextTargetSeconds, resolution: resolutionTargetSeconds }
      const policy = { at, tierId, tierName, tierPosition, targets, calendar, because, validFrom: 0 }
      books.set(conversationId, { state: NO_PROMISE, clocks: null })
      learn(conversationId, { kind: 'opened', at }, { kind: 'policy', policy }, seen('open', at), spoken('customer', at))
    },
    customerWrote(conversationId, at) {
      const isClosed = books.get(conversationId)?.state.statuses.at(-1)?.status === 'resolved'
      learn(conversationId, ...isClosed ? [seen('open', at)] : [], spoken('customer', at))
    },
    replied: (conversationId, at) => learn(conversationId, spoken('agent', at)),
    resolved: (conversationId, at) => learn(conversationId, seen('resolved', at)),
    dueAt(conversationId) {
      let earliest: number | null = null
      for (const { clock: { dueAt, stoppedAt } } of clocks(conversationId)) {
        if (stoppedAt === null && dueAt !== null) earliest = Math.min(dueAt, earliest ?? dueAt)
      }
      return earliest
    },
    all: () => [...books.keys()].flatMap(conversationId => clocks(conversationId).flatMap(({ clock: { dueAt, stoppedAt } }) => (
      dueAt === null ? [] : [{ conversationId, dueAt, answeredAt: stoppedAt }]
    ))),
  }
}
