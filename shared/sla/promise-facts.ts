import type { ConversationStatus } from '../contracts/conversation.ts'
import type { BusinessCalendar, ClockKind, TierCondition } from '../contracts/sla.ts'

/** What was promised, copied when it was: later edits of the tier or the calendar change nothing. Instants are epoch ms. */
export interface PromisePolicy {
  /** When the facts that chose the tier were known. */
  at: number
  tierId: number | null
  tierName: string
  /** The more urgent of two policies has the lower one. */
  tierPosition: number
  /** Seconds of open time; null promises nothing. */
  targets: Record<ClockKind, number | null>
  calendar: BusinessCalendar
  because: TierCondition
  /** Since when the account has promised this: what was due before alarms nobody. */
  validFrom: number
}

/** A conversation that Chatwoot no longer has is `deleted`; a later sighting brings it back. */
export type PromiseStatus = ConversationStatus | 'deleted'
/** What a conversation was seen as. `version` is when, in microseconds: Chatwoot's own order. */
export interface StatusFact { version: number, status: PromiseStatus, snoozedUntil: number | null }
/** A public word: by the customer, or by a person of the shop. Bots, rules, campaigns and notes are not here. */
export interface SpokenFact { id: number, at: number, by: 'customer' | 'agent', agentId: number | null }

export type PromiseFact =
  | { kind: 'opened', at: number }
  /** A first reply that Chatwoot tells of, whether or not the message was seen. */
  | { kind: 'replied', at: number }
  | { kind: 'policy', policy: PromisePolicy }
  | { kind: 'status', status: StatusFact }
  | { kind: 'spoken', message: SpokenFact }

/** Everything known of one conversation that its promises depend on. */
export interface PromiseState {
  openedAt: number | null
  repliedAt: number | null
  policies: PromisePolicy[]
  statuses: StatusFact[]
  spoken: SpokenFact[]
}

export const NO_PROMISE: PromiseState = { openedAt: null, repliedAt: null, policies: [], statuses: [], spoken: [] }

/**
 * Takes one fact in. Facts carry their own times, so they may come in any order and any number of times: the state is a set
 * of them in a fixed order. `clocksOf` reads the promises, with their yellow and due moments, from it.
 */
export function foldPromise(state: PromiseState, fact: PromiseFact): PromiseState {
  switch (fact.kind) {
    case 'opened': return { ...state, openedAt: earliest(state.openedAt, fact.at) }
    case 'replied': return { ...state, repliedAt: earliest(state.repliedAt, fact.at) }
    case 'policy': return { ...state, policies: insert(state.policies, fact.policy, byPolicy) }
    case 'status': return { ...state, statuses: insertStatus(state.statuses, fact.status) }
    case 'spoken': return { ...state, spoken: insert(state.spoken, fact.message, bySpoken) }
  }
}

/** Adds a sighting to those in order; one that is known changes nothing. */
export function insertStatus(statuses: StatusFact[], status: StatusFact): StatusFact[] {
  return insert(statuses, status, byStatus)
}

function insert<T>(known: T[], fact: T, compare: (a: T, b: T) => number): T[] {
  let index = known.length
  for (; index > 0; index--) {
    const before = known[index - 1]
    const order = before === undefined ? -1 : compare(before, fact)
    if (order === 0) return known
    if (order < 0) break
  }
  return known.toSpliced(index, 0, fact)
}

function byPolicy(a: PromisePolicy, b: PromisePolicy): number {
  return a.tierPosition - b.tierPosition || a.at - b.at || (a.tierId ?? 0) - (b.tierId ?? 0)
}
function byStatus(a: StatusFact, b: StatusFact): number {
  return a.version - b.version || a.status.localeCompare(b.status) || (a.snoozedUntil ?? 0) - (b.snoozedUntil ?? 0)
}
function bySpoken(a: SpokenFact, b: SpokenFact): number {
  return a.at - b.at || a.id - b.id
}
function earliest(a: number | null, b: number): number {
  return a === null ? b : Math.min(a, b)
}
