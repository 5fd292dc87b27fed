import type { SupabaseClient } from '@supabase/supabase-js'
import type { ResolveHost } from './resolve-host.ts'
import { z } from 'zod'
import { retryDelay } from '../../../shared/ingest/backoff.ts'
import { errorLabel } from './app.ts'
import { groupBy } from './jobs-group.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'

/** What a worker needs of the world. `admin` bypasses row level security: every job carries its account. */
export interface Work {
  admin: SupabaseClient
  now: () => number
  fetch?: typeof fetch
  resolveHost?: ResolveHost
}

const Job = z.object({
  id: z.number(),
  account_id: z.number(),
  kind: z.string(),
  payload: z.record(z.string(), z.unknown()),
  attempts: z.number(),
  event: z.object({ event: z.string(), payload: z.unknown(), sent_at: z.string() }).nullable(),
})
export type Job = z.infer<typeof Job>

/** Works off jobs of one kind and one account, all or none: a throw puts each back on its own. */
type JobHandler = (accountId: number, jobs: Job[], work: Work) => Promise<void>
export type JobHandlers = Record<string, JobHandler>

/** A failure that trying again cannot mend; the job is dead at once. */
export class FinalJobFailure extends Error {
  override readonly name = 'FinalJobFailure'

  constructor(readonly code: string) {
    super(code)
  }
}

/** A failure that every job of the group would meet again at once: all are put back, and none is tried on its own. */
export class CommonFailure extends Error {
  override readonly name = 'CommonFailure'
}

const BATCH = 50
// A claimed job is invisible this long; whoever dies holding it delays it no longer than that.
const LEASE_SECONDS = 60

/** The kinds that a runner takes: these only, or all but these. */
export interface Lane { only?: readonly string[], without?: readonly string[] }

/**
 * Works off what is due in a lane, `batch` jobs at a time, until nothing is or `budgetMs` is spent. Returns how many jobs were
 * taken.
 */
export async function runDueJobs(handlers: JobHandlers, work: Work, budgetMs = 25_000, batch = BATCH, lane: Lane = {}): Promise<number> {
  const until = performance.now() + budgetMs
  for (let taken = 0; ;) {
    const kinds = { p_only: lane.only ?? null, p_without: lane.without ?? [] }
    const args = { p_now: timestamp(work.now()), p_limit: batch, p_lease_seconds: LEASE_SECONDS, ...kinds }
    const jobs = await callRpc(work.admin, 'claim_jobs', args, z.array(Job))
    for (const group of groupBy(jobs, job => `${job.account_id} ${job.kind}`)) await runGroup(group, handlers, work)
    taken += jobs.length
    // Jobs make jobs, so only an empty hand means that all is done.
    if (jobs.length === 0 || performance.now() > until) return taken
  }
}

async function runGroup(jobs: [Job, ...Job[]], handlers: JobHandlers, work: Work): Promise<void> {
  const [{ kind, account_id }] = jobs
  try {
    const handler = handlers[kind]
    if (!handler) throw new FinalJobFailure('unknown_kind')
    await handler(account_id, jobs, work)
  }
  catch (error) {
    const isCommon = error instanceof CommonFailure
    for (const job of jobs) {
      if (isCommon || jobs.length === 1) await fail(job, isCommon ? error.cause : error, work)
      // One that cannot be read must not hold up the others.
      else await runGroup([job], handlers, work)
    }
    return
  }
  await callRpc(work.admin, 'complete_jobs', { p_ids: jobs.map(job => job.id), p_now: timestamp(work.now()) }, z.unknown())
}

async function fail(job: Job, error: unknown, { admin, now }: Work): Promise<void> {
  const isFinal = error instanceof FinalJobFailure
  await callRpc(admin, 'fail_job', {
    p_id: job.id,
    p_attempt: job.attempts,
    p_error: isFinal ? error.code : errorLabel(error),
    p_retry_at: timestamp(now() + retryDelay(job.attempts, Math.random())),
    p_is_final: isFinal,
    p_now: timestamp(now()),
  }, z.unknown())
}

/** Asks for work; the same key while one waits is the same work. */
export async function enqueueJob(work: Work, accountId: number, kind: string, payload: object, key: string): Promise<void> {
  const args = { p_account_id: accountId, p_kind: kind, p_payload: payload, p_dedupe_key: key, p_run_at: timestamp(work.now()) }
  await callRpc(work.admin, 'enqueue_job', args, z.unknown())
}

interface EdgeRuntime { waitUntil: (work: Promise<unknown>) => void }

/** Goes on after the answer has left; the host is asked to stay alive for it. What fails here, the next tick finds again. */
export function runInBackground(work: () => Promise<unknown>): void {
  const runtime: EdgeRuntime | undefined = Reflect.get(globalThis, 'EdgeRuntime')
  const finished = Promise.resolve().then(work).catch(error => console.error('background work failed:', errorLabel(error)))
  runtime?.waitUntil(finished)
}

/** One run at a time in this process; asking while it runs makes it run once more. */
export function createKick(): (run: () => Promise<unknown>) => void {
  let isRunning = false
  let isWanted = false
  return (run) => {
    isWanted = true
    if (isRunning) return
    isRunning = true
    runInBackground(async () => {
      try {
        while (isWanted) {
          isWanted = false
          await run()
        }
      }
      finally {
        isRunning = false
      }
    })
  }
}
