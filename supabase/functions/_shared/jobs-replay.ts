import type { Job, Work } from './jobs.ts'
import { z } from 'zod'
import { ReplayDraft, ReplayOutcome } from '../../../shared/contracts/replays.ts'
import { replay } from '../../../shared/replay/replay.ts'
import { ProblemError } from './app.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { readReplayInput } from './replay-input.ts'

// Others of this process have their turn this often, and somebody who stops it waits no longer than that.
const BREATH_MS = 20
const LOOK_EVERY_MS = 500
const LEASE_MS = 60_000
// Whatever ends its process three times would end it again.
const MOST_ATTEMPTS = 3
const READING_SHARE = 0.15

const Asked = z.object({ replayId: z.number() })
const Row = z.object({ id: z.number(), days: z.number(), draft: z.unknown() })
const Noted = z.array(z.object({ is_stop_asked: z.boolean() }))
type Pulse = ReturnType<typeof createPulse>

/** Runs a replay that was asked for, tells how far it is, and stops when somebody says so. After a crash it begins anew. */
export async function runReplays(accountId: number, jobs: Job[], work: Work): Promise<void> {
  for (const job of jobs) await runReplay(accountId, job, Asked.parse(job.payload).replayId, work)
}

async function runReplay(accountId: number, job: Job, replayId: number, work: Work): Promise<void> {
  const row = await begin(accountId, replayId, work)
  if (!row) return
  const end = async (change: object) => note(replayId, change, work).then(() => undefined)
  const draft = ReplayDraft.safeParse(row.draft)
  if (job.attempts > MOST_ATTEMPTS || !draft.success) return end({ state: 'failed', code: 'internal' })
  const pulse = createPulse(job, replayId, work)
  const outcome = await compare(accountId, { ...row, draft: draft.data }, pulse, work)
  if (outcome === null) return pulse.isTaken() ? undefined : end({ state: 'stopped' })
  if (outcome === 'nobody_serves') return end({ state: 'failed', code: outcome })
  return end({ state: 'done', progress: 1, result: ReplayOutcome.parse(outcome) })
}

async function compare(accountId: number, { draft, days }: { draft: ReplayDraft, days: number }, pulse: Pulse, work: Work) {
  const input = await readReplayInput(accountId, draft, days, work, async share => pulse.goesOn(share * READING_SHARE))
  if (input === null || input === 'nobody_serves') return input
  const run = replay(input.config, input.events, input.source)
  for (let step = run.next(); ; step = run.next()) {
    if (step.done) return { result: step.value, ...input.about }
    if (!await pulse.goesOn(READING_SHARE + step.value * (1 - READING_SHARE))) return null
  }
}

/** Lets others run, and now and then says how far it is and listens whether to stop. */
function createPulse({ id, attempts }: Job, replayId: number, work: Work) {
  let breathedAt = performance.now()
  let lookedAt = breathedAt
  let isTaken = false
  return {
    isTaken: () => isTaken,
    async goesOn(progress: number): Promise<boolean> {
      if (performance.now() - breathedAt < BREATH_MS) return true
      await new Promise(resolve => setTimeout(resolve, 0))
      breathedAt = performance.now()
      if (breathedAt - lookedAt < LOOK_EVERY_MS) return true
      lookedAt = breathedAt
      const isStopped = await note(replayId, { progress }, work)
      isTaken = !await callRpc(work.admin, 'renew_job', { p_id: id, p_attempt: attempts, p_until: timestamp(work.now() + LEASE_MS) }, z.boolean())
      return !isStopped && !isTaken
    },
  }
}

async function begin(accountId: number, replayId: number, { admin, now }: Work) {
  const change = { state: 'running', progress: 0, updated_at: timestamp(now()) }
  const { data, error } = await admin.from('replays').update(change).eq('account_id', accountId).eq('id', replayId).in('state', ['queued', 'running']).select('id, days, draft')
  if (error) throw new ProblemError('internal', { cause: error })
  return z.array(Row).parse(data)[0]
}

/** Whether it is to stop: somebody said so, or it is over already. */
async function note(replayId: number, change: object, { admin, now }: Work): Promise<boolean> {
  const { data, error } = await admin.from('replays').update({ ...change, updated_at: timestamp(now()) }).eq('id', replayId).eq('state', 'running').select('is_stop_asked')
  if (error) throw new ProblemError('internal', { cause: error })
  return Noted.parse(data)[0]?.is_stop_asked ?? true
}
