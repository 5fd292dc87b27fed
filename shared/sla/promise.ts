import type { ClockKind, SlaClock } from '../contracts/sla.ts'
import type { PromisePolicy, PromiseState, SpokenFact } from './promise-facts.ts'
import { planClock } from './plan.ts'
import { answerPauses, courseOf, mattersOf } from './promise-course.ts'

/** One promise of a conversation. Its kind and start tell it from the others. `stoppedBy` is Chatwoot's user id. */
export interface PromiseClock {
  kind: ClockKind
  clock: SlaClock
  targetSeconds: number
  policy: PromisePolicy
  stoppedBy: number | null
}

const KINDS: ClockKind[] = ['first_response', 'next_response', 'resolution']

interface Span { kind: ClockKind, startedAt: number, stoppedAt: number | null, stoppedBy: number | null }

// Who opens a conversation to tell a customer something says so at once.
const OUTBOUND_MS = 60_000
// A message's time is known to the second, Chatwoot's note of the first reply to the millisecond.
const SAME_REPLY_MS = 1_000

/**
 * Every promise that follows from what is known, in the order of their starts. Only a public reply of a person stops a
 * response clock, only resolving stops a resolution clock; snoozed, pending, resolved and deleted time does not count.
 * Each has the most urgent policy that was known before it stopped.
 */
export function clocksOf(state: PromiseState): PromiseClock[] {
  const { openedAt, statuses, policies } = state
  if (openedAt === null || policies.length === 0) return []
  const course = courseOf(openedAt, statuses)
  const pauses = answerPauses(course)
  const answers = answerSpans(openedAt, state).map(span => ({ span, pauses }))
  const matters = mattersOf(course).map(({ pauses, ...matter }) => ({ span: { kind: 'resolution' as const, ...matter, stoppedBy: null }, pauses }))
  return [...answers, ...matters].flatMap(({ span, pauses }) => {
    const policy = policyOf(span, policies)
    const targetSeconds = policy?.targets[span.kind] ?? null
    if (!policy || targetSeconds === null) return []
    const clock = planClock(span.startedAt, targetSeconds, policy.calendar, { pauses, stoppedAt: span.stoppedAt })
    return clock ? [{ kind: span.kind, clock, targetSeconds, policy, stoppedBy: span.stoppedBy }] : []
  }).sort((a, b) => a.clock.startedAt - b.clock.startedAt || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
}

function answerSpans(openedAt: number, { spoken, repliedAt }: PromiseState): Span[] {
  const index = spoken.findIndex(({ by }) => by === 'agent')
  const reply = spoken[index]
  const isSeen = reply !== undefined && (repliedAt === null || reply.at - SAME_REPLY_MS <= repliedAt)
  const firstAt = isSeen ? Math.min(reply.at, repliedAt ?? reply.at) : repliedAt
  const isOutbound = isSeen && index === 0 && reply.at <= openedAt + OUTBOUND_MS
  const stoppedAt = firstAt === null ? null : Math.max(openedAt, firstAt)
  const first: Span = { kind: 'first_response', startedAt: openedAt, stoppedAt, stoppedBy: isSeen ? reply.agentId : null }
  const later = isSeen ? spoken.slice(index + 1) : spoken.filter(({ at }) => firstAt !== null && at > firstAt)
  return [...isOutbound ? [] : [first], ...laterSpans(openedAt, later)]
}

/** Each run of the customer's messages after an answer is one question, from its first message to the next answer. */
function laterSpans(openedAt: number, spoken: SpokenFact[]): Span[] {
  const spans: Span[] = []
  let asked: Span | null = null
  for (const { by, at, agentId } of spoken) {
    if (by === 'customer') {
      asked ??= { kind: 'next_response', startedAt: Math.max(openedAt, at), stoppedAt: null, stoppedBy: null }
    }
    else if (asked) {
      spans.push({ ...asked, stoppedAt: Math.max(asked.startedAt, at), stoppedBy: agentId })
      asked = null
    }
  }
  // Answered within the second it was asked: nothing to measure.
  return [...spans, ...asked ? [asked] : []].filter(({ startedAt, stoppedAt }) => stoppedAt !== startedAt)
}

// `policies` come most urgent first.
function policyOf({ kind, stoppedAt }: Span, policies: PromisePolicy[]): PromisePolicy | null {
  const promising = policies.filter(({ targets }) => targets[kind] !== null)
  const inTime = stoppedAt === null ? promising : promising.filter(({ at }) => at <= stoppedAt)
  return inTime[0] ?? promising.toSorted((a, b) => a.at - b.at)[0] ?? null
}
