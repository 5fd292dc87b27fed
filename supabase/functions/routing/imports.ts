import type { SupabaseClient } from '@supabase/supabase-js'
import type { HistoryImport } from '../../../shared/contracts/replays.ts'
import type { Caller } from '../_shared/caller.ts'
import type { Work } from '../_shared/jobs.ts'
import { z } from 'zod'
import { HistoryImport as Import } from '../../../shared/contracts/replays.ts'
import { ProblemError } from '../_shared/app.ts'
import { callRpc, timestamp } from '../_shared/jobs-rpc.ts'
import { enqueueJob } from '../_shared/jobs.ts'

const Row = z
  .object({ waits_until: z.string().nullable() })
  .loose()
  .transform(({ waits_until, ...row }) => ({ ...row, waitsUntil: waits_until === null ? null : Date.parse(waits_until) }))
  .pipe(Import)

/** The account's import as it stands, null without one; row level security decides who sees it. */
export async function readImport(supabase: SupabaseClient, accountId: number): Promise<HistoryImport | null> {
  const { data, error } = await supabase.from('history_imports').select('state, progress, days, conversations, skipped, code, waits_until').eq('account_id', accountId).maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  return Row.nullable().parse(data)
}

/** Begins, or goes on with one of the same length that was stopped or failed; refuses with `already_running`. */
export async function startImport({ accountId, agentId }: Caller, days: number, work: Work): Promise<void> {
  const args = { p_account_id: accountId, p_days: days, p_agent_id: agentId, p_now: timestamp(work.now()) }
  if (!await callRpc(work.admin, 'start_import', args, z.boolean())) throw new ProblemError('already_running')
  await enqueueJob(work, accountId, 'import_history', {}, 'import')
}

/** Asks it to stop; one that is over stays as it is. */
export async function stopImport(accountId: number, { admin, now }: Work): Promise<void> {
  await callRpc(admin, 'stop_import', { p_account_id: accountId, p_now: timestamp(now()) }, z.unknown())
}
