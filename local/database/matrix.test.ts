import type { SupabaseClient } from '@supabase/supabase-js'
import type { TestStack } from '../testing/stack.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestStack } from '../testing/stack.ts'

/**
 * Who reads each table of `public`: everybody of the account, its admins, the one person a row is for, or the service alone.
 * A table that is not named here fails, so that nobody makes one without deciding. `columns` are those that may be read when not
 * all may, `with` is what a row needs.
 */
const READERS: Record<string, { who: 'members' | 'admins' | 'own' | 'service', columns?: string, with?: Record<string, unknown> }> = {
  accounts: { who: 'members' },
  account_secrets: { who: 'service' },
  agent_routing: { who: 'members' },
  agent_skills: { who: 'members' },
  agents: { who: 'members' },
  approvals: { who: 'members' },
  article_chunks: { who: 'admins' },
  article_terms: { who: 'admins' },
  article_versions: { who: 'admins' },
  article_words: { who: 'service' },
  articles: { who: 'admins', with: { status: 'draft' } },
  assignments: { who: 'members' },
  audit_heads: { who: 'admins' },
  audit_log: { who: 'admins', with: { record: '{"at": 1}' } },
  automation_rules: { who: 'admins' },
  business_calendars: { who: 'members' },
  chatwoot_macro_versions: { who: 'admins' },
  chatwoot_macros: { who: 'members' },
  contacts: { who: 'members' },
  conversation_statuses: { who: 'members' },
  conversations: { who: 'members' },
  history_imports: { who: 'admins' },
  inbox_members: { who: 'members' },
  inboxes: { who: 'members' },
  jobs: { who: 'admins', columns: 'id, account_id, kind, attempts, last_error, created_at, dead_at' },
  judge_models: {
    who: 'members',
    columns: 'id, account_id, judge, version, seed_version, is_active, labels, held_out, right_before, right_after, trained_at, trained_by',
  },
  judge_settings: { who: 'members' },
  judgements: { who: 'members' },
  label_settings: { who: 'members' },
  macro_run_steps: { who: 'members' },
  macro_runs: { who: 'members' },
  macro_undo_parts: { who: 'members' },
  macro_undos: { who: 'members' },
  macro_webhooks: { who: 'admins', columns: 'id, account_id, name, url, updated_by, updated_at' },
  message_moods: { who: 'members' },
  messages: { who: 'members' },
  model_calls: { who: 'admins' },
  money_policies: { who: 'members' },
  notification_preferences: { who: 'own' },
  notifications: { who: 'own' },
  order_actions: { who: 'members' },
  outbox: { who: 'members' },
  replays: { who: 'admins' },
  routing_inboxes: { who: 'members' },
  routing_policies: { who: 'members' },
  rule_occurrences: { who: 'service' },
  rule_runs: { who: 'admins' },
  shop_views: { who: 'service' },
  sla_clocks: { who: 'members' },
  sla_promises: { who: 'members' },
  sla_tiers: { who: 'members' },
  sweeps: { who: 'members' },
  team_members: { who: 'members' },
  teams: { who: 'members' },
  verdicts: { who: 'members' },
  webhook_events: { who: 'service' },
}
/** What the signed-in may write, and how. Everything else is refused before a row is looked at. */
const WRITERS: Record<string, string[]> = {
  accounts: ['UPDATE'],
  agents: ['UPDATE'],
  articles: ['INSERT', 'UPDATE'],
  automation_rules: ['DELETE', 'INSERT', 'UPDATE'],
  business_calendars: ['INSERT', 'UPDATE'],
  chatwoot_macros: ['DELETE', 'INSERT', 'UPDATE'],
  notification_preferences: ['INSERT', 'UPDATE'],
  notifications: ['UPDATE'],
  sla_tiers: ['DELETE', 'INSERT', 'UPDATE'],
}
/** The functions that the signed-in may call; all others are the service's. */
const CALLABLE = [
  'approval_rows',
  'board_rows',
  'handling_times',
  'macro_run_rows',
  'macro_uses',
  'retry_dead_job',
  'rule_log',
  'search_articles',
  'sla_attainment',
  'sla_promises_measured',
]
const REFUSED = '42501'
// The admin of each account, as `agents.id`.
const ADMINS: Record<number, number> = { 1: 1, 2: 3 }

interface Column { name: string, type: string, isGenerated: boolean }
let stack: TestStack
let tables: string[] = []
let people: Record<'admin' | 'agent' | 'foreign' | 'stranger' | 'anonymous', SupabaseClient>

