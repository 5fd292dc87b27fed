import type { Work } from './jobs.ts'
import { z } from 'zod'
import { ProblemError } from './app.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { enqueueJob } from './jobs.ts'

const LEASE_MS = 60_000
const Instant = z.string().transform(text => Date.parse(text))
const Claimed = z.array(z.object({
  since: Instant,
  page: z.number(),
  handled: z.array(z.number()),
  conversations: z.number(),
  skipped: z.number(),
  failures: z.number(),
  started_at: Instant,
}))
const Standing = z.object({ state: z.string(), is_stop_asked: z.boolean(), locked_until: Instant.nullable() }).nullable()
const Noted = z.array(z.object({ is_stop_asked: z.boolean() }))

type Change = Partial<{ failures: number, waits_until: string | null, state: string, code: string | null, progress: number }>
export type ImportClaim = NonNullable<Awaited<ReturnType<typeof claimImport>>>

/** The import of an account, held against everybody else; null when there is none to do, or somebody is at it. */
export async function claimImport(accountId: number, work: Work) {
  const runner = crypto.randomUUID()
  const lease = () => timestamp(work.now() + LEASE_MS)
  const args = { p_account_id: accountId, p_runner: runner, p_until: lease(), p_now: timestamp(work.now()) }
  const [row] = await callRpc(work.admin, 'claim_import', args, Claimed)
  if (!row) return leaveIt(accountId, work)
  const { since, started_at: startedAt, failures } = row
  let { page, handled, conversations, skipped } = row

  /** False when it is to stop, or is somebody else's by now. */
  async function note(change: object): Promise<boolean> {
    const { data, error } = await work.admin.from('history_imports').update({ locked_until: lease(), ...change, updated_at: timestamp(work.now()) }).eq('account_id', accountId).eq('runner', runner).select('is_stop_asked')
    if (error) throw new ProblemError('internal', { cause: error })
    const [noted] = Noted.parse(data)
    if (!noted?.is_stop_asked || 'state' in change) return noted !== undefined
    await end('stopped', null)
    return false
  }

  async function end(state: 'done' | 'stopped' | 'failed', code: string | null): Promise<void> {
    const progress = state === 'done' ? { progress: 1 } : {}
    await note({ ...progress, state, code, waits_until: null, runner: null, locked_until: null })
  }

  return {
    since,
    failures,
    at: { get page() { return page }, get handled() { return handled } },
    end,

    /** False when it goes no further. */
    async handled(id: number, openedAt: number, isTaken: boolean): Promise<boolean> {
      handled = [...handled, id]
      if (isTaken) conversations += 1
      else skipped += 1
      const progress = Math.min(1, Math.max(0, (startedAt - openedAt) / Math.max(1, startedAt - since)))
      return note({ handled, conversations, skipped, progress, failures: 0, waits_until: null })
    },

    async turnPage(ids: number[]): Promise<boolean> {
      page += 1
      handled = ids
      return note({ page, handled })
    },

    /** Lets go and comes back after `afterMs`. */
    async release(afterMs: number, change: Change = {}): Promise<void> {
      if (!await note({})) return
      await note({ ...change, runner: null, locked_until: null })
      // Whoever dies here leaves their own job behind, which comes back.
      await enqueueJob({ ...work, now: () => work.now() + afterMs }, accountId, 'import_history', {}, 'import')
    },
  }
}

/** Looks again when whoever is at it should be done, lest they died; ends what nobody is at and somebody stopped. */
async function leaveIt(accountId: number, work: Work): Promise<null> {
  const { data, error } = await work.admin.from('history_imports').select('state, is_stop_asked, locked_until').eq('account_id', accountId).maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  const standing = Standing.parse(data)
  if (!standing || !['queued', 'running'].includes(standing.state)) return null
  const heldMs = (standing.locked_until ?? 0) - work.now()
  if (heldMs > 0) await enqueueJob({ ...work, now: () => work.now() + heldMs + 1_000 }, accountId, 'import_history', {}, 'import')
  else if (standing.is_stop_asked) await callRpc(work.admin, 'stop_import', { p_account_id: accountId, p_now: timestamp(work.now()) }, z.unknown())
  return null
}
