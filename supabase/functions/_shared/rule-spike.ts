import type { SupabaseClient } from '@supabase/supabase-js'
import type { JudgeName } from '../../../shared/contracts/judges.ts'
import type { CategorySpike, SpikeReading } from '../../../shared/contracts/rule.ts'
import type { PastWeek } from '../../../shared/rules/usual.ts'
import { z } from 'zod'
import { isUnusual, knownWeeks, pastEnds, usualOf } from '../../../shared/rules/usual.ts'
import { readCalendar } from './jobs-promise.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'

const PastRow = z.object({ in_window: z.number(), in_week: z.number(), all_in_week: z.number() })
  .transform((row): PastWeek => ({ inWindow: row.in_window, inWeek: row.in_week, allInWeek: row.all_in_week }))

/** How a spike's window stands at `now`; where the judge may not act, only what a person sorted counts, now as in the past. */
export async function readSpike(
  admin: SupabaseClient,
  accountId: number,
  event: CategorySpike,
  judgesOff: JudgeName[],
  now: number,
): Promise<SpikeReading> {
  const asked = { p_account_id: accountId, p_categories: event.anyOf, p_is_decided_only: judgesOff.includes('category') }
  const seconds = event.withinMinutes * 60
  const count = await callRpc(admin, 'count_category', { ...asked, p_since: timestamp(now - seconds * 1_000) }, z.number())
  const isMany = count >= event.atLeast
  if (!event.aboveUsual) return { count, usual: null, weeks: null, isSpike: isMany }
  const { timeZone } = await readCalendar(accountId, admin)
  const ends = pastEnds(now, timeZone).map(timestamp)
  const past = await callRpc(admin, 'category_weeks', { ...asked, p_ends: ends, p_window_seconds: seconds }, z.array(PastRow))
  const usual = usualOf(past, seconds)
  return {
    count,
    usual: usual && Math.round(usual.mean * 10) / 10,
    weeks: knownWeeks(past),
    isSpike: isMany && (usual === null || isUnusual(count, usual, event.aboveUsual)),
  }
}
