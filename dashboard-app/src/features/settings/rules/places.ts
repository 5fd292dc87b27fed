import type { SupabaseClient } from '@supabase/supabase-js'
import type { RowAnswer } from '../database'
import type { Places } from './rule-words'
import { z } from 'zod'
import { readRows } from '../database'

const Inboxes = z.array(z.object({ id: z.number(), name: z.string(), channel: z.string() }))
const Named = z.array(z.object({ id: z.number(), name: z.string() }))

/** What conditions and steps of an account may name. */
export async function readPlaces(client: SupabaseClient, accountId: number): Promise<RowAnswer<Places>> {
  const of = (table: string, columns: string) => client.from(table).select(columns).eq('account_id', accountId)
  const [inboxes, teams, tiers] = await Promise.all([
    readRows(of('inboxes', 'id:inbox_id, name, channel').order('name'), Inboxes),
    readRows(of('teams', 'id:team_id, name').order('name'), Named),
    readRows(of('sla_tiers', 'id, name').order('position'), Named),
  ])
  if (!inboxes.ok) return inboxes
  if (!teams.ok) return teams
  if (!tiers.ok) return tiers
  return { ok: true, value: { inboxes: inboxes.value, teams: teams.value, tiers: tiers.value } }
}
