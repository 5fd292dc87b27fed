import type { SupabaseClient } from '@supabase/supabase-js'
import type { RowAnswer } from '../database'
import type { AuditFilter } from './audit-filter'
import { AuditHead, AuditRow } from '#shared/contracts/audit'
import { z } from 'zod'
import { readLinkBase, readRows } from '../database'
import { dayStart, PREFIXES } from './audit-filter'

const COLUMNS = 'account_id, seq, record, hash'
const Rows = z.array(AuditRow)
const Named = z.array(z.object({ id: z.number(), name: z.string() }))
const Defined = z.array(z.object({ id: z.number(), definition: z.object({ name: z.string().catch('') }) }))

/** Names of what the log speaks of by number; who or what is gone since may be missing. */
export type Names = Record<'people' | 'rules' | 'macros' | 'tiers' | 'inboxes', ReadonlyMap<string, string>>
export interface AuditPlace { names: Names, linkBase: string }

export async function readPlace(client: SupabaseClient, accountId: number): Promise<RowAnswer<AuditPlace>> {
  const of = (table: string, columns: string) => client.from(table).select(columns).eq('account_id', accountId)
  const [people, rules, macros, tiers, inboxes, linkBase] = await Promise.all([
    readRows(of('agents', 'id, name').order('name'), Named),
    readRows(of('automation_rules', 'id, definition'), Defined),
    readRows(of('chatwoot_macros', 'id, definition'), Defined),
    readRows(of('sla_tiers', 'id, name'), Named),
    readRows(of('inboxes', 'id:inbox_id, name'), Named),
    readLinkBase(client, accountId),
  ])
  if (!people.ok) return people
  if (!rules.ok) return rules
  if (!macros.ok) return macros
  if (!tiers.ok) return tiers
  if (!inboxes.ok) return inboxes
  if (!linkBase.ok) return linkBase
  const names = {
    people: mapOf(people.value),
    rules: mapOf(rules.value.map(nameOf)),
    macros: mapOf(macros.value.map(nameOf)),
    tiers: mapOf(tiers.value),
    inboxes: mapOf(inboxes.value),
  }
  return { ok: true, value: { names, linkBase: linkBase.value } }
}

/** Acts that a filter lets through, the newest first, older than `before`. */
export async function readActs(
  client: SupabaseClient,
  accountId: number,
  { kind, who, conversation, from, to }: AuditFilter,
  before: number | null,
  limit: number,
): Promise<RowAnswer<AuditRow[]>> {
  const [since, until] = [dayStart(from), dayStart(to, 1)]
  let query = client.from('audit_log').select(COLUMNS).eq('account_id', accountId)
  if (before !== null) query = query.lt('seq', before)
  if (kind) query = query.like('act', `${PREFIXES[kind]}%`)
  if (who) query = /^\d+$/.test(who) ? query.eq('actor_id', Number(who)) : query.eq('actor', who)
  if (conversation !== '') query = query.eq('conversation_id', Math.trunc(conversation))
  if (since !== null) query = query.gte('acted_at_ms', since)
  if (until !== null) query = query.lt('acted_at_ms', until)
  return readRows(query.order('seq', { ascending: false }).limit(limit), Rows)
}

/** The rows of the chain behind `after` up to `to`, in the order in which they were written. */
export async function readChain(
  client: SupabaseClient,
  accountId: number,
  after: number,
  to: number,
  limit: number,
): Promise<RowAnswer<AuditRow[]>> {
  const chain = client.from('audit_log').select(COLUMNS).eq('account_id', accountId)
  return readRows(chain.gt('seq', after).lte('seq', to).order('seq').limit(limit), Rows)
}

/** Where the account's chain ends; null before its first act. */
export async function readHead(client: SupabaseClient, accountId: number): Promise<RowAnswer<AuditHead | null>> {
  const answer = await readRows(client.from('audit_heads').select('account_id, seq, hash').eq('account_id', accountId), z.array(AuditHead))
  return answer.ok ? { ok: true, value: answer.value[0] ?? null } : answer
}

function nameOf({ id, definition: { name } }: z.infer<typeof Defined>[number]) {
  return { id, name }
}

function mapOf(rows: { id: number, name: string }[]): ReadonlyMap<string, string> {
  return new Map(rows.map(({ id, name }) => [String(id), name]))
}
