import type { Shop } from '../_shared/jobs-testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { Approvals } from '../../../shared/contracts/approval.ts'
import { Brief } from '../../../shared/contracts/brief.ts'
import { RuleTestAnswer } from '../../../shared/contracts/rule.ts'
import { startShop } from '../_shared/jobs-testing.ts'
import { createDeliver } from '../_shared/outbox-deliver.ts'
import { sendDue } from '../_shared/outbox.ts'
import { createBrief } from '../brief/app.ts'
import { createRules } from '../rules/app.ts'
import { createApprovals } from './app.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

const MINUTE = 60_000
let shop: Shop
let app: ReturnType<typeof createApprovals>
const tokens = new Map<string, string>()

beforeAll(async () => {
  shop = await startShop()
  for (const name of ['ada@shop.test', 'ben@shop.test', 'zoe@other.test']) tokens.set(name, (await shop.stack.userClient(name)).token)
  app = createApprovals(shop.stack.env, { now: shop.now, fetch: shop.fetch })
  await shop.stack.sql(`insert into public.contacts (account_id, contact_id, name, source_version, source_digest) values (1, 1, 'Maya', 1, 1)`)
  await shop.stack.sql(`insert into public.conversations (account_id, conversation_id, contact_id, inbox_id, status, opened_at, last_activity_at, source_version, source_digest)
    values (1, 1, 1, 1, 'open', now(), now(), 1, 1)`)
}, 60_000)
beforeEach(async () => {
  await shop.settled()
  shop.chatwoot.faults.clear()
  for (const table of ['outbox', 'approvals']) await shop.stack.sql(`delete from public.${table}`)
})
afterAll(() => shop.stack.stop())

