import type { SupabaseClient } from '@supabase/supabase-js'
import type { SkipReason } from '../../../shared/contracts/rule.ts'
import { z } from 'zod'
import { RuleEffect } from '../../../shared/contracts/rule.ts'
import { callRpc } from './jobs-rpc.ts'

/** Names an effect of a rule's run that is worked out after the run was written down. */
export const EffectRef = z.object({ ruleRunId: z.number(), index: z.number() })
export type EffectRef = z.infer<typeof EffectRef>

const Instant = z.string().transform(text => Date.parse(text)).pipe(z.number())
const Row = z.object({ conversation_id: z.number(), rule_name: z.string(), ran_at: Instant, effect: RuleEffect })
export type OpenEffect = z.infer<typeof Row>

/** An effect that nothing came of yet; null where something did, or its rule, run or conversation is gone. */
export async function readOpenEffect(admin: SupabaseClient, accountId: number, ref: EffectRef): Promise<OpenEffect | null> {
  const args = { p_account_id: accountId, p_run_id: ref.ruleRunId, p_index: ref.index }
  const [row] = await callRpc(admin, 'open_rule_effect', args, z.array(Row))
  return row ?? null
}

/** Writes into the log why nothing came of an effect, and the names of what was missing. */
export async function skipEffect(
  admin: SupabaseClient,
  accountId: number,
  ref: EffectRef,
  skipped: SkipReason,
  missing: string[] = [],
): Promise<void> {
  const args = { p_account_id: accountId, p_run_id: ref.ruleRunId, p_index: ref.index, p_skipped: skipped, p_missing: missing }
  await callRpc(admin, 'skip_rule_effect', args, z.unknown())
}
