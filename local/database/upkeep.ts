import type { Database } from './open.ts'
import { z } from 'zod'

const EVERY_MS = 10_000
// What an account writes all day; the rest changes with settings.
const BUSY = [
  'public.webhook_events',
  'public.jobs',
  'public.outbox',
  'public.contacts',
  'public.conversations',
  'public.conversation_statuses',
  'public.messages',
  'public.message_moods',
  'public.judgements',
  'public.sla_promises',
  'public.sla_clocks',
  'public.assignments',
  'realtime.messages',
] as const

// As autovacuum does, and sooner: a share of the table has changed, or is dead.
const WORN = `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
  where format('%I.%I', schemaname, relname) = any ($1) and greatest(n_mod_since_analyze, n_dead_tup) > 20 + n_live_tup / 10`
const Worn = z.array(z.object({ name: z.enum(BUSY) }))

/** PGlite has no autovacuum: without it tables of a queue fill with dead rows, and plans are made for tables that are still empty. */
export function startUpkeep({ db, mutex }: Database) {
  async function tidy(): Promise<void> {
    const worn = await mutex.run(async () => {
      await db.query('select pg_stat_force_next_flush()')
      return Worn.parse((await db.query(WORN, [BUSY])).rows)
    })
    // One table at a time, so that nobody waits for all of them.
    for (const { name } of worn) await mutex.run(async () => db.exec(`vacuum (analyze) ${name}`))
  }
  const timer = setInterval(() => void tidy().catch(error => console.error('upkeep:', error)), EVERY_MS)
  return { tidy, stop: () => clearInterval(timer) }
}
