import type { JobHandlers, Work } from './jobs.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startTestStack } from '../../../local/testing/stack.ts'
import { createKick, enqueueJob, FinalJobFailure, runDueJobs } from './jobs.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

const START = Date.now()
let now = START
let work: Work
let stack: Awaited<ReturnType<typeof startTestStack>>

beforeAll(async () => {
  stack = await startTestStack()
  await stack.sql(`insert into public.accounts (name, chatwoot_url, chatwoot_account_id) values ('Demo', 'http://chatwoot.test', 1)`)
  work = { admin: stack.adminClient(), now: () => now }
}, 60_000)
beforeEach(async () => {
  now = START
  await stack.sql('delete from public.jobs')
})
afterAll(() => stack.stop())

describe('runDueJobs', () => {
  it('does each job once, however many runners there are', async () => {
    const seen: unknown[] = []
    const handlers: JobHandlers = { note: async (_, jobs) => void seen.push(...jobs.map(job => job.payload.n)) }
    for (let n = 0; n < 30; n++) await enqueueJob(work, 1, 'note', { n }, `n${n}`)

    await Promise.all([runDueJobs(handlers, work), runDueJobs(handlers, work), runDueJobs(handlers, work)])

    expect(seen.toSorted((a, b) => Number(a) - Number(b))).toEqual([...Array.from({ length: 30 }).keys()])
  })

  it('takes a request for waiting work as the same work', async () => {
    await enqueueJob(work, 1, 'note', {}, 'same')
    await enqueueJob(work, 1, 'note', {}, 'same')
    expect(await waiting()).toHaveLength(1)
  })

  it('does not swallow news that come while the work runs', async () => {
    const handlers: JobHandlers = { note: async () => enqueueJob(work, 1, 'note', {}, 'same') }
    await enqueueJob(work, 1, 'note', {}, 'same')
    await runDueJobs(handlers, work, { budgetMs: 0 })
    expect(await waiting()).toHaveLength(1)
  })

  it('tries again later, and buries what fails eight times', async () => {
    let tries = 0
    const handlers: JobHandlers = { note: async () => {
      tries++
      throw new TypeError('a customer wrote secret@example.com')
    } }
    await enqueueJob(work, 1, 'note', {}, 'bad')
    await runDueJobs(handlers, work)
    await runDueJobs(handlers, work)
    expect(tries).toBe(1)

    for (let n = 0; n < 10; n++) {
      now += 3_600_000
      await runDueJobs(handlers, work)
    }
    expect(tries).toBe(8)
    expect(await stack.sql('select last_error, dead_at is not null as is_dead from public.jobs'))
      .toEqual([{ last_error: 'TypeError', is_dead: true }])
  })

  it('buries at once what no second try can mend, without the others of its batch', async () => {
    const done: unknown[] = []
    const handlers: JobHandlers = { note: async (_, jobs) => {
      if (jobs.some(job => job.payload.n === 2)) throw new FinalJobFailure('payload_unreadable')
      done.push(...jobs.map(job => job.payload.n))
    } }
    for (const n of [1, 2, 3]) await enqueueJob(work, 1, 'note', { n }, `n${n}`)
    await runDueJobs(handlers, work)
    expect(done).toEqual([1, 3])
    expect(await stack.sql('select last_error from public.jobs where dead_at is not null')).toEqual([{ last_error: 'payload_unreadable' }])
  })

  it('takes over from a runner that died', async () => {
    let tries = 0
    await enqueueJob(work, 1, 'note', {}, 'orphan')
    await work.admin.rpc('claim_jobs', { p_now: new Date(now).toISOString() })
    const handlers: JobHandlers = { note: async () => void tries++ }
    await runDueJobs(handlers, work)
    expect(tries).toBe(0)
    now += 61_000
    await runDueJobs(handlers, work)
    expect(tries).toBe(1)
  })
})

describe('retry_dead_job', () => {
  it('is for an admin of the account only', async () => {
    await enqueueJob(work, 1, 'note', {}, 'dead')
    await runDueJobs({}, work)
    await stack.sql(`insert into public.agents (account_id, chatwoot_user_id, name, email, role) values
      (1, 1, 'Ada', 'ada@shop.test', 'admin'), (1, 2, 'Ben', 'ben@shop.test', 'agent') on conflict do nothing`)
    const [job] = await stack.sql<{ id: number }>('select id from public.jobs')
    const { client: ben } = await stack.userClient('ben@shop.test')
    const { client: ada } = await stack.userClient('ada@shop.test')

    expect((await ben.from('jobs').select('id')).data).toEqual([])
    expect((await ben.rpc('retry_dead_job', { p_id: job?.id })).data).toBe(false)
    expect((await ada.from('jobs').select('id')).data).toEqual([{ id: job?.id }])
    expect((await ada.rpc('retry_dead_job', { p_id: job?.id })).data).toBe(true)
    expect(await waiting()).toHaveLength(1)
  })
})

describe('createKick', () => {
  it('runs once at a time and once more for whoever asked meanwhile', async () => {
    let running = 0
    let runs = 0
    const kick = createKick()
    const finished = new Promise<void>((resolve) => {
      const run = async () => {
        expect(++running).toBe(1)
        await Promise.resolve()
        running--
        if (++runs === 1) {
          kick(run)
          kick(run)
        }
        else {
          resolve()
        }
      }
      kick(run)
    })
    await finished
    await Promise.resolve()
    expect(runs).toBe(2)
  })
})

async function waiting() {
  return stack.sql('select id from public.jobs where done_at is null and dead_at is null')
}
