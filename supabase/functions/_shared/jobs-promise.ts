import type { Work } from './jobs.ts'
import { z } from 'zod'
import { OpenBlock, SlaTier } from '../../../shared/contracts/sla.ts'
import { planClock } from '../../../shared/sla/plan.ts'
import { chooseTier } from '../../../shared/sla/tier.ts'
import { ProblemError } from './app.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'

const Plannable = z.object({
  conversation_id: z.number(),
  opened_at: z.string(),
  inbox_id: z.number(),
  labels: z.array(z.string()),
  category: z.string().nullable(),
  customer_tags: z.array(z.string()),
  lifetime_value_minor: z.number().nullable(),
  tier_position: z.number().nullable(),
})

const TierRow = z
  .object({
    id: z.number(),
    name: z.string(),
    position: z.number(),
    target_seconds: z.number(),
    conditions: z.array(z.unknown()),
    is_enabled: z.boolean(),
  })
  .transform(({ target_seconds, is_enabled, ...tier }) => ({ ...tier, targetSeconds: target_seconds, isEnabled: is_enabled }))
  .pipe(SlaTier)

const CalendarRow = z
  .object({ time_zone: z.string(), blocks: z.array(OpenBlock), holidays: z.array(z.iso.date()) })
  .transform(({ time_zone, ...calendar }) => ({ ...calendar, timeZone: time_zone }))

const ALWAYS_OPEN = {
  time_zone: 'UTC',
  blocks: [1, 2, 3, 4, 5, 6, 7].map(weekday => ({ weekday, fromMinute: 0, toMinute: 24 * 60 })),
  holidays: [],
}

/**
 * Gives each of these conversations its promise of a first response. A conversation without one gets the tier its facts
 * choose; a running promise moves only to a more urgent tier, from the same start, when more has become known. Editing
 * a tier or the calendar moves nothing: only facts do.
 */
export async function planClocks(accountId: number, conversationIds: number[], work: Work): Promise<void> {
  if (conversationIds.length === 0) return
  const args = { p_account_id: accountId, p_conversation_ids: conversationIds }
  const plannable = await callRpc(work.admin, 'clocks_to_plan', args, z.array(Plannable))
  if (plannable.length === 0) return

  const { tiers, calendar } = await readPolicy(accountId, work)
  const clocks = plannable.flatMap((row) => {
    const choice = chooseTier({
      customerTags: row.customer_tags,
      lifetimeValueMinor: row.lifetime_value_minor,
      category: row.category,
      labels: row.labels,
      inboxId: row.inbox_id,
    }, tiers)
    if (!choice || (row.tier_position !== null && choice.tier.position >= row.tier_position)) return []
    const clock = planClock(Date.parse(row.opened_at), choice.tier.targetSeconds, calendar)
    if (!clock) return []
    return [{
      conversation_id: row.conversation_id,
      tier_id: choice.tier.id,
      tier_name: choice.tier.name,
      tier_position: choice.tier.position,
      target_seconds: choice.tier.targetSeconds,
      calendar,
      because: choice.because,
      started_at: timestamp(clock.startedAt),
      warn_at: timestamp(clock.warnAt),
      due_at: timestamp(clock.dueAt),
    }]
  })
  if (clocks.length > 0) await callRpc(work.admin, 'open_clocks', { p_account_id: accountId, p_clocks: clocks }, z.unknown())
}

/** The tiers and hours an account promises by today. */
export async function readPolicy(accountId: number, { admin }: Work) {
  const [tiers, calendar] = await Promise.all([
    admin.from('sla_tiers').select('id, name, position, target_seconds, conditions, is_enabled').eq('account_id', accountId),
    admin.from('business_calendars').select('time_zone, blocks, holidays').eq('account_id', accountId).maybeSingle(),
  ])
  const error = tiers.error ?? calendar.error
  if (error) throw new ProblemError('internal', { cause: error })
  // A tier that cannot be read promises nothing; the others still do.
  const readable = (tiers.data ?? []).flatMap(row => TierRow.safeParse(row).data ?? [])
  return { tiers: readable, calendar: CalendarRow.parse(calendar.data ?? ALWAYS_OPEN) }
}
