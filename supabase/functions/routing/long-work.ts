import type { SupabaseClient } from '@supabase/supabase-js'
import type { HistoryImport, ReplayRun, RoutingDraft } from '../../../shared/contracts/routing-settings.ts'
import type { Caller } from '../_shared/caller.ts'
import type { Work } from '../_shared/jobs.ts'
import { z } from 'zod'
import { ReplayResult } from '../../../shared/contracts/replay.ts'
import { LongWorkState } from '../../../shared/contracts/routing-settings.ts'
import { ProblemError } from '../_shared/app.ts'
import { timestamp } from '../_shared/jobs-rpc.ts'
import { enqueueJob } from '../_shared/jobs.ts'

const DAY = 86_400_000
const RunRow = z.object({ id: z.number(), state: LongWorkState, progress: z.number(), result: ReplayResult.nullable() })
const ImportRow = z.object({ state: LongWorkState, progress: z.number(), conversations: z.number(), days: z.number() })

export async function startReplay(caller: Caller, { days, draft }: { days: number, draft: RoutingDraft }, work: Work): Promise<ReplayRun> {
  const row = { account_id: caller.accountId, asked_by: caller.agentId, days, draft }
  const { data, error } = await work.admin.from('replays').insert(row).select('id, state, progress, result').single()
  if (error) throw new ProblemError('internal', { cause: error })
  const run = RunRow.parse(data)
  await enqueueJob(work, caller.accountId, 'replay_routing', { replayId: run.id }, `${run.id}`)
  return run
}

/** A replay as it stands, or the latest one; row level security decides who sees it. */
export async function readReplay(supabase: SupabaseClient, accountId: number, replayId: number): Promise<ReplayRun> {
  const { data, error } = await supabase.from('replays').select('id, state, progress, result').eq('account_id', accountId).eq('id', replayId).maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  if (!data) throw new ProblemError('replay_not_found')
  return RunRow.parse(data)
}

/** Asks a replay to stop; one that never began is stopped at once. */
export async function stopReplay(accountId: number, replayId: number, { admin, now }: Work): Promise<void> {
  const change = { is_stop_asked: true, updated_at: timestamp(now()) }
  const asked = await admin.from('replays').update(change).eq('account_id', accountId).eq('id', replayId).select('id')
  if (asked.error) throw new ProblemError('internal', { cause: asked.error })
  if (asked.data.length === 0) throw new ProblemError('replay_not_found')
  const { error } = await admin.from('replays').update({ state: 'stopped' }).eq('account_id', accountId).eq('id', replayId).eq('state', 'queued')
  if (error) throw new ProblemError('internal', { cause: error })
}

/** Starts over from the latest conversation; what is known already is only compared. */
export async function startImport(accountId: number, days: number, work: Work): Promise<void> {
  const now = work.now()
  const { error } = await work.admin.from('history_imports').upsert({
    account_id: accountId,
    days,
    since: timestamp(now - days * DAY),
    page: 1,
    conversations: 0,
    failures: 0,
    state: 'queued',
    progress: 0,
    is_stop_asked: false,
    updated_at: timestamp(now),
  })
  if (error) throw new ProblemError('internal', { cause: error })
  await enqueueJob(work, accountId, 'import_history', {}, 'import')
}

export async function readImport(supabase: SupabaseClient, accountId: number): Promise<HistoryImport> {
  const { data, error } = await supabase.from('history_imports').select('state, progress, conversations, days').eq('account_id', accountId).maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  return ImportRow.nullable().parse(data)
}

export async function stopImport(accountId: number, { admin, now }: Work): Promise<void> {
  const change = { is_stop_asked: true, updated_at: timestamp(now()) }
  const { error } = await admin.from('history_imports').update(change).eq('account_id', accountId)
  if (error) throw new ProblemError('internal', { cause: error })
}