beforeAll(async () => {
  stack = await startTestStack()
  await stack.sql(`insert into public.accounts (name, chatwoot_url, chatwoot_account_id) values ('Acme', 'https://a.example', 1), ('Globex', 'https://b.example', 1)`)
  await stack.sql(`insert into public.agents (account_id, chatwoot_user_id, name, email, role) values
    (1, 1, 'Ada', 'ada@acme.test', 'admin'), (1, 2, 'Ben', 'ben@acme.test', 'agent'), (2, 1, 'Zoe', 'zoe@globex.test', 'admin')`)
  const signIn = async (email: string) => (await stack.userClient(email)).client
  people = {
    admin: await signIn('ada@acme.test'),
    agent: await signIn('ben@acme.test'),
    foreign: await signIn('zoe@globex.test'),
    stranger: await signIn('stranger@example.com'),
    anonymous: stack.anonymousClient(),
  }
  const found = await stack.sql<{ name: string }>(`
    select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1`)
  tables = found.map(({ name }) => name)
  await fillTables()
}, 60_000)
afterAll(async () => stack.stop())

describe('every table of public', () => {
  it('has a reader who was decided on', () => expect(tables).toEqual(Object.keys(READERS).sort()))

  it('has row level security, a comment, and an account', async () => {
    const bare = await stack.sql<{ name: string }>(`
      select c.relname as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and (not c.relrowsecurity or obj_description(c.oid) is null or not exists (
          select from pg_attribute a where a.attrelid = c.oid and a.attname = case c.relname when 'accounts' then 'id' else 'account_id' end and a.attnotnull
        ))`)
    expect(bare).toEqual([])
  })

  it('has policies for the signed-in only, one command each, none of which lets everybody through', async () => {
    const loose = await stack.sql(`
      select tablename, policyname from pg_policies
      where schemaname = 'public' and (roles <> '{authenticated}' or cmd = 'ALL' or coalesce(qual, with_check) in ('true', '(true)'))`)
    expect(loose).toEqual([])
  })

  it('grants the signed-in what was decided, and who is not signed in nothing', async () => {
    const grants = await stack.sql<{ who: string, name: string, rights: string[] }>(`
      select grantee as who, table_name as name, array_agg(distinct privilege_type::text order by privilege_type::text) as rights
      from information_schema.column_privileges where table_schema = 'public' and grantee in ('anon', 'authenticated', 'PUBLIC') group by 1, 2
      union all
      select grantee, table_name, array_agg(privilege_type::text) from information_schema.table_privileges
      where table_schema = 'public' and grantee in ('anon', 'authenticated', 'PUBLIC') and privilege_type in ('DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER') group by 1, 2`)
    const given = (name: string) => grants.filter(grant => grant.name === name).flatMap(({ rights }) => rights).filter(right => right !== 'SELECT').sort()
    expect(Object.fromEntries(tables.flatMap(name => given(name).length ? [[name, given(name)]] : []))).toEqual(WRITERS)
    expect(grants.filter(({ who }) => who !== 'authenticated')).toEqual([])
  })

  it.each(Object.entries(READERS))('%s shows its rows to whom they belong', async (table, { who, columns = '*' }) => {
    const seen = async (name: keyof typeof people) => {
      const { data, error } = await people[name].from(table).select<string, Record<string, unknown>>(columns)
      return error ? error.code : [...new Set((data ?? []).map(row => row.account_id ?? row.id))]
    }
    const [admin, agent, foreign, stranger, anonymous] = await Promise.all((['admin', 'agent', 'foreign', 'stranger', 'anonymous'] as const).map(seen))
    const refused = who === 'service' ? REFUSED : []
    expect({ admin, agent, foreign, stranger, anonymous }).toEqual({
      admin: who === 'service' ? REFUSED : [1],
      agent: who === 'members' ? [1] : refused,
      foreign: who === 'service' ? REFUSED : [2],
      stranger: refused,
      anonymous: REFUSED,
    })
  })

  it.each(Object.keys(WRITERS))('%s lets nobody add, change, take over or remove a row of another account', async (table) => {
    const key = table === 'accounts' ? 'id' : 'account_id'
    const before = await stack.sql(`select * from public.${table} where ${key} = 1`)
    const columns = await writable(table)
    const attempts = (['foreign', 'stranger', 'anonymous'] as const).flatMap((name) => {
      const rows = () => people[name].from(table)
      return [
        rows().delete().eq(key, 1).select(key),
        rows().update({ [key]: 1 }).neq(key, 1).select(key),
        rows().insert({ ...Object.fromEntries(columns.map(column => [column.name, valueFor(column, 9)])), [key]: 1 }).select(key),
        ...columns
          .filter(column => column.name !== key)
          .map(column => rows().update({ [column.name]: valueFor(column, 9) }).eq(key, 1).select(key)),
      ]
    })
    expect((await Promise.all(attempts)).flatMap(({ data }) => data ?? [])).toEqual([])
    expect(await stack.sql(`select * from public.${table} where ${key} = 1`)).toEqual(before)
  })
})

