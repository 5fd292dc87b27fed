import type { SlaTier } from '../../../shared/contracts/sla.ts'
import type { PromiseFact, PromisePolicy } from '../../../shared/sla/promise-facts.ts'
import type { PromiseClock } from '../../../shared/sla/promise.ts'
import { z } from 'zod'
import { BusinessCalendar, TierCondition } from '../../../shared/contracts/sla.ts'
import { foldPromise, NO_PROMISE } from '../../../shared/sla/promise-facts.ts'
import { timestamp } from './jobs-rpc.ts'

const Instant = z.string().transform(text => Date.parse(text)).pipe(z.number())
// Since ever, in the words of Postgres.
const Since = z.union([z.literal('-infinity').transform(() => 0), Instant])

export const TierRow = z
  .object({
    id: z.number(),
    name: z.string(),
    position: z.number(),
    target_seconds: z.number().nullable(),
    next_target_seconds: z.number().nullable(),
    resolution_target_seconds: z.number().nullable(),
    conditions: z.array(TierCondition).min(1),
    is_enabled: z.boolean(),
    valid_from: Since,
  })
  .transform((row): SlaTier & { validFrom: number } => ({
    id: row.id,
    name: row.name,
    position: row.position,
    conditions: row.conditions,
    targetSeconds: row.target_seconds,
    nextTargetSeconds: row.next_target_seconds,
    resolutionTargetSeconds: row.resolution_target_seconds,
    isEnabled: row.is_enabled,
    validFrom: row.valid_from,
  }))

const PolicyRow = z
  .object({
    tier_id: z.number().nullable(),
    tier_name: z.string(),
    tier_position: z.number(),
    first_seconds: z.number().nullable(),
    next_seconds: z.number().nullable(),
    resolution_seconds: z.number().nullable(),
    calendar: BusinessCalendar,
    because: TierCondition,
    valid_from: Since,
    promised_at: Instant,
  })
  .transform((row): PromisePolicy => ({
    at: row.promised_at,
    tierId: row.tier_id,
    tierName: row.tier_name,
    tierPosition: row.tier_position,
    targets: { first_response: row.first_seconds, next_response: row.next_seconds, resolution: row.resolution_seconds },
    calendar: row.calendar,
    because: row.because,
    validFrom: row.valid_from,
  }))

const StatusRow = z.object({
  version: z.number(),
  status: z.enum(['open', 'resolved', 'pending', 'snoozed', 'deleted']),
  snoozed_until: Instant.nullable(),
})
const SpokenRow = z.object({ id: z.number(), at: Instant, direction: z.enum(['incoming', 'outgoing']), sender_id: z.number().nullable() })

/** What the database knows of a conversation, as the facts its promises follow from. */
export const PromiseRow = z
  .object({
    conversation_id: z.number(),
    revision: z.string(),
    opened_at: Instant,
    replied_at: Instant.nullable(),
    settled_before: z.string().nullable(),
    is_deleted: z.boolean(),
    inbox_id: z.number(),
    labels: z.array(z.string()),
    category: z.string().nullable(),
    customer_tags: z.array(z.string()),
    lifetime_value_minor: z.number().nullable(),
    policies: z.array(PolicyRow),
    statuses: z.array(StatusRow),
    spoken: z.array(SpokenRow),
  })
  .transform(row => ({
    conversationId: row.conversation_id,
    revision: row.revision,
    settledBefore: row.settled_before,
    isDeleted: row.is_deleted,
    facts: {
      customerTags: row.customer_tags,
      lifetimeValueMinor: row.lifetime_value_minor,
      category: row.category,
      labels: row.labels,
      inboxId: row.inbox_id,
    },
    state: factsOf(row).reduce(foldPromise, NO_PROMISE),
  }))
export type Known = z.infer<typeof PromiseRow>

interface Rows {
  opened_at: number
  replied_at: number | null
  policies: PromisePolicy[]
  statuses: z.infer<typeof StatusRow>[]
  spoken: z.infer<typeof SpokenRow>[]
}

function factsOf({ opened_at, replied_at, policies, statuses, spoken }: Rows): PromiseFact[] {
  return [
    { kind: 'opened', at: opened_at },
    ...replied_at === null ? [] : [{ kind: 'replied' as const, at: replied_at }],
    ...policies.map(policy => ({ kind: 'policy' as const, policy })),
    ...statuses.map(({ version, status, snoozed_until }) => (
      { kind: 'status' as const, status: { version, status, snoozedUntil: snoozed_until } }
    )),
    ...spoken.map(({ id, at, direction, sender_id }) => ({
      kind: 'spoken' as const,
      message: { id, at, by: direction === 'incoming' ? 'customer' as const : 'agent' as const, agentId: direction === 'outgoing' ? sender_id : null },
    })),
  ]
}

/** A policy as `keep_promises` takes it. */
export function policyRow({ at, targets, tierId, tierName, tierPosition, calendar, because, validFrom }: PromisePolicy) {
  return {
    tier_id: tierId,
    tier_name: tierName,
    tier_position: tierPosition,
    first_seconds: targets.first_response,
    next_seconds: targets.next_response,
    resolution_seconds: targets.resolution,
    calendar,
    because,
    valid_from: timestamp(validFrom),
    promised_at: timestamp(at),
  }
}

/** A clock as `keep_promises` takes it. */
export function clockRow({ kind, clock, targetSeconds, policy, stoppedBy }: PromiseClock) {
  const { first_seconds: _f, next_seconds: _n, resolution_seconds: _r, promised_at: _p, ...copied } = policyRow(policy)
  return {
    ...copied,
    kind,
    target_seconds: targetSeconds,
    started_at: timestamp(clock.startedAt),
    warn_at: timestamp(clock.warnAt),
    due_at: timestamp(clock.dueAt),
    stopped_at: timestamp(clock.stoppedAt),
    stopped_by: stoppedBy,
    paused_at: timestamp(clock.pause?.since ?? null),
    resumes_at: timestamp(clock.pause?.until ?? null),
    remaining_ms: clock.pause ? Math.round(clock.pause.remainingMs) : null,
  }
}
