import type { SupabaseEnv } from '@supabase/server'
import { withSupabase } from '@supabase/server/adapters/hono'
import { z } from 'zod'
import { sendEffects, turnClocks } from '../_shared/alarms.ts'
import { createApp } from '../_shared/app.ts'
import { createEmbedder } from '../_shared/embeddings.ts'
import { JOB_HANDLERS } from '../_shared/jobs-handlers.ts'
import { enqueueIndexing } from '../_shared/jobs-index.ts'
import { runAllLanes, runLongJobs } from '../_shared/jobs-lanes.ts'
import { callRpc, timestamp } from '../_shared/jobs-rpc.ts'
import { openOccurrences } from '../_shared/jobs-timed.ts'
import { carryOutDue } from '../_shared/order-actions/carry-out.ts'
import { followPayouts } from '../_shared/order-actions/payouts.ts'
import { createDeliver } from '../_shared/outbox-deliver.ts'
import { sendDue } from '../_shared/outbox.ts'

const SWEEP_EVERY_SECONDS = 300

/** Once a minute: what waited for its time, what a crash left behind, and what no webhook told. */
export function createTick(env?: Partial<SupabaseEnv>, now: () => number = Date.now, fetch?: typeof globalThis.fetch) {
  return createApp('/tick')
    // The secret key authorises; there is no user whose rights could be used.
    .use(withSupabase({ auth: 'secret', env }))
    .post('/', async (c) => {
      const admin = c.var.supabaseContext.supabaseAdmin
      const work = { admin, now, fetch }
      const actions = await carryOutDue(work)
      const payouts = await followPayouts(work)
      const messages = await sendDue(admin, createDeliver(work), now)
      const clocks = await turnClocks(admin, now, JOB_HANDLERS)
      const effects = await sendEffects(work)
      await callRpc(admin, 'enqueue_sweeps', { p_now: timestamp(now()), p_every_seconds: SWEEP_EVERY_SECONDS }, z.unknown())
      await callRpc(admin, 'enqueue_routing_rounds', { p_now: timestamp(now()) }, z.unknown())
      await openOccurrences(work)
      await enqueueIndexing(work, createEmbedder({ fetch }))
      runLongJobs(work)
      const jobs = await runAllLanes(work)
      await callRpc(admin, 'purge_history', { p_now: timestamp(now()) }, z.unknown())
      for (const tidy of ['thin_statuses', 'thin_rule_runs', 'expire_approvals']) await callRpc(admin, tidy, { p_now: timestamp(now()) }, z.unknown())
      return c.json({ actions, payouts, messages, clocks, effects, jobs })
    })
}

export const app = createTick()
