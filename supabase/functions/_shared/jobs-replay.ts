import type { Job, Work } from './jobs.ts'
import { z } from 'zod'
import { RoutingDraft } from '../../../shared/contracts/routing-settings.ts'
import { replay } from '../../../shared/replay/replay.ts'
import { ProblemError } from './app.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { FinalJobFailure } from './jobs.ts'
import { readReplayInput } from './replay-config.ts'

const LOOK_EVERY_MS = 500
const LEASE_MS = 60_000
const Asked = z.object({ replayId: z.number() })
const Row = z.object({ days: z.number(), draft: RoutingDraft, state: z.string(), is_stop_asked: z.boolean() })

/** Runs replays that were asked for, tells how far they are, and stops when somebody says so. */
export async function runReplays(accountId: number, jobs: Job[], work: Work): Promise<void> {
  for (const job of jobs) await runReplay(accountId, job, Asked.parse(job.payload).replayId, work)
}

async function runReplay(accountId: number, job: Job, replayId: number, work: Work): Promise<void> {
  const row = await readRow(accountId, replayId, work)
  if (!row || ['done', 'stopped', 'failed'].includes(row.state)) return
  await note(replayId, { state: 'running' }, work)
  try {
    const { config, events, source } = await readReplayInput(accountId, row.draft, row.days, work)
    const run = replay(config, events, source)
    let looked = performance.now()
    for (;;) {
      const step = run.next()
      if (step.done) return await note(replayId, { state: 'done', progress: 1, result: step.value }, work)
      if (performance.now() - looked < LOOK_EVERY_MS) continue
      looked = performance.now()
      // Others of this process have their turn here.
      await note(replayId, { progress: step.value }, work)
      if ((await readRow(accountId, replayId, work))?.is_stop_asked) return await note(replayId, { state: 'stopped' }, work)
      if (!await keepJob(job, work)) return
    }
  }
  catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    await note(replayId, { state: 'failed' }, work)
    throw new FinalJobFailure('replay_unreadable')
  }
}

async function keepJob({ id, attempts }: Job, { admin, now }: Work): Promise<boolean> {
  return callRpc(admin, 'renew_job', { p_id: id, p_attempt: attempts, p_until: timestamp(now() + LEASE_MS) }, z.boolean())
}

async function readRow(accountId: number, replayId: number, { admin }: Work) {
  const { data, error } = await admin.from('replays').select('days, draft, state, is_stop_asked').eq('account_id', accountId).eq('id', replayId).maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  return Row.nullable().parse(data)
}

async function note(replayId: number, change: object, { admin, now }: Work): Promise<void> {
  const { error } = await admin.from('replays').update({ ...change, updated_at: timestamp(now()) }).eq('id', replayId)
  if (error) throw new ProblemError('internal', { cause: error })
}
