import type { SupabaseClient } from '@supabase/supabase-js'
import type { ReplayBench, ReplayDraft, ReplayRun } from '../../../shared/contracts/replays.ts'
import type { Caller } from '../_shared/caller.ts'
import type { Work } from '../_shared/jobs.ts'
import { z } from 'zod'
import { ReplayBench as Bench, ReplayRun as Run } from '../../../shared/contracts/replays.ts'
import { ProblemError } from '../_shared/app.ts'
import { readPolicy } from '../_shared/jobs-promise.ts'
import { callRpc, timestamp } from '../_shared/jobs-rpc.ts'
import { enqueueJob } from '../_shared/jobs.ts'
import { assignsToday } from '../_shared/replay-today.ts'
import { viewDesk } from '../_shared/routing-desk.ts'
import { readImport } from './imports.ts'
import { personOf, saidLanguages } from './settings.ts'

interface Asked { days: number, draft: ReplayDraft }

const SHOWN_RUNS = 10
const UNIQUE_VIOLATION = '23505'
const COLUMNS = 'id, state, progress, days, code, created_at, agents (name)'
const Row = z
  .object({ created_at: z.string(), agents: z.object({ name: z.string() }).nullable(), result: z.unknown().optional() })
  .loose()
  .transform(({ created_at, agents, result, ...row }) => (
    { ...row, createdAt: Date.parse(created_at), askedBy: agents?.name ?? null, outcome: result ?? null }
  ))
const Extent = z
  .object({ conversations: z.number(), oldest_at: z.string().nullable() })
  .transform(({ conversations, oldest_at }) => ({ conversations, oldestAt: oldest_at === null ? null : Date.parse(oldest_at) }))

/** What a draft starts from, what there is to run it against, and what was run; row level security decides who sees the runs. */
export async function readBench(supabase: SupabaseClient, accountId: number, work: Work): Promise<ReplayBench> {
  const [desk, { tiers, calendar }, assign, languages, [history], imported, runs] = await Promise.all([
    viewDesk(accountId, work),
    readPolicy(accountId, work),
    assignsToday(accountId, work),
    saidLanguages(supabase, accountId),
    callRpc(work.admin, 'history_extent', { p_account_id: accountId, p_now: timestamp(work.now()) }, z.array(Extent)),
    readImport(supabase, accountId),
    supabase.from('replays').select(COLUMNS).eq('account_id', accountId).order('id', { ascending: false }).limit(SHOWN_RUNS),
  ])
  if (runs.error) throw new ProblemError('internal', { cause: runs.error })
  const people = desk.rows.filter(row => !row.is_removed && row.inbox_ids.length > 0).sort((a, b) => a.name.localeCompare(b.name))
  return Bench.parse({
    today: {
      assign,
      policy: desk.policy,
      people: people.map(row => ({ ...personOf(row), languages: languages.get(row.agent_id) ?? [] })),
      tiers,
      calendar,
    },
    names: people.map(row => ({ agentId: row.agent_id, name: row.name })),
    history,
    import: imported,
    replays: z.array(Row).parse(runs.data),
  })
}

/** Refuses with `already_running` while another one of the account runs. */
export async function startReplay(supabase: SupabaseClient, caller: Caller, { days, draft }: Asked, work: Work): Promise<ReplayRun> {
  const at = timestamp(work.now())
  const row = { account_id: caller.accountId, asked_by: caller.agentId, days, draft, created_at: at, updated_at: at }
  const { data, error } = await work.admin.from('replays').insert(row).select('id').single()
  if (error) throw new ProblemError(error.code === UNIQUE_VIOLATION ? 'already_running' : 'internal', { cause: error })
  const { id: replayId } = z.object({ id: z.number() }).parse(data)
  await enqueueJob(work, caller.accountId, 'replay_routing', { replayId }, `${replayId}`)
  return readReplay(supabase, caller.accountId, replayId)
}

/** A replay as it stands; refuses with `replay_not_found`. */
export async function readReplay(supabase: SupabaseClient, accountId: number, replayId: number): Promise<ReplayRun> {
  const { data, error } = await supabase.from('replays').select(`${COLUMNS}, result`).eq('account_id', accountId).eq('id', replayId).maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  if (!data) throw new ProblemError('replay_not_found')
  return Run.parse(Row.parse(data))
}

/** Asks a replay to stop; one that is over stays as it is. Refuses with `replay_not_found`. */
export async function stopReplay(accountId: number, replayId: number, { admin, now }: Work): Promise<void> {
  const args = { p_account_id: accountId, p_id: replayId, p_now: timestamp(now()) }
  if (!await callRpc(admin, 'stop_replay', args, z.boolean())) throw new ProblemError('replay_not_found')
}