async function waits({ by = null as string | null, role = 'agent', kind = 'draft', minutes = 30 } = {}) {
  const [row] = await shop.stack.sql<{ id: number }>(`insert into public.approvals (account_id, conversation_id, kind, content, requested_as, requested_by, needed_role, due_at, created_at)
    values (1, 1, $1, 'Hello Maya', 'A rule', (select id from public.agents where account_id = 1 and name = $2), $3, $4, $5) returning id::int`, [kind, by, role, new Date(shop.now() + minutes * MINUTE).toISOString(), new Date(shop.now()).toISOString()])
  return row?.id ?? 0
}
async function ask(method: string, path: string, name = 'ben@shop.test', body?: unknown) {
  const headers = { 'authorization': `Bearer ${tokens.get(name) ?? ''}`, 'content-type': 'application/json' }
  const response = await app.request(`/approvals${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
  return { status: response.status, body: await response.json() }
}
const decide = async (id: number, body: unknown, name?: string) => ask('POST', `/1/${id}`, name, body)
const list = async (name?: string) => Approvals.parse((await ask('GET', '/1', name)).body).approvals
const sent = () => shop.threadOf(1).filter(({ contentAttributes, isPrivate }) => contentAttributes?.pitwall_ref && !isPrivate)

describe('approvals', () => {
  it('are listed for the members of their account, the next to expire first', async () => {
    const [late, soon] = [await waits({ minutes: 60 }), await waits({ minutes: 5 })]
    expect((await list()).map(({ id, state, canApprove, contactName }) => [id, state, canApprove, contactName])).toEqual([[soon, 'waiting', true, 'Maya'], [late, 'waiting', true, 'Maya']])
    expect(await ask('GET', '/1', 'zoe@other.test')).toMatchObject({ status: 404, body: { code: 'account_not_found' } })
    expect((await ask('GET', '/1', 'nobody')).status).toBe(401)
  })

  it('are listed beside their conversation, which says how many there are', async () => {
    await shop.stack.sql(`insert into public.conversations (account_id, conversation_id, contact_id, inbox_id, status, opened_at, last_activity_at, source_version, source_digest)
      values (1, 2, 1, 1, 'open', now(), now(), 1, 1) on conflict do nothing`)
    const [here, late] = [await waits(), await waits({ minutes: -1 })]
    await shop.stack.sql('insert into public.approvals (account_id, conversation_id, kind, requested_as, due_at) values (1, 2, \'draft\', \'A rule\', now() + interval \'1 hour\')')
    const { approvals } = Approvals.parse((await ask('GET', '/1?conversation=1')).body)
    expect(approvals.map(({ id, state }) => [id, state])).toEqual([[late, 'expired'], [here, 'waiting']])
    const decided = Approvals.parse((await ask('POST', `/1/${here}?conversation=1`, 'ben@shop.test', { decision: 'refuse' })).body)
    expect(decided.approvals.every(({ conversationId }) => conversationId === 1)).toBe(true)
    const brief = createBrief(shop.stack.env, { now: shop.now, fetch: shop.fetch, embedder: null })
    const waiting = async (id: number) => {
      const answer = await brief.request(`/brief/1/${id}`, { headers: { authorization: `Bearer ${tokens.get('ben@shop.test') ?? ''}` } })
      return Brief.parse(await answer.json()).waiting
    }
    expect(await Promise.all([waiting(1), waiting(2)])).toEqual([0, 1])
    expect((await ask('GET', '/1?conversation=moon')).status).toBe(400)
  })

  it('send what was prepared, once, in the name of who approved it', async () => {
    const before = sent().length
    const id = await waits()
    const answers = await Promise.all([decide(id, { decision: 'approve' }), decide(id, { decision: 'approve' }, 'ada@shop.test')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    await shop.settled()
    const work = { admin: shop.stack.adminClient(), now: shop.now, fetch: shop.fetch }
    for (let round = 0; round < 2; round++) await sendDue(work.admin, createDeliver(work), shop.now)
    expect(sent().slice(before).map(({ content }) => content)).toEqual(['Hello Maya'])
    expect(await list()).toMatchObject([{ state: 'approved', sendState: 'done', editedContent: null }])
  })

  it('send what the person made of it', async () => {
    const before = sent().length
    await decide(await waits(), { decision: 'approve', text: 'Hello Maya, today!' })
    await shop.settled()
    expect(sent().slice(before).map(({ content }) => content)).toEqual(['Hello Maya, today!'])
    expect(await list()).toMatchObject([{ content: 'Hello Maya', editedContent: 'Hello Maya, today!', decidedBy: 'Ben' }])
  })

  it('are refused with a reason, and nothing leaves', async () => {
    await decide(await waits(), { decision: 'refuse', reason: 'Already solved' })
    expect(await list()).toMatchObject([{ state: 'refused', reason: 'Already solved', sendState: null }])
    expect(await shop.stack.sql('select 1 from public.outbox')).toEqual([])
  })

  it.each([
    ['what one asked for oneself', async () => decide(await waits({ by: 'Ben' }), { decision: 'approve' }), 403, 'forbidden'],
    ['what needs a supervisor', async () => decide(await waits({ role: 'supervisor' }), { decision: 'approve' }), 403, 'forbidden'],
    ['what is over', async () => decide(await waits({ minutes: -1 }), { decision: 'approve' }), 409, 'approval_not_waiting'],
    ['a kind of a newer version', async () => decide(await waits({ kind: 'moon_walk' }), { decision: 'approve' }), 400, 'invalid_request'],
    ['what is not there', async () => decide(999_999, { decision: 'approve' }), 409, 'approval_not_waiting'],
    ['an empty text', async () => decide(await waits(), { decision: 'approve', text: '  ' }), 400, 'invalid_request'],
    ['a stranger', async () => decide(await waits(), { decision: 'approve' }, 'zoe@other.test'), 404, 'account_not_found'],
  ])('cannot be approved: %s', async (_, act, status, code) => {
    expect(await act()).toMatchObject({ status, body: { code } })
    expect(await shop.stack.sql('select 1 from public.outbox')).toEqual([])
  })

  it('end when their time is over', async () => {
    await waits({ minutes: -1 })
    expect(await list()).toMatchObject([{ state: 'expired' }])
    expect(await shop.stack.sql('select public.expire_approvals(now()) as n')).toEqual([{ n: 1 }])
  })
})

describe('the test of a rule', () => {
  const rule = { name: 'R', event: { on: 'message_received' }, match: 'all', conditions: [{ on: 'unassigned' }, { on: 'frustrated' }], actions: [{ do: 'set_priority', priority: 'high' }], stops: false }
  async function test(asked: unknown, name = 'ada@shop.test') {
    const headers = { 'authorization': `Bearer ${tokens.get(name) ?? ''}`, 'content-type': 'application/json' }
    const response = await createRules(shop.stack.env, shop.now).request('/rules/1/test', { method: 'POST', headers, body: JSON.stringify(asked) })
    return { status: response.status, body: await response.json() }
  }

  it('says what held and what would be done, and does nothing', async () => {
    expect(RuleTestAnswer.parse((await test({ rule, conversationId: 1 })).body)).toMatchObject({ matches: false, contactName: 'Maya', reasons: [{ verdict: 'held' }, { verdict: 'unsure' }] })
    expect((await test({ rule: { ...rule, match: 'any' }, conversationId: 1 })).body).toMatchObject({ matches: true, effects: [{ skipped: null }] })
    expect(await shop.stack.sql('select 1 from public.outbox')).toEqual([])
  })

  it('is for admins, about conversations of their account', async () => {
    expect(await test({ rule, conversationId: 1 }, 'ben@shop.test')).toMatchObject({ status: 403 })
    expect(await test({ rule, conversationId: 99 })).toMatchObject({ status: 404, body: { code: 'conversation_not_found' } })
    expect(await test({ rule: { ...rule, conditions: [{ on: 'moon_phase' }] }, conversationId: 1 })).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })
})
