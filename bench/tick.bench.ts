import type { Reporter } from './figure.ts'
import process from 'node:process'
import { startTestStack } from '../local/testing/stack.ts'
import { turnClocks } from '../supabase/functions/_shared/alarms.ts'
import { percentile } from './figure.ts'

const DUE = 200
const ROUNDS = 9
const MOST = 1.5

/** What a tick pays for the clocks that turn, with few and with many that do not: 200 turn yellow, with all that follows. */
export async function measure({ report }: Reporter): Promise<void> {
  const few = await turning(1_000)
  const many = await turning(100_000)
  report('turn_with_1000_open', few, 'ms')
  report('turn_with_100000_open', many, 'ms', few)
  report('ratio', many / few, 'share', MOST)
  if (many / few > MOST) process.exitCode = 1
}

async function turning(open: number): Promise<number> {
  const stack = await startTestStack()
  await stack.sql(`insert into public.accounts (name, chatwoot_url, chatwoot_account_id) values ('Bench', 'http://chatwoot.test', 1)`)
  await stack.sql(`insert into public.agents (account_id, chatwoot_user_id, name, email, role) values (1, 1, 'Ada', 'ada@shop.test', 'admin')`)
  await stack.sql(`insert into public.conversations (account_id, conversation_id, contact_id, inbox_id, status, opened_at, last_activity_at, source_version, source_digest)
    select 1, n, 1, 1, 'open', now(), now(), 1, 1 from generate_series(1, ${open}) n`)
  await stack.sql(`insert into public.sla_clocks (account_id, conversation_id, tier_name, tier_position, target_seconds, calendar, because, started_at, warn_at, due_at)
    select 1, n, 'General', 3, 3600, '{}', '{}', now() - interval '1 hour', now() + interval '10 days' + n * interval '1 second', now() + interval '20 days' + n * interval '1 second'
    from generate_series(1, ${open}) n`)
  await stack.sql('analyze')
  const admin = stack.adminClient()
  const took: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    await stack.sql(`update public.sla_clocks set warn_at = now() - interval '1 minute', warned_at = null
      where id in (select id from public.sla_clocks where warned_at is null order by id limit ${DUE})`)
    const started = performance.now()
    const turned = await turnClocks(admin, Date.now, { assign_conversation: async () => {} })
    if (turned !== DUE) throw new Error(`${turned} clocks turned instead of ${DUE}`)
    // The first round pays for plans and code that the others find ready.
    if (round > 0) took.push(performance.now() - started)
    for (const table of ['outbox', 'notifications', 'jobs']) await stack.sql(`delete from public.${table}`)
    if (open === 1_000) await stack.sql(`update public.sla_clocks set warned_at = null, warn_at = now() + interval '10 days' where warned_at is not null`)
  }
  await stack.stop()
  return percentile(took, 0.5)
}
