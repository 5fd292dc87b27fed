import type { SupabaseClient } from '@supabase/supabase-js'
import type { BusinessCalendar, SlaTier } from '../../../shared/contracts/sla.ts'
import type { PromisePolicy, PromiseState, StatusFact } from '../../../shared/sla/promise-facts.ts'
import type { Work } from './jobs.ts'
import type { Known } from './promise-rows.ts'
import { z } from 'zod'
import { OpenBlock } from '../../../shared/contracts/sla.ts'
import { foldPromise } from '../../../shared/sla/promise-facts.ts'
import { clocksOf } from '../../../shared/sla/promise.ts'
import { chooseTier } from '../../../shared/sla/tier.ts'
import { ProblemError } from './app.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { clockRow, policyRow, PromiseRow, TierRow } from './promise-rows.ts'

const CalendarRow = z
  .object({ time_zone: z.string(), blocks: z.array(OpenBlock), holidays: z.array(z.iso.date()) })
  .transform(({ time_zone, ...calendar }) => ({ ...calendar, timeZone: time_zone }))

const ALWAYS_OPEN = {
  time_zone: 'UTC',
  blocks: [1, 2, 3, 4, 5, 6, 7].map(weekday => ({ weekday, fromMinute: 0, toMinute: 24 * 60 })),
  holidays: [],
}
// Each round means that somebody else has just learnt more of the same conversation.
const ROUNDS = 8

type Tier = SlaTier & { validFrom: number }
interface Policy { tiers: Tier[], calendar: BusinessCalendar }
type Sighting = StatusFact & { conversationId: number }

/**
 * Brings the promises of these conversations in line with all that is known of them. One without a policy gets the tier its
 * facts choose; a more urgent tier joins when more has become known. Editing a tier or the calendar moves nothing.
 */
export async function planClocks(accountId: number, conversationIds: number[], work: Work, seen: Sighting[] = []): Promise<void> {
  let waiting = conversationIds
  let statuses = seen.map(({ conversationId, snoozedUntil, ...status }) => (
    { ...status, conversation_id: conversationId, snoozed_until: timestamp(snoozedUntil) }
  ))
  for (let round = 0; waiting.length > 0; round++) {
    if (round === ROUNDS) throw new ProblemError('internal', { detail: 'Promises did not settle' })
    const args = { p_account_id: accountId, p_conversation_ids: waiting, p_statuses: statuses }
    const [known, policy] = await Promise.all([callRpc(work.admin, 'promises_to_keep', args, z.array(PromiseRow)), readPolicy(accountId, work)])
    const promises = known.map(one => promiseOf(one, policy, work.now())).filter(one => one !== null)
    if (promises.length === 0) return
    waiting = await callRpc(work.admin, 'keep_promises', { p_account_id: accountId, p_promises: promises }, z.array(z.number()))
    statuses = []
  }
}

function promiseOf(known: Known, policy: Policy, now: number) {
  const chosen = known.isDeleted ? null : newPolicy(known, policy, now)
  const state: PromiseState = chosen ? foldPromise(known.state, { kind: 'policy', policy: chosen }) : known.state
  if (state.policies.length === 0) return null
  return {
    conversation_id: known.conversationId,
    revision: known.revision,
    settled_before: known.settledBefore,
    policy: chosen && policyRow(chosen),
    clocks: clocksOf(state).map(clockRow),
  }
}

function newPolicy({ facts, state }: Known, { tiers, calendar }: Policy, now: number): PromisePolicy | null {
  const choice = chooseTier(facts, tiers)
  const tier = tiers.find(({ id }) => id === choice?.tier.id)
  if (!choice || !tier || state.policies.some(({ tierPosition }) => tierPosition <= tier.position)) return null
  return {
    at: now,
    tierId: tier.id,
    tierName: tier.name,
    tierPosition: tier.position,
    targets: { first_response: tier.targetSeconds, next_response: tier.nextTargetSeconds, resolution: tier.resolutionTargetSeconds },
    calendar,
    because: choice.because,
    validFrom: tier.validFrom,
  }
}

/** What an account promises today, and when its time runs. */
export async function readPolicy(accountId: number, { admin }: Pick<Work, 'admin'>): Promise<Policy> {
  const columns = 'id, name, position, target_seconds, next_target_seconds, resolution_target_seconds, conditions, is_enabled, valid_from'
  const [tiers, calendar] = await Promise.all([
    admin.from('sla_tiers').select(columns).eq('account_id', accountId),
    readCalendar(accountId, admin),
  ])
  if (tiers.error) throw new ProblemError('internal', { cause: tiers.error })
  // A tier that cannot be read promises nothing; the others still do.
  const readable = (tiers.data ?? []).flatMap(row => TierRow.safeParse(row).data ?? [])
  return { tiers: readable, calendar }
}

/** An account's business hours; without any it is always open. */
export async function readCalendar(accountId: number, admin: SupabaseClient): Promise<BusinessCalendar> {
  const { data, error } = await admin.from('business_calendars').select('time_zone, blocks, holidays').eq('account_id', accountId).maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  return CalendarRow.parse(data ?? ALWAYS_OPEN)
}
