import type { SupabaseClient } from '@supabase/supabase-js'
import { z } from 'zod'
import { OutboxState } from '../../../shared/contracts/message.ts'
import { retryDelay } from '../../../shared/ingest/backoff.ts'
import { errorLabel } from './app.ts'
import { groupBy } from './jobs-group.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'

export const Effect = z.enum(['message', 'priority', 'mail', 'slack', 'labels', 'team', 'note', 'status', 'assignee', 'undo', 'webhook'])
type Effect = z.infer<typeof Effect>

export const OutboxRow = z.object({
  id: z.number(),
  account_id: z.number(),
  conversation_id: z.number(),
  key: z.uuid(),
  agent_id: z.number().nullable(),
  reason: z.enum(['agent_reply', 'agent_note', 'sla_yellow', 'sla_red', 'rule', 'macro', 'money']),
  effect: Effect,
  payload: z.record(z.string(), z.unknown()),
  asked_at: z.string().nullable(),
  content: z.string(),
  rule_run_id: z.number().nullable().default(null),
  state: OutboxState,
  send_after: z.string(),
  attempts: z.number(),
  message_id: z.number().nullable(),
  code: z.string().nullable(),
  created_at: z.string(),
})
export type OutboxRow = z.infer<typeof OutboxRow>

/**
 * What became of one attempt. `unknown`: the vendor may or may not have done it, so the world must be read before the
 * next attempt. `busy`: it surely has not.
 */
export type Delivery =
  | { outcome: 'sent', messageId: number | null }
  | { outcome: 'refused', code: string }
  | { outcome: 'busy', code: string }
  | { outcome: 'unknown', code: string }

/** Does one effect, or finds that it is done when `mayBeSent`. */
export type Deliver = (row: OutboxRow, mayBeSent: boolean) => Promise<Delivery>

const STATE_AFTER = { sent: 'done', refused: 'failed', busy: 'unknown', unknown: 'unknown' } as const satisfies
  Record<Delivery['outcome'], OutboxState>

const BATCH = 20
// Longer than every time-out on the way together, so that no second sender starts while the first may still succeed.
const LEASE_SECONDS = 90
// Chatwoot gives a request up after 15 s; before that, what the thread shows is not final.
const SETTLES_MS = 20_000
// About an hour of trying; then a person must look.
const MAX_ATTEMPTS = 12

/** Does what is due, messages unless told otherwise. Each at most once, whatever crashes in between. Returns how many were tried. */
export async function sendDue(admin: SupabaseClient, deliver: Deliver, now: () => number, effects: Effect[] = ['message']): Promise<number> {
  const args = { p_now: timestamp(now()), p_limit: BATCH, p_lease_seconds: LEASE_SECONDS, p_effects: effects }
  const rows = await callRpc(admin, 'claim_outbox', args, z.array(OutboxRow))
  rows.sort((a, b) => a.send_after.localeCompare(b.send_after) || a.id - b.id)
  const threads = groupBy(rows, row => `${row.account_id} ${row.conversation_id}`)
  // Within a thread one after the other, as they were written.
  await Promise.all(threads.map(async (thread) => {
    for (const row of thread) await attempt(admin, row, deliver, now)
  }))
  return rows.length
}

async function attempt(admin: SupabaseClient, row: OutboxRow, deliver: Deliver, now: () => number): Promise<void> {
  // A second attempt means that the first was asked for, and nobody wrote down the answer.
  const delivery = await deliver(row, row.attempts > 1).catch((error): Delivery => ({ outcome: 'unknown', code: errorLabel(error) }))
  await settle(admin, row, delivery, now())
}

async function settle(admin: SupabaseClient, row: OutboxRow, delivery: Delivery, now: number): Promise<void> {
  const isOver = row.attempts >= MAX_ATTEMPTS && delivery.outcome !== 'sent'
  const delay = Math.max(delivery.outcome === 'unknown' ? SETTLES_MS : 0, retryDelay(row.attempts, Math.random()))
  await callRpc(admin, 'settle_message', {
    p_id: row.id,
    p_attempt: row.attempts,
    p_state: isOver ? 'failed' : STATE_AFTER[delivery.outcome],
    p_message_id: delivery.outcome === 'sent' ? delivery.messageId : null,
    p_code: delivery.outcome === 'sent' ? null : delivery.code,
    p_send_after: timestamp(now + delay),
    p_now: timestamp(now),
  }, z.unknown())
}
