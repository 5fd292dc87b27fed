import type { OutgoingKind } from '../../../shared/contracts/message.ts'
import type { Shop } from '../_shared/jobs-testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startShop } from '../_shared/jobs-testing.ts'
import { createTick } from '../tick/app.ts'
import { createMessages } from './app.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

let shop: Shop
let app: ReturnType<typeof createMessages>
let tick: ReturnType<typeof createTick>
const tokens = new Map<string, string>()
const naps: { ms: number, wake: () => void }[] = []

beforeAll(async () => {
  shop = await startShop()
  for (const name of ['ada@shop.test', 'ben@shop.test', 'zoe@other.test']) tokens.set(name, (await shop.stack.userClient(name)).token)
  const sleep = async (ms: number) => new Promise<void>(resolve => naps.push({ ms, wake: resolve }))
  app = createMessages(shop.stack.env, { now: shop.now, fetch: shop.fetch, sleep })
  tick = createTick(shop.stack.env, shop.now, shop.fetch)
}, 60_000)
beforeEach(async () => {
  await finishNaps()
  shop.chatwoot.faults.clear()
  await shop.stack.sql('truncate public.outbox')
  await knock()
})
afterAll(() => shop.stack.stop())

describe('messages', () => {
  it('holds a reply, then sends it once, in the agent\'s name and without a running panel', async () => {
    const key = crypto.randomUUID()
    const answer = await send({ key, text: 'It arrives on Thursday.' })
    expect(answer.status).toBe(202)
    expect(await answer.json()).toMatchObject({ key, state: 'held', messageId: null, code: null })
    expect(ours(key)).toEqual([])

    await finishNaps()
    const sent = ours(key)
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({ content: 'It arrives on Thursday.', type: 1, isPrivate: false })
    expect(sent[0]?.contentAttributes).toMatchObject({ pitwall_agent: { id: 2, name: 'Ben' } })
    expect(await state(key)).toMatchObject({ state: 'done', messageId: sent[0]?.id })
  })

  it('sends a private note as one', async () => {
    const key = crypto.randomUUID()
    await send({ key, kind: 'note', text: 'Carrier lost it.' })
    await finishNaps()
    expect(ours(key)).toMatchObject([{ isPrivate: true }])
  })

  it('lets Chatwoot render nothing', async () => {
    const key = crypto.randomUUID()
    await send({ key, text: 'Write {{ contact.email }} or {% raw %}' })
    await finishNaps()
    expect(ours(key)).toMatchObject([{ content: 'Write {{ contact.email }} or {% raw %}' }])
  })

  it('takes a second request with the same key for the same message', async () => {
    const key = crypto.randomUUID()
    await Promise.all([send({ key, text: 'Once' }), send({ key, text: 'Once' }), send({ key, text: ' Once\n' })])
    await finishNaps()
    await send({ key, text: 'Once' })
    await finishNaps()
    await knock()
    expect(ours(key)).toHaveLength(1)
  })

  it.each([
    ['other words', { text: 'Twice' }, 1],
    ['a note', { kind: 'note' as const, text: 'Once' }, 1],
    ['another conversation', { text: 'Once' }, 2],
  ])('refuses the same key for %s', async (_, over, conversationId) => {
    const key = crypto.randomUUID()
    await send({ key, text: 'Once' })
    expect(await problem(await send({ key, ...over }, { conversationId }))).toEqual([409, 'idempotency_conflict'])
  })

  it('takes a message back while it is held, however often that is asked', async () => {
    const key = crypto.randomUUID()
    await send({ key, text: 'Too fast' })
    expect(await (await undo(key)).json()).toMatchObject({ state: 'cancelled' })
    expect((await undo(key)).status).toBe(200)
    await finishNaps()
    await knock()
    expect(ours(key)).toEqual([])
  })

  it('does not take back what has left, nor what a colleague wrote', async () => {
    const key = crypto.randomUUID()
    await send({ key, text: 'Gone' })
    expect(await problem(await undo(key, 'ada@shop.test'))).toEqual([403, 'forbidden'])
    await finishNaps()
    expect(await problem(await undo(key))).toEqual([409, 'message_already_sent'])
  })

  it('sends by the tick what a closed host forgot', async () => {
    const key = crypto.randomUUID()
    await send({ key, text: 'Still here' })
    die()
    shop.travel(6_000)
    await knock()
    expect(ours(key)).toHaveLength(1)
  })

  it.each([
    ['an answer that is lost after the write', { kind: 'drop_answer' }],
    ['a request that never arrives', { kind: 'lost' }],
    ['a server error before the write', { kind: 'status', status: 500 }],
    ['a gateway that gives up', { kind: 'status', status: 504, times: 3 }],
  ])('sends exactly once through %s', async (_, fault) => {
    const key = crypto.randomUUID()
    shop.chatwoot.faults.add({ ...fault, method: 'POST', path: '/messages' })
    await send({ key, text: 'Exactly once' })
    die()
    for (let minute = 0; minute < 6; minute++) {
      shop.travel(60_000)
      await knock()
    }
    expect(ours(key)).toHaveLength(1)
    expect(await state(key)).toMatchObject({ state: 'done', messageId: ours(key)[0]?.id })
  })

  it('sends exactly once when the sender dies before it asks, and when it dies before it notes the answer', async () => {
    for (const hasAsked of [false, true]) {
      const key = crypto.randomUUID()
      await send({ key, text: 'Crash' })
      die()
      shop.travel(6_000)
      const [row] = (await shop.stack.adminClient().rpc('claim_outbox', { p_now: new Date(shop.now()).toISOString() })).data
      if (hasAsked) await postLikeUs(row.content, key)
      await knock()
      expect(ours(key)).toHaveLength(hasAsked ? 1 : 0)
      shop.travel(120_000)
      await knock()
      expect(ours(key)).toHaveLength(1)
    }
  })

  it('sends no second time while the thread cannot be read', async () => {
    const key = crypto.randomUUID()
    shop.chatwoot.faults.add({ kind: 'drop_answer', method: 'POST', path: '/messages' })
    await send({ key, text: 'Blind' })
    await finishNaps(1)
    shop.chatwoot.faults.add({ kind: 'status', status: 500, method: 'GET', path: '/messages', times: 4 })
    die()
    for (let minute = 0; minute < 6; minute++) {
      shop.travel(60_000)
      await knock()
    }
    expect(ours(key)).toHaveLength(1)
    expect(await state(key)).toMatchObject({ state: 'done' })
  })

  it('says so when Chatwoot refuses, and does not try again', async () => {
    const key = crypto.randomUUID()
    shop.chatwoot.faults.add({ kind: 'status', status: 422, method: 'POST', path: '/messages' })
    await send({ key, text: 'No' })
    await finishNaps()
    shop.travel(3_600_000)
    await knock()
    expect(await state(key)).toMatchObject({ state: 'failed', code: 'chatwoot_refused' })
    expect(ours(key)).toEqual([])
  })

  it.each([
    ['nothing but space', { text: ' \n\u0000 ' }, [422, 'text_empty']],
    ['a key that is none', { key: 'mine', text: 'Hi' }, [400, 'invalid_request']],
    ['a hold of an hour', { text: 'Hi', holdMs: 3_600_000 }, [400, 'invalid_request']],
  ])('refuses %s', async (_, body, refusal) => {
    expect(await problem(await send({ key: crypto.randomUUID(), ...body }))).toEqual(refusal)
  })

  it('lets nobody into another account, nor into a conversation that is not there', async () => {
    const key = crypto.randomUUID()
    await send({ key, text: 'Mine' })
    expect(await problem(await send({ key, text: 'Mine' }, { email: 'zoe@other.test' }))).toEqual([404, 'account_not_found'])
    expect(await problem(await get(key, 'zoe@other.test'))).toEqual([404, 'message_not_found'])
    expect(await problem(await undo(key, 'zoe@other.test'))).toEqual([404, 'account_not_found'])
    expect(await problem(await send({ key, text: 'Hi' }, { conversationId: 404 }))).toEqual([404, 'conversation_not_found'])
    expect(await problem(await app.request(`/messages/1/1/${key}`))).toEqual([401, 'not_signed_in'])
  })
})

