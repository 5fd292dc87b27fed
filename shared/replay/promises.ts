import type { Arrival } from '../contracts/replay.ts'
import type { BusinessCalendar, SlaTier } from '../contracts/sla.ts'
import { planClock } from '../sla/plan.ts'
import { chooseTier } from '../sla/tier.ts'

/** What became of a promise; `answeredAt` is null when it was still open at the end. Epoch milliseconds. */
export interface KeptPromise { conversationId: number, dueAt: number, answeredAt: number | null }

/**
 * The promises of a replay: told what happens, asked what is due. Any other set of promises that answers this can take the
 * place of the one below.
 */
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

/** When a promise of so many seconds is due that starts at an instant (epoch ms); null when it cannot be made. */
export type PlanDue = (startedAt: number, targetSeconds: number) => number | null

/** Remembers what it planned, for the second arm asks the same. */
export function dueIn(calendar: BusinessCalendar): PlanDue {
  const planned = new Map<string, number | null>()
  return (startedAt, targetSeconds) => {
    const key = `${startedAt} ${targetSeconds}`
    const known = planned.get(key)
    if (known !== undefined) return known
    const dueAt = planClock(startedAt, targetSeconds, calendar)?.dueAt ?? null
    planned.set(key, dueAt)
    return dueAt
  }
}

/** First responses by tier, as they are promised live. */
export function firstResponses(tiers: SlaTier[], planDue: PlanDue): PromiseBook {
  const promises = new Map<number, KeptPromise>()
  return {
    opened(arrival) {
      const choice = chooseTier(arrival, tiers)
      const dueAt = choice && planDue(arrival.at, choice.tier.targetSeconds)
      if (dueAt !== null) promises.set(arrival.conversationId, { conversationId: arrival.conversationId, dueAt, answeredAt: null })
    },
    customerWrote() {},
    replied(conversationId, at) {
      const promise = promises.get(conversationId)
      if (promise) promise.answeredAt ??= at
    },
    resolved() {},
    dueAt(conversationId) {
      const promise = promises.get(conversationId)
      return promise && promise.answeredAt === null ? promise.dueAt : null
    },
    all: () => [...promises.values()],
  }
}
