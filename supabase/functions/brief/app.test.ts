import type { Desk } from '../_shared/desk-testing.ts'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { Brief } from '../../../shared/contracts/brief.ts'
import { ABOUT, startDesk } from '../_shared/desk-testing.ts'
import { createTick } from '../tick/app.ts'
import { createBrief } from './app.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

let desk: Desk
let app: ReturnType<typeof createBrief>

beforeAll(async () => {
  desk = await startDesk()
  await desk.stack.sql(`insert into public.sweeps (account_id, swept_until) values (2, 'infinity')`)
  app = createBrief(desk.stack.env, { now: desk.now, fetch: desk.fetch })
  await createTick(desk.stack.env, desk.now, desk.fetch).request('/tick', { method: 'POST', headers: { apikey: desk.stack.keys.secret } })
}, 60_000)
afterEach(async () => {
  desk.chatwoot.faults.clear()
  await desk.settled()
})
afterAll(async () => desk.stack.stop())

describe('brief', () => {
  it('answers with everything the first view shows', async () => {
    const brief = await read(ABOUT.late)
    expect(brief).toMatchObject({
      accountId: 1,
      conversationId: ABOUT.late,
      conversation: { status: 'open', inbox: { name: 'Shop' }, canReply: true },
      contact: { name: 'Maya Lind', email: 'maya@example.com', isVip: true },
      replyLanguage: 'en',
      category: { value: 'order_status' },
      messages: [{ direction: 'incoming' }],
      earlier: [{ conversationId: ABOUT.hostile }],
      me: { name: 'Ben', role: 'agent' },
      isLive: true,
    })
    expect(brief.clocks).toContainEqual(expect.objectContaining({ kind: 'first_response' }))
    expect(brief.articles[0]).toMatchObject({ title: 'When a parcel is late' })
  })

  it('finds the customer by their exact address and the order by the number in the text', async () => {
    const { shop } = await read(ABOUT.late)
    expect(shop).toMatchObject({ status: 'ready', customer: { email: 'maya@example.com' }, matchedBy: ['email', 'order_number'] })
    expect(shop.status === 'ready' && shop.orders.find(({ id }) => id === shop.suggested?.orderId)?.name).toBe('#1001')
  })

  it('names both when address and phone are two customers', async () => {
    expect((await read(ABOUT.several)).shop).toMatchObject({ customer: { email: 'noe@example.com' }, others: [{ phone: '+33612345678' }] })
  })

  it('shows a guest\'s order without a customer', async () => {
    expect((await read(ABOUT.guest)).shop).toMatchObject({ customer: null, matchedBy: ['guest_email'], orders: [{ name: '#1005' }] })
  })

  it('shows nobody an order for knowing its number', async () => {
    expect((await read(ABOUT.visitor)).shop).toMatchObject({ customer: null, orders: [], unknownNumbers: ['1001'] })
  })

  it('answers in the customer\'s language, with articles in it', async () => {
    const brief = await read(ABOUT.spanish)
    expect(brief).toMatchObject({ replyLanguage: 'es', language: { value: 'es' } })
    expect(brief.articles.map(({ title }) => title)).toEqual(['Devoluciones'])
  })

  it('names a likeliest category where it is too unsure to act on one, and none where it only guesses', async () => {
    const named = await read(ABOUT.late)
    expect(named.guess).toBeNull()
    await desk.stack.sql('update public.conversations set category = null where conversation_id = $1', [ABOUT.late])
    expect(await read(ABOUT.late)).toMatchObject({ category: { value: null }, guess: { value: 'order_status', confidence: expect.any(Number) } })
    await desk.stack.sql('update public.conversations set category = $2 where conversation_id = $1', [ABOUT.late, named.category.value])
    expect(await read(ABOUT.nothing)).toMatchObject({ category: { value: null }, guess: null })
  })

  it('tells nobody what is still being written', async () => {
    expect((await read(ABOUT.product)).articles.map(({ title }) => title)).not.toContain('How loud is the pump')
  })

  it('hands hostile text on as it was written, for the panel to render', async () => {
    expect((await read(ABOUT.hostile)).messages[0]?.content).toContain('<img src=x onerror=alert(1)>')
  })
})

