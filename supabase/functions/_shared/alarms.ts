import type { SupabaseClient } from '@supabase/supabase-js'
import type { JobHandlers, Work } from './jobs.ts'
import { z } from 'zod'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { createEffects } from './outbox-effects.ts'
import { Effect, sendDue } from './outbox.ts'

const BATCH = 500
const ROUNDS = 20
const BUDGET_MS = 20_000
// All but messages, whose senders have a door of their own.
const EFFECTS = Effect.exclude(['message']).options

/**
 * Notes the clocks that turned yellow or red and writes down what follows; returns how many turned. Assignment is asked for
 * only where somebody would take the job.
 */
export async function turnClocks(admin: SupabaseClient, now: () => number, handlers: JobHandlers): Promise<number> {
  const args = { p_now: timestamp(now()), p_limit: BATCH, p_can_assign: 'assign_conversation' in handlers }
  let total = 0
  for (let round = 0; round < ROUNDS; round++) {
    const turned = await callRpc(admin, 'mark_due_clocks', args, z.number())
    total += turned
    if (turned < BATCH) break
  }
  return total
}

/** Does what is asked for beside messages until nothing is due or the time is up; the next tick goes on. Returns how many were tried. */
export async function sendEffects(work: Work): Promise<number> {
  const until = performance.now() + BUDGET_MS
  const deliver = createEffects(work)
  for (let total = 0; ;) {
    const tried = await sendDue(work.admin, deliver, work.now, EFFECTS)
    total += tried
    if (tried === 0 || performance.now() > until) return total
  }
}
