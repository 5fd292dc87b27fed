import type { ReplayDraft } from '../../../shared/contracts/replays.ts'
import type { Shop } from '../_shared/jobs-testing.ts'
import type { Work } from '../_shared/jobs.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { HistoryImport, ReplayBench, ReplayRun } from '../../../shared/contracts/replays.ts'
import { syncAccountPeople } from '../_shared/chatwoot-people.ts'
import { JOB_HANDLERS } from '../_shared/jobs-handlers.ts'
import { dyingAfter, startShop, WORLD } from '../_shared/jobs-testing.ts'
import { runDueJobs } from '../_shared/jobs.ts'
import { createRouting } from './app.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 120_000 })

const MINUTE = 60_000
const HANDLERS = { replay_routing: JOB_HANDLERS.replay_routing ?? (async () => {}) }
type Who = 'ada' | 'ben' | 'sue' | 'zoe' | null

let shop: Shop
let work: Work
let ask: (who: Who, method: string, path: string, body?: unknown) => Promise<Response>

beforeAll(async () => {
  shop = await startShop({ ...structuredClone(WORLD), conversations: [] })
  work = { admin: shop.stack.adminClient(), now: shop.now, fetch: shop.fetch }
  await syncAccountPeople(1, [], work)
  await shop.stack.sql(`insert into public.agents (account_id, chatwoot_user_id, name, email, role, availability) values
    (1, 50, 'Sue', 'sue@shop.test', 'supervisor', 'offline')`)
  const tokenOf = async (email: string) => (await shop.stack.userClient(email)).token
  const tokens = {
    ada: await tokenOf('ada@shop.test'),
    ben: await tokenOf('ben@shop.test'),
    sue: await tokenOf('sue@shop.test'),
    zoe: await tokenOf('zoe@other.test'),
  }
  // What the doors set off is run by hand.
  const app = createRouting(shop.stack.env, shop.now, async () => { throw new TypeError('no such host') })
  ask = async (who, method, path, body) => app.request(`/routing/1${path}`, {
    method,
    headers: { apikey: shop.stack.keys.publishable, ...(who && { authorization: `Bearer ${tokens[who]}` }) },
    ...(body !== undefined && method !== 'GET' && { body: JSON.stringify(body) }),
  })
}, 90_000)
beforeEach(async () => {
  await shop.settled()
  for (const table of ['jobs', 'replays', 'history_imports', 'conversations']) await shop.stack.sql(`delete from public.${table}`)
  await shop.stack.sql('delete from public.agents where chatwoot_user_id > 100')
})
afterAll(() => shop.stack.stop())

async function bench(): Promise<ReplayBench> {
  return ReplayBench.parse(await (await ask('ada', 'GET', '/replays')).json())
}
async function draftOf(over: Partial<ReplayDraft> = {}): Promise<ReplayDraft> {
  return { ...(await bench()).today, assign: 'routing', ...over }
}
async function start(draft: ReplayDraft, days = 30): Promise<number> {
  const answer = await ask('ada', 'POST', '/replays', { days, draft })
  expect(answer.status).toBe(201)
  return ReplayRun.parse(await answer.json()).id
}
async function read(id: number): Promise<ReplayRun> {
  return ReplayRun.parse(await (await ask('ada', 'GET', `/replays/${id}`)).json())
}
async function finish(draft: ReplayDraft, days = 30): Promise<ReplayRun> {
  const id = await start(draft, days)
  await shop.settled()
  return read(id)
}
/** Two hundred conversations over ten days: each is answered after half an hour by Ben, some are the shop's own or end unanswered. */
async function pastOf(count = 200): Promise<void> {
  await shop.stack.sql(`insert into public.conversations
    (account_id, conversation_id, contact_id, inbox_id, status, opened_at, last_activity_at, source_version, source_digest)
    select 1, n, n % 40, 1, 'resolved', s.opened_at, s.opened_at + interval '1 day', 1, 1
    from generate_series(1, ${count}) n, lateral (select now() - interval '12 days' + n * interval '72 minutes' as opened_at) s`)
  await shop.stack.sql(`insert into public.messages
    (account_id, message_id, conversation_id, direction, sender_kind, sender_id, content, created_at, source_version, source_digest)
    select 1, c.conversation_id * 10 + s.turn, c.conversation_id, s.direction, s.kind, 2, 'Hello', c.opened_at + s.after, 1, 1
    from public.conversations c, (values
      (0, 'outgoing', 'agent', interval '0'), (1, 'incoming', 'contact', interval '1 second'), (2, 'outgoing', 'agent', interval '30 minutes')
    ) as s (turn, direction, kind, after)
    where (s.turn > 0 or c.conversation_id % 50 = 0) and (s.turn < 2 or c.conversation_id % 40 <> 1)`)
}