describe('brief without a vendor', () => {
  it.each([
    ['does not answer', { kind: 'lost', times: 20 }],
    ['fails', { kind: 'status', status: 500, times: 20 }],
    ['refuses the token', { kind: 'status', status: 401, times: 20 }],
  ])('shows the thread as last heard, and says so, when Chatwoot %s', async (_, fault) => {
    desk.chatwoot.faults.add(fault)
    const brief = await read(ABOUT.late)
    expect(brief).toMatchObject({ isLive: false, contact: { email: 'maya@example.com' }, shop: { status: 'ready' }, messages: [{ direction: 'incoming' }] })
    expect(brief.conversation).toMatchObject({ status: 'open', inbox: { name: 'Shop' } })
  })

  it('says that Chatwoot does not answer where nothing was heard of the conversation', async () => {
    desk.chatwoot.faults.add({ kind: 'status', status: 500, times: 20 })
    expect(await problem(await ask(1, 999))).toEqual([502, 'chatwoot_unreachable'])
  })

  it.each([
    ['down', { status: 503 }, 'shopify_unreachable'],
    ['too busy', { status: 429 }, 'shopify_busy'],
  ])('shows the orders as last seen, and since when, when the shop is %s', async (_, fault, outdated) => {
    const seen = await read(ABOUT.several)
    desk.shopify.failNext(fault)
    expect((await read(ABOUT.several)).shop).toEqual({ ...seen.shop, outdated })
    expect((await read(ABOUT.several)).shop).toMatchObject({ outdated: null })
  })

  it('shows no orders as last seen once the shop refuses, or a day later', async () => {
    await read(ABOUT.several)
    desk.shopify.failNext({ status: 403 })
    expect((await read(ABOUT.several)).shop).toEqual({ status: 'failed', code: 'shopify_refused' })
    await desk.stack.sql(`update public.shop_views set as_of = as_of - interval '25 hours'`)
    desk.shopify.failNext({ status: 503 })
    expect((await read(ABOUT.several)).shop).toEqual({ status: 'failed', code: 'shopify_unreachable' })
    await desk.stack.sql('select public.purge_history(to_timestamp($1))', [desk.now() / 1000])
    expect(await desk.stack.sql(`select from public.shop_views where as_of < to_timestamp($1) - interval '1 day'`, [desk.now() / 1000])).toEqual([])
  })

  it.each([
    ['down', { status: 503 }, 'shopify_unreachable'],
    ['too busy', { status: 429 }, 'shopify_busy'],
    ['no longer ours to read', { status: 403 }, 'shopify_refused'],
  ])('leaves the rest standing when the shop is %s', async (_, fault, code) => {
    await desk.stack.sql('truncate public.shop_views')
    desk.shopify.failNext(fault)
    const brief = await read(ABOUT.late)
    expect(brief).toMatchObject({ shop: { status: 'failed', code }, isLive: true, category: { value: 'order_status' } })
    expect([brief.messages.length, brief.articles.length > 0, brief.clocks.length > 0]).toEqual([1, true, true])
  })
})

describe('who may ask for a brief', () => {
  it.each([
    ['nobody who is not signed in', null, 1, ABOUT.late, [401, 'not_signed_in']],
    ['no stranger', 'stranger', 1, ABOUT.late, [404, 'account_not_found']],
    ['no member of another account', 'zoe', 1, ABOUT.late, [404, 'account_not_found']],
    ['no member who writes another account into the address', 'ada', 2, ABOUT.late, [404, 'account_not_found']],
    ['nobody where there is no such conversation', 'ada', 1, 999, [404, 'conversation_not_found']],
  ] as const)('%s', async (_, who, accountId, conversationId, refusal) => {
    expect(await problem(await ask(accountId, conversationId, who))).toEqual(refusal)
  })

  it('no member for a conversation that only another account has, though Chatwoot be down', async () => {
    await desk.stack.sql(`insert into public.conversations
      (account_id, conversation_id, contact_id, inbox_id, status, opened_at, last_activity_at, source_version, source_digest)
      values (2, 77, 1, 1, 'open', now(), now(), 1, 1)`)
    expect(await problem(await ask(1, 77))).toEqual([404, 'conversation_not_found'])
    desk.chatwoot.faults.add({ kind: 'lost', times: 20 })
    expect(await problem(await ask(1, 77))).toEqual([502, 'chatwoot_unreachable'])
  })

  it.each(['/brief/1/0', '/brief/one/1', '/brief/1/-1', '/brief/1/9999999999999999999'])('nobody at %s', async (path) => {
    expect(await problem(await app.request(path, { headers: { authorization: `Bearer ${desk.tokens.ada}` } }))).toEqual([400, 'invalid_request'])
  })

  it('nobody any more who was removed in Chatwoot', async () => {
    await desk.stack.sql(`update public.agents set removed_at = now() where email = 'ben@shop.test'`)
    expect(await problem(await ask(1, ABOUT.late, 'ben'))).toEqual([404, 'account_not_found'])
    await desk.stack.sql(`update public.agents set removed_at = null where email = 'ben@shop.test'`)
    expect((await ask(1, ABOUT.late, 'ben')).status).toBe(200)
  })
})

async function ask(accountId: number, conversationId: number, who: keyof Desk['tokens'] | null = 'ben') {
  return app.request(`/brief/${accountId}/${conversationId}`, { headers: who ? { authorization: `Bearer ${desk.tokens[who]}` } : {} })
}
async function read(conversationId: number) {
  return Brief.parse(await (await ask(1, conversationId)).json())
}
async function problem(answer: Response) {
  return [answer.status, (await answer.json()).code]
}