describe('every function of public', () => {
  it('is the service\'s, unless it was decided otherwise', async () => {
    const callable = await stack.sql<{ name: string, who: string }>(`
      select p.proname as name, r.rolname as who from pg_proc p, pg_roles r
      where p.pronamespace = 'public'::regnamespace and r.rolname in ('anon', 'authenticated') and has_function_privilege(r.oid, p.oid, 'execute')
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
      order by 1, 2`)
    expect(callable).toEqual(CALLABLE.map(name => ({ name, who: 'authenticated' })))
  })

  it('answers 200 without headers of its own, which lite is not asked about', async () => {
    const told = await stack.sql(`select p.proname from pg_proc p where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and p.prosrc ~ 'response\\.(status|headers)'`)
    expect(told).toEqual([])
  })

  it('runs with a search path of its own', async () => {
    const loose = await stack.sql(`
      select p.proname from pg_proc p
      where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and not exists (select from unnest(p.proconfig) c where c like 'search_path=%')
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`)
    expect(loose).toEqual([])
  })
})

/** A row per table and account. What a row must look like is dropped first: here only who may see it counts. */
async function fillTables() {
  const rules = await stack.sql<{ name: string, rule: string }>(`
    select c.conrelid::regclass::text as name, quote_ident(c.conname) as rule from pg_constraint c
    where c.connamespace = 'public'::regnamespace and c.contype in ('c', 'f') order by c.contype desc`)
  for (const { name, rule } of rules) await stack.sql(`alter table ${name} drop constraint ${rule}`)
  const triggers = tables.map(table => `alter table public.${table} disable trigger user;`).join('\n')
  await stack.database.mutex.run(async () => stack.database.db.exec(triggers))
  for (const told of ['audit_log', 'audit_heads']) await stack.sql(`delete from public.${told}`)
  for (const table of tables.filter(name => !['accounts', 'agents'].includes(name))) {
    const columns = (await columnsOf(table)).filter(({ isGenerated }) => !isGenerated)
    for (const accountId of [1, 2]) {
      const values = Object.fromEntries(columns.map(column => [column.name, valueFor(column, accountId)]))
      const row: Record<string, unknown> = { ...values, account_id: accountId, ...READERS[table]?.with }
      // A row points to an article and to a person of its own account.
      if ('article_id' in row) row.article_id = accountId
      if ('agent_id' in row) row.agent_id = ADMINS[accountId]
      const names = Object.keys(row)
      await stack.sql(`insert into public.${table} (${names.join()}) values (${names.map((_, index) => `$${index + 1}`).join()})`, Object.values(row))
    }
  }
}

async function columnsOf(table: string): Promise<Column[]> {
  return stack.sql<Column>(`
    select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attidentity <> '' or a.attgenerated <> '' as "isGenerated"
    from pg_attribute a where a.attrelid = 'public.${table}'::regclass and a.attnum > 0 and not a.attisdropped`)
}

/** The columns that the signed-in may set, in a new row or an old one. */
async function writable(table: string): Promise<Column[]> {
  const granted = await stack.sql<{ name: string }>(`
    select distinct column_name as name from information_schema.column_privileges
    where table_schema = 'public' and table_name = '${table}' and grantee = 'authenticated' and privilege_type in ('INSERT', 'UPDATE')`)
  return (await columnsOf(table)).filter(column => !column.isGenerated && granted.some(({ name }) => name === column.name))
}

function valueFor({ type }: Column, seed: number): unknown {
  if (type.endsWith('[]')) return []
  if (/^(?:bigint|integer|smallint|real|double|numeric)/.test(type)) return seed
  if (type.startsWith('timestamp') || type === 'date') return '2026-11-24T00:00:00Z'
  if (type.startsWith('time')) return '09:00'
  if (type === 'boolean') return true
  if (type === 'uuid') return `00000000-0000-4000-8000-00000000000${seed}`
  if (type === 'jsonb' || type === 'json') return {}
  if (type.endsWith('vector')) return '[1,2]'
  return `text ${seed}`
}
