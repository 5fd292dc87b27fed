import type { Work } from './jobs.ts'
import { z } from 'zod'
import { callRpc, timestamp } from './jobs-rpc.ts'

/** Asks for the rules to look at conversations, where the account has rules that are on. */
export async function enqueueRules(accountId: number, conversationIds: number[], work: Work, delayMs = 0): Promise<void> {
  if (conversationIds.length === 0) return
  const args = { p_account_id: accountId, p_conversation_ids: conversationIds, p_run_at: timestamp(work.now() + delayMs) }
  await callRpc(work.admin, 'enqueue_rules', args, z.unknown())
}