interface Body { key: string, kind?: OutgoingKind, text: string, holdMs?: number }

async function send({ kind = 'reply', ...body }: Body, { email = 'ben@shop.test', conversationId = 1 } = {}): Promise<Response> {
  return call('POST', `/messages/1/${conversationId}`, email, { kind, ...body })
}
async function get(key: string, email = 'ben@shop.test'): Promise<Response> {
  return call('GET', `/messages/1/1/${key}`, email)
}
async function undo(key: string, email = 'ben@shop.test'): Promise<Response> {
  return call('POST', `/messages/1/1/${key}/undo`, email)
}
async function call(method: string, path: string, email: string, body?: object): Promise<Response> {
  const headers = { 'authorization': `Bearer ${tokens.get(email)}`, 'content-type': 'application/json' }
  return app.request(path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
}
async function state(key: string): Promise<unknown> {
  return (await get(key)).json()
}
async function problem(answer: Response): Promise<unknown> {
  return [answer.status, (await answer.json()).code]
}

/** One knock of the schedule. */
async function knock(): Promise<void> {
  const answer = await tick.request('/tick', { method: 'POST', headers: { apikey: shop.stack.keys.secret } })
  expect(answer.status).toBe(200)
}

function die(): void {
  naps.splice(0)
  shop.die()
}

/** Lets the background wait out its holds, at once, `rounds` times. */
async function finishNaps(rounds = 10): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await new Promise(resolve => setTimeout(resolve, 5))
    const due = naps.splice(0)
    if (due.length === 0) break
    shop.travel(Math.max(...due.map(nap => nap.ms)))
    for (const nap of due) nap.wake()
    if (round === rounds - 1 && rounds < 10) await new Promise(resolve => setTimeout(resolve, 200))
    else await shop.settled()
  }
}

function ours(key: string) {
  return shop.chatwoot.state.messages.filter(message => message.contentAttributes.pitwall_ref === key)
}

async function postLikeUs(content: string, ref: string): Promise<void> {
  await shop.fetch('http://chatwoot.test/api/v1/accounts/1/conversations/1/messages', {
    method: 'POST',
    headers: { 'api-access-token': 'admin-token', 'content-type': 'application/json' },
    body: JSON.stringify({ content, content_attributes: { pitwall_ref: ref, pitwall_agent: { id: 2, name: 'Ben' } } }),
  })
}
