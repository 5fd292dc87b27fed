import type { Shop } from '../_shared/jobs-testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { Board } from '../../../shared/contracts/board.ts'
import { JOB_HANDLERS } from '../_shared/jobs-handlers.ts'
import { startShop } from '../_shared/jobs-testing.ts'
import { runDueJobs } from '../_shared/jobs.ts'
import { createBoard } from './app.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

const MINUTE = 60_000
let shop: Shop
let app: ReturnType<typeof createBoard>
const tokens = new Map<string, string>()

beforeAll(async () => {
  shop = await startShop()
  for (const name of ['ada@shop.test', 'ben@shop.test', 'zoe@other.test']) tokens.set(name, (await shop.stack.userClient(name)).token)
  app = createBoard(shop.stack.env, { now: shop.now, fetch: shop.fetch, random: () => 0.5 })
  await shop.stack.sql(`update public.agents set availability = 'online' where account_id = 1`)
}, 60_000)
beforeEach(async () => {
  shop.chatwoot.faults.clear()
  await shop.stack.sql('truncate public.conversations, public.contacts cascade')
  for (const one of shop.chatwoot.state.conversations) one.assigneeId = null
})
afterAll(() => shop.stack.stop())

interface Waits {
  id: number
  dueInMinutes: number
  tier?: number
  status?: string
  assigneeId?: number | null
  pausedAt?: string | null
  account?: number
}

/** A conversation whose customer waits for a first answer. */
async function waits({ id, dueInMinutes, tier = 3, status = 'open', assigneeId = null, pausedAt = null, account = 1 }: Waits) {
  const at = (minutes: number) => new Date(shop.now() + minutes * MINUTE).toISOString()
  await shop.stack.sql(
    `insert into public.contacts (account_id, contact_id, name, source_version, source_digest) values ($1, $2, $3, 1, 1)`,
    [account, id, `Customer ${id}`],
  )
  await shop.stack.sql(
    `insert into public.conversations (account_id, conversation_id, contact_id, inbox_id, assignee_id, status, opened_at, last_activity_at,
       source_version, source_digest)
     values ($1, $2, $2, 1, $3, $4, $5, $5, 1, 1)`,
    [account, id, assigneeId, status, at(-30)],
  )
  await shop.stack.sql(
    `insert into public.sla_clocks (account_id, conversation_id, kind, tier_name, tier_position, target_seconds, calendar, because,
       started_at, warn_at, due_at, paused_at, remaining_ms)
     values ($1, $2, 'first_response', $3, $4, 3600, '{}', '{}', $5, $6, $6, $7, $8)`,
    [account, id, tier === 1 ? 'VIP' : 'General', tier, at(-30), at(dueInMinutes), pausedAt, pausedAt && 1000],
  )
}
async function look(name = 'ada@shop.test', accountId = 1) {
  const response = await app.request(`/board/${accountId}`, { headers: { authorization: `Bearer ${tokens.get(name) ?? ''}` } })
  return { status: response.status, body: await response.json() }
}
const board = async (name?: string) => Board.parse((await look(name)).body)
async function assign(conversationId: number, agentId: number | null, name = 'ada@shop.test') {
  const response = await app.request(`/board/1/${conversationId}/assign`, {
    method: 'POST',
    headers: { 'authorization': `Bearer ${tokens.get(name) ?? ''}`, 'content-type': 'application/json' },
    body: JSON.stringify({ agentId }),
  })
  return { status: response.status, body: await response.json() }
}

describe('board', () => {
  it('orders who waits by what keeps the most promises', async () => {
    await waits({ id: 11, dueInMinutes: -3 })
    await waits({ id: 12, dueInMinutes: 40 })
    await waits({ id: 13, dueInMinutes: 6, tier: 1 })
    const { rows, expectedBreaks, people } = await board()
    expect(rows.map(({ conversationId, rank }) => [conversationId, rank])).toEqual([[13, 1], [12, 2], [11, 3]])
    expect(rows.map(({ breakProbability }) => breakProbability)).toEqual([0, 0, 1])
    expect(expectedBreaks).toEqual({ ours: 1, oldestFirst: 1 })
    expect(people).toMatchObject([{ name: 'Ada', isOnline: true }, { name: 'Ben', isOnline: true }])
  })

  it('leaves out who does not wait for us', async () => {
    await waits({ id: 11, dueInMinutes: 5, status: 'resolved' })
    await waits({ id: 12, dueInMinutes: 5, pausedAt: new Date(shop.now()).toISOString() })
    expect((await board()).rows).toEqual([])
  })

  it('says how long an answer takes, and when that is only assumed', async () => {
    expect((await board()).handling).toMatchObject({ isMeasured: false, medianMs: 4 * MINUTE, sample: 0 })
    await waits({ id: 11, dueInMinutes: 30 })
    await shop.stack.sql(
      `insert into public.messages (account_id, message_id, conversation_id, direction, sender_kind, sender_id, content, created_at, source_version, source_digest)
       select 1, 900 + n, 11, 'outgoing', 'agent', 2, 'Done', now() - make_interval(mins => n * 6), 1, 1 from generate_series(1, 40) n`,
    )
    expect((await board()).handling).toMatchObject({ isMeasured: true, medianMs: 6 * MINUTE, sample: 39 })
  })

  it('shows a stranger nothing, and nobody another account\'s queue', async () => {
    await waits({ id: 11, dueInMinutes: 5 })
    await waits({ id: 11, dueInMinutes: 5, account: 2 })
    expect(await look('zoe@other.test')).toMatchObject({ status: 404, body: { code: 'account_not_found' } })
    expect((await look('nobody')).status).toBe(401)
    expect((await board()).rows).toHaveLength(1)
  })
})

describe('handing over', () => {
  it('assigns in Chatwoot, and what Chatwoot says afterwards is what counts', async () => {
    expect(await assign(1, 2, 'ben@shop.test')).toMatchObject({ status: 200, body: { assigneeId: 2 } })
    await runDueJobs(JOB_HANDLERS, { admin: shop.stack.adminClient(), now: shop.now, fetch: shop.fetch })
    expect(await shop.stack.sql('select assignee_id from public.conversations where account_id = 1 and conversation_id = 1')).toEqual([{ assignee_id: 2 }])
  })

  it('lets agents give away their own and no one else\'s', async () => {
    await assign(1, 2)
    expect(await assign(1, 1, 'ben@shop.test')).toMatchObject({ status: 200 })
    expect(await assign(1, 2, 'ben@shop.test')).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(await assign(1, null)).toMatchObject({ status: 200, body: { assigneeId: null } })
  })

  it.each([
    ['a person this account does not have', async () => assign(1, 99), 422, 'agent_unknown'],
    ['a conversation this account does not have', async () => assign(999, 2), 404, 'conversation_not_found'],
    ['a stranger', async () => assign(1, 2, 'zoe@other.test'), 404, 'account_not_found'],
    ['nonsense', async () => assign(1, -4), 400, 'invalid_request'],
  ])('refuses %s', async (_, ask, status, code) => {
    expect(await ask()).toMatchObject({ status, body: { code } })
  })

  it('says so when Chatwoot does not answer', async () => {
    await assign(1, null)
    shop.chatwoot.faults.add({ kind: 'lost', times: 1, path: 'assignments' })
    expect(await assign(1, 2)).toMatchObject({ status: 502, body: { code: 'chatwoot_unreachable' } })
  })
})