describe('replays', () => {
  it.each([
    ['GET', '/replays'],
    ['POST', '/replays'],
    ['GET', '/replays/1'],
    ['POST', '/replays/1/stop'],
    ['GET', '/import'],
    ['POST', '/import'],
    ['POST', '/import/stop'],
  ])('%s %s is closed to agents, strangers and who is not signed in, and open to supervisors', async (method, path) => {
    expect(await (await ask('ben', method, path, {})).json()).toMatchObject({ code: 'forbidden' })
    expect(await (await ask('zoe', method, path, {})).json()).toMatchObject({ code: 'account_not_found' })
    expect((await ask(null, method, path, {})).status).toBe(401)
    expect([200, 202, 400, 404]).toContain((await ask('sue', method, path, {})).status)
  })

  it('runs an account without a past against a generated month, and says so', async () => {
    const { today, history, names } = await bench()
    expect(history).toEqual({ conversations: 0, oldestAt: null })
    expect(names.map(({ name }) => name)).toEqual(['Ada', 'Ben'])
    expect(today).toMatchObject({ assign: 'round_robin', people: [{ isRouted: true }, {}], tiers: [{ name: 'VIP' }, {}, {}] })
    const run = await finish(await draftOf())
    expect(run).toMatchObject({ state: 'done', progress: 1, askedBy: 'Ada' })
    expect(run.outcome).toMatchObject({ before: 'round_robin', result: { source: 'generated' } })
    expect(run.outcome?.result.conversations).toBeGreaterThan(1000)
    const { value = 0, low = 0, high = 0 } = run.outcome?.result.change.waitP90Seconds ?? {}
    expect(low <= value && value <= high && low < high).toBe(true)
    expect((await bench()).replays).toMatchObject([{ id: run.id, state: 'done' }])
  })

  it('runs one with a past against it, without what says nothing of routing', async () => {
    await pastOf()
    const run = await finish(await draftOf(), 20)
    // The shop began four itself, and five ended without anybody.
    expect(run.outcome).toMatchObject({ leftOut: 9, result: { source: 'history', conversations: 191 }, neverThere: ['Ada'] })
    const unanswered = run.outcome?.result.before.unanswered ?? Number.NaN
    expect(unanswered).toBeLessThan(191)
    const only = await finish(await draftOf(), 3)
    expect(only.outcome?.result.source).toBe('generated')
  })

  it('shows what fewer people would mean', async () => {
    const draft = await draftOf()
    const blocks = [1, 2, 3, 4, 5, 6, 7].map(weekday => ({ weekday, fromMinute: 0, toMinute: 1440 }))
    const hours = { timeZone: 'UTC', blocks, holidays: [] }
    const people = draft.people.map(person => ({ ...person, shift: hours }))
    const both = await finish({ ...draft, people })
    const alone = await finish({ ...draft, people: people.slice(0, 1) })
    const waitOf = (run: ReplayRun) => run.outcome?.result.after.waitP90Seconds?.value ?? Number.NaN
    expect(waitOf(alone)).toBeGreaterThan(1.2 * waitOf(both))
    expect(alone.outcome?.result.before).toEqual(both.outcome?.result.before)
    expect(alone.outcome?.result.after.people).toHaveLength(1)
  })

  it('measures a draft of targets against the promises of today', async () => {
    const draft = await draftOf()
    const tiers = draft.tiers.map(tier => ({ ...tier, targetSeconds: 60 }))
    const strict = await finish({ ...draft, assign: 'round_robin', tiers })
    const { before, after } = strict.outcome?.result ?? {}
    expect(after?.broken).toBeGreaterThan((before?.broken ?? Infinity) + 100)
    expect(after?.waitP50Seconds).toEqual(before?.waitP50Seconds)
  })

  it('refuses a draft that makes no sense, and ends one in which nobody serves', async () => {
    const draft = await draftOf()
    const nowhere = { ...draft, calendar: { ...draft.calendar, timeZone: 'Mars/Olympus' } }
    for (const body of [{ days: 30 }, { days: 0, draft }, { days: 30, draft: { ...draft, people: [] } }, { days: 30, draft: nowhere }, 'x']) {
      expect(await (await ask('ada', 'POST', '/replays', body)).json()).toMatchObject({ code: 'invalid_request', status: 400 })
    }
    const strangers = draft.people.map(person => ({ ...person, agentId: person.agentId + 9_000 }))
    expect(await finish({ ...draft, people: strangers })).toMatchObject({ state: 'failed', code: 'nobody_serves', outcome: null })
    expect(await (await ask('ada', 'GET', '/replays/999')).json()).toMatchObject({ code: 'replay_not_found', status: 404 })
  })

  it('runs one at a time, and stops in the middle while others are served', async () => {
    await shop.stack.sql(`insert into public.agents (account_id, chatwoot_user_id, name, email, role, availability)
      select 1, n, 'Agent ' || n, 'agent' || n || '@shop.test', 'agent', 'online' from generate_series(101, 140) n`)
    await shop.stack.sql('insert into public.inbox_members (account_id, inbox_id, agent_id) select 1, 1, id from public.agents where chatwoot_user_id > 100')
    const id = await start(await draftOf())
    const again = await ask('ada', 'POST', '/replays', { days: 30, draft: await draftOf() })
    expect(await again.json()).toMatchObject({ code: 'already_running', status: 409 })
    await expect.poll(async () => (await read(id)).progress, { timeout: 60_000, interval: 100 }).toBeGreaterThan(0.1)
    await ask('ada', 'POST', `/replays/${id}/stop`)
    await expect.poll(async () => (await read(id)).state, { timeout: 20_000, interval: 50 }).toBe('stopped')
    const stopped = await read(id)
    expect(stopped.outcome).toBeNull()
    expect(stopped.progress).toBeLessThan(0.9)
    expect((await ask('ada', 'POST', `/replays/${id}/stop`)).status).toBe(200)
  })

  it.each([3, 8, 14])('is done after all when its process dies at step %i', async (step) => {
    await pastOf()
    const row = { account_id: 1, asked_by: 1, days: 20, draft: await draftOf() }
    const { data } = await work.admin.from('replays').insert(row).select('id').single()
    await shop.stack.sql(`insert into public.jobs (account_id, kind, payload) values (1, 'replay_routing', '{"replayId": ${data?.id}}')`)
    await runDueJobs(HANDLERS, { ...work, ...dyingAfter(shop, shop.fetch, step) }, 60_000, 1).catch(() => null)
    expect(['queued', 'running']).toContain((await read(data?.id)).state)
    shop.travel(2 * MINUTE)
    await runDueJobs(HANDLERS, work, 60_000, 1)
    expect(await read(data?.id)).toMatchObject({ state: 'done', outcome: { result: { source: 'history' } } })
  })
})

describe('imports', () => {
  it('are begun once, shown, and stopped', async () => {
    expect(await (await ask('sue', 'GET', '/import')).json()).toBeNull()
    expect(await (await ask('sue', 'POST', '/import', { days: 0 })).json()).toMatchObject({ code: 'invalid_request' })
    const begun = await ask('sue', 'POST', '/import', { days: 90 })
    expect(begun.status).toBe(202)
    expect(HistoryImport.parse(await begun.json())).toMatchObject({ days: 90, conversations: 0 })
    expect(await (await ask('sue', 'POST', '/import', { days: 90 })).json()).toMatchObject({ code: 'already_running' })
    // Chatwoot does not answer here: it waits and tries again.
    await shop.settled()
    expect((await bench()).import).toMatchObject({ state: 'running', waitsUntil: expect.any(Number) })
    expect(HistoryImport.parse(await (await ask('sue', 'POST', '/import/stop')).json())).toMatchObject({ state: 'stopped' })
  })
})
