import type { SupabaseClient } from '@supabase/supabase-js'
import type { RowAnswer } from '../database'
import type { CalendarRow as Calendar } from './calendar-draft'
import type { Inbox } from './condition-words'
import type { TierRow as Tier, TierDraft } from './tier-draft'
import { z } from 'zod'
import { readRows, refuseNone } from '../database'
import { CalendarRow } from './calendar-draft'
import { TierRow, tierWriteOf } from './tier-draft'

export interface Policies { tiers: Tier[], calendar: Calendar | null, inboxes: Inbox[] }

const TIER_COLUMNS = 'id, name, position, target_seconds, next_target_seconds, resolution_target_seconds, conditions, is_enabled'
const Ids = z.array(z.object({ id: z.number() }))
const AccountIds = z.array(z.object({ account_id: z.number() }))
const Inboxes = z.array(z.object({ inbox_id: z.number(), name: z.string() }))

/** The promises of an account, and the inboxes they may name. */
export async function readPolicies(client: SupabaseClient, accountId: number): Promise<RowAnswer<Policies>> {
  const [tiers, calendars, inboxes] = await Promise.all([
    readRows(client.from('sla_tiers').select(TIER_COLUMNS).eq('account_id', accountId), z.array(TierRow)),
    readRows(client.from('business_calendars').select('time_zone, blocks, holidays').eq('account_id', accountId), z.array(CalendarRow)),
    readRows(client.from('inboxes').select('inbox_id, name').eq('account_id', accountId).order('name'), Inboxes),
  ])
  if (!tiers.ok) return tiers
  if (!calendars.ok) return calendars
  if (!inboxes.ok) return inboxes
  return {
    ok: true,
    value: {
      tiers: tiers.value,
      calendar: calendars.value[0] ?? null,
      inboxes: inboxes.value.map(({ inbox_id, name }) => ({ id: inbox_id, name })),
    },
  }
}

/**
 * Writes what changed and stops at the first refusal. A tier that was added gets its id in the draft at once, so that asking
 * again adds nothing twice.
 */
export async function saveTiers(
  client: SupabaseClient,
  accountId: number,
  kept: Tier[],
  drafts: TierDraft[],
  now: string,
): Promise<RowAnswer<null>> {
  for (const [index, draft] of drafts.entries()) {
    const row = tierWriteOf(draft, index + 1)
    const before = kept.find(({ id }) => id === draft.id)
    if (before && isSame(row, before)) continue
    const answer = refuseNone(await readRows(draft.id === null
      ? client.from('sla_tiers').insert({ ...row, account_id: accountId }).select('id')
      : client.from('sla_tiers').update({ ...row, updated_at: now }).eq('account_id', accountId).eq('id', draft.id).select('id'), Ids))
    if (!answer.ok) return answer
    draft.id ??= answer.value[0]?.id ?? null
  }
  const removed = kept.filter(({ id }) => !drafts.some(draft => draft.id === id)).map(({ id }) => id)
  if (removed.length === 0) return { ok: true, value: null }
  const answer = refuseNone(await readRows(client.from('sla_tiers').delete().eq('account_id', accountId).in('id', removed).select('id'), Ids))
  return answer.ok ? { ok: true, value: null } : answer
}

/** Writes the hours; an account that has none gets its first. */
export async function saveCalendar(
  client: SupabaseClient,
  accountId: number,
  isNew: boolean,
  row: Calendar,
  now: string,
): Promise<RowAnswer<null>> {
  const answer = refuseNone(await readRows(isNew
    ? client.from('business_calendars').insert({ ...row, account_id: accountId }).select('account_id')
    : client.from('business_calendars').update({ ...row, updated_at: now }).eq('account_id', accountId).select('account_id'), AccountIds))
  return answer.ok ? { ok: true, value: null } : answer
}

function isSame(row: ReturnType<typeof tierWriteOf>, { id: _, ...before }: Tier): boolean {
  return JSON.stringify(Object.entries(row).sort()) === JSON.stringify(Object.entries(before).sort())
}
