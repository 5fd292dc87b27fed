import type { Database } from './open.ts'

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
]

/** PGlite has no autovacuum: without it tables of a queue fill with dead rows, and plans are made for tables that are still empty. */
export function startUpkeep({ db, mutex }: Database) {
  async function tidy(): Promise<void> {
    // One table at a time, so that nobody waits for all of them.
    for (const table of BUSY) await mutex.run(async () => db.exec(`vacuum (analyze) ${table}`))
  }
  const timer = setInterval(() => void tidy().catch(error => console.error('upkeep:', error)), EVERY_MS)
  return { tidy, stop: () => clearInterval(timer) }
}
