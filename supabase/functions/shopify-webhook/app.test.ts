import type { MoneyDesk } from '../_shared/order-actions/testing.ts'
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { storeSecrets } from '../_shared/account.ts'
import { NEWS_LANE, runLane } from '../_shared/jobs-lanes.ts'
import { dyingAfter } from '../_shared/jobs-testing.ts'
import { gid, openMoneyDesk } from '../_shared/order-actions/testing.ts'
import { readConversationShop, SHOP_PATIENCE } from '../_shared/shop-memory.ts'
import { createShopifyWebhook } from './app.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 60_000 })

const START = Date.now()
const SECOND = 1_000
const OTHER_APP = { shop: 'demo.myshopify.com', baseUrl: 'http://shopify.test', clientId: 'other-app', clientSecret: 'other-secret' }
let desk: MoneyDesk
let app: ReturnType<typeof createShopifyWebhook>
let serial = 0

beforeAll(async () => {
  desk = await openMoneyDesk(() => START)
  app = createShopifyWebhook(desk.shop.stack.env, { now: desk.shop.now, fetch: desk.shop.fetch, sleep: async () => {} })
}, 60_000)
beforeEach(async () => {
  await desk.reset()
  desk.shop.travel(60 * SECOND)
  await linkOther(null)
  await desk.shop.stack.sql('truncate public.webhook_events, public.jobs, public.shop_views, realtime.messages')
})
afterAll(() => desk.shop.stack.stop())

/** Links the second account to a shop, or to none. */
async function linkOther(shop: typeof OTHER_APP | null) {
  await desk.shop.stack.sql('update public.accounts set shopify_shop = $1, shopify_base_url = $2 where id = 2', [shop?.shop ?? null, shop?.baseUrl ?? null])
  const secrets = { shopify_client_id: shop?.clientId ?? null, shopify_client_secret: shop?.clientSecret ?? null }
  await storeSecrets(desk.shop.stack.adminClient(), 2, secrets)
}

interface Sent { topic?: string, secret?: string, shop?: string, id?: string, headers?: Record<string, string>, at?: typeof app }
async function deliver(body: unknown, { topic = 'orders/updated', secret = desk.shop.shopSecret, shop = desk.shop.shopDomain, id = `delivery-${++serial}`, headers = {}, at = app }: Sent = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await at.request('/shopify-webhook', { method: 'POST', body: text, headers: {
    'content-type': 'application/json',
    'x-shopify-topic': topic,
    'x-shopify-shop-domain': shop,
    'x-shopify-webhook-id': id,
    'x-shopify-hmac-sha256': createHmac('sha256', secret).update(text).digest('base64'),
    ...headers,
  } })
  return { status: response.status, ...await response.json() }
}
const orderOf = (name: Parameters<typeof gid>[0]) => ({ id: Number(gid(name).split('/').at(-1)), admin_graphql_api_id: gid(name) })

/** A panel that looks at a conversation, or follows it. */
async function look(patience: keyof typeof SHOP_PATIENCE = 'follow', accountId = 1, conversationId = 1) {
  const asked = desk.shop.shopify.asks.length
  const view = await readConversationShop({
    admin: desk.shop.stack.adminClient(),
    accountId,
    conversationId,
    shop: { shop: desk.shop.shopDomain, baseUrl: 'http://shopify.test', clientId: 'shop-app', clientSecret: desk.shop.shopSecret },
    fetch: desk.shop.fetch,
    question: { email: 'maya@example.com', phone: null, text: '', now: desk.shop.now() },
    ...SHOP_PATIENCE[patience],
  })
  return { view, reads: desk.shop.shopify.asks.length - asked }
}
async function told() {
  return desk.shop.stack.sql<{ topic: string, id: number }>(
    `select topic, (payload ->> 'conversationId')::int as id from realtime.messages where event = 'conversation_changed' order by 2, 1`,
  )
}
async function stored() {
  return desk.shop.stack.sql<{ account_id: number, event: string, payload: object }>(
    'select account_id::int, event, payload from public.webhook_events order by id',
  )
}

describe('who is believed', () => {
  it('is the app of the shop, which has signed the body', async () => {
    expect(await deliver(orderOf('unshipped'))).toEqual({ status: 200, state: 'stored' })
    expect(await stored()).toEqual([{ account_id: 1, event: 'orders/updated', payload: { order: gid('unshipped'), fulfilmentOrder: null, subjects: [gid('unshipped')] } }])
  })

  it.each([
    ['another secret', { secret: 'guess' }],
    ['the secret of another shop', { secret: OTHER_APP.clientSecret, shop: 'other.myshopify.com' }],
    ['no signature', { headers: { 'x-shopify-hmac-sha256': '' } }],
    ['a shop that nobody has', { shop: 'nobody.myshopify.com' }],
    ['no shop', { shop: '' }],
    ['a shop that is no name', { shop: '\' or true --' }],
  ])('is nobody with %s', async (_, sent) => {
    await linkOther({ ...OTHER_APP, shop: 'elsewhere.myshopify.com' })
    expect(await deliver(orderOf('unshipped'), sent)).toMatchObject({ status: 401, code: 'signature_invalid' })
    expect(await stored()).toEqual([])
  })

  it('is still who signs with the app\'s former secret, for a day', async () => {
    await storeSecrets(desk.shop.stack.adminClient(), 1, { shopify_former_secret: 'before' })
    expect(await deliver(orderOf('unshipped'), { secret: 'before' })).toMatchObject({ state: 'stored' })
    await desk.shop.stack.sql(`update public.account_secrets set updated_at = $1 where kind = 'shopify_former_secret'`, [new Date(desk.shop.now() - 25 * 3_600_000).toISOString()])
    desk.shop.travel(61 * SECOND)
    expect(await deliver(orderOf('unshipped'), { secret: 'before' })).toMatchObject({ status: 401 })
    await storeSecrets(desk.shop.stack.adminClient(), 1, { shopify_former_secret: null })
  })

  it('is asked for no more than it may say', async () => {
    expect(await deliver('x'.repeat(1024 * 1024 + 1))).toMatchObject({ status: 413, code: 'body_too_large' })
    expect(await deliver('<order/>')).toMatchObject({ status: 400, code: 'invalid_request' })
    expect(await deliver(orderOf('unshipped'), { id: 'a b' })).toMatchObject({ status: 400, code: 'invalid_request' })
  })

  it.each([
    ['a topic that nobody asked for', { id: 1 }, 'products/update'],
    ['an order without an id', { id: 'one' }, 'orders/updated'],
    ['a list', [1], 'orders/updated'],
    ['null', null, 'orders/updated'],
  ])('is answered and left alone with %s', async (_, body, topic) => {
    expect(await deliver(body, { topic })).toEqual({ status: 200, state: 'ignored' })
    expect(await stored()).toEqual([])
  })
})

describe('a delivery', () => {
  it('makes the panel true at once, of this customer and no other', async () => {
    await desk.shop.stack.sql(`insert into public.shop_views (account_id, conversation_id, asked, view, as_of) values (1, 2, 'noe', '{"orders": [{"id": "gid://shopify/Order/7"}]}', now())`)
    await look()
    expect((await look()).reads).toBe(0)
    desk.shop.travel(SECOND)
    expect(await deliver(orderOf('unshipped'))).toMatchObject({ state: 'stored' })
    expect(await told()).toEqual([{ topic: 'account:1', id: 1 }])
    desk.shop.travel(SECOND)
    expect((await look()).reads).toBe(1)
    expect((await look()).reads).toBe(0)
  })

  it('counts once, however often it comes', async () => {
    await look()
    desk.shop.travel(SECOND)
    const states = []
    for (let turn = 0; turn < 3; turn++) states.push((await deliver(orderOf('unshipped'), { id: 'the-same-one' })).state)
    expect(states).toEqual(['stored', 'known', 'known'])
    expect([await stored(), await told()].map(({ length }) => length)).toEqual([1, 1])
  })

  it('of an order that nobody has looked at changes nothing', async () => {
    await look()
    expect(await deliver({ id: 999_999 })).toMatchObject({ state: 'stored' })
    expect(await told()).toEqual([])
    expect((await look()).reads).toBe(0)
  })

  it('of a new order reaches its customer, and a guest by the address', async () => {
    await look()
    desk.shop.travel(SECOND)
    await deliver({ id: 888, customer: { id: 1 } }, { topic: 'orders/create' })
    expect(await told()).toHaveLength(1)
    desk.shop.travel(20 * SECOND)
    await deliver({ id: 889, customer: null, email: 'Maya@Example.com' }, { topic: 'orders/create' })
    expect(await told()).toHaveLength(2)
    expect(JSON.stringify(await stored())).not.toContain('xample.com')
  })

  it('that names only a fulfilment order is followed to its order', async () => {
    await look()
    desk.shop.travel(SECOND)
    await deliver({ fulfillment_order: { id: 'gid://shopify/FulfillmentOrder/2', status: 'on_hold' } }, { topic: 'fulfillment_orders/placed_on_hold' })
    await desk.shop.settled()
    expect(await told()).toEqual([{ topic: 'account:1', id: 1 }])
  })

  it('that comes while a panel is reading is not covered up by what the panel read', async () => {
    const asOf = desk.shop.now()
    const { view } = await look()
    desk.shop.travel(SECOND)
    await desk.shop.stack.sql('delete from public.shop_views')
    await deliver(orderOf('unshipped'))
    await desk.shop.stack.sql('select public.keep_shop_view(1, 1, $1, $2, $3)', ['x', JSON.stringify(view), new Date(asOf).toISOString()])
    expect(await told()).toEqual([{ topic: 'account:1', id: 1 }])
    expect(await desk.shop.stack.sql('select told_at >= as_of as is_told from public.shop_views')).toEqual([{ is_told: true }])
  })

  it('is stored with all that follows from it, or not at all', async () => {
    await look()
    desk.shop.travel(SECOND)
    for (let lastStep = 1; ; lastStep++) {
      const dead = dyingAfter(desk.shop, desk.shop.fetch, lastStep)
      const outside = globalThis.fetch
      // The function makes its own client: what it asks of the database goes through the same mortal.
      globalThis.fetch = dead.database
      const dying = createShopifyWebhook(desk.shop.stack.env, { now: desk.shop.now, fetch: dead.fetch, sleep: async () => {} })
      const answer = await deliver(orderOf('unshipped'), { id: 'comes-again', at: dying })
      await desk.shop.settled()
      globalThis.fetch = outside
      const [events, news] = [await stored(), await told()]
      expect({ lastStep, events: events.length }).toEqual({ lastStep, events: news.length })
      if (answer.status === 200) break
    }
    expect(await deliver(orderOf('unshipped'), { id: 'comes-again' })).toEqual({ status: 200, state: 'known' })
  })
})

describe('what was kept before the shop told of a change', () => {
  it.each([
    ['down', { status: 503 }, 'shopify_unreachable'],
    ['too busy', { status: 429 }, 'shopify_busy'],
  ] as const)('is shown with its age, as what may have changed, when the shop is %s', async (_, fault, outdated) => {
    const { view } = await look()
    desk.shop.travel(SECOND)
    await deliver(orderOf('unshipped'))
    for (const patience of ['look', 'follow'] as const) {
      desk.shop.shopify.failNext(fault)
      desk.shop.travel(SECOND)
      expect((await look(patience)).view).toEqual({ ...view, outdated, mayHaveChanged: true })
    }
    desk.shop.travel(60 * SECOND)
    expect((await look()).view).toMatchObject({ status: 'ready', outdated: null, mayHaveChanged: false })
    desk.shop.shopify.failNext(fault)
    expect((await look('look')).view).toMatchObject({ status: 'ready', outdated, mayHaveChanged: false })
  })

  it('is asked for anew as long as the shop answers', async () => {
    await look()
    desk.shop.travel(SECOND)
    await deliver(orderOf('unshipped'))
    expect((await look('draft')).reads).toBe(1)
  })

  it('is nothing to write a customer from, nor for an order of another shop or address', async () => {
    await look()
    desk.shop.travel(SECOND)
    await deliver(orderOf('unshipped'))
    desk.shop.shopify.failNext({ status: 503 })
    expect((await look('draft')).view).toEqual({ status: 'failed', code: 'shopify_unreachable' })
    await desk.shop.stack.sql(`update public.shop_views set asked = 'another question'`)
    desk.shop.shopify.failNext({ status: 503 })
    expect((await look('look')).view).toEqual({ status: 'failed', code: 'shopify_unreachable' })
  })

  it('is nothing to pay from: an action reads the shop, or is not done', async () => {
    const action = { do: 'refund' as const, lines: [], amountMinor: 700, payBack: 'original' as const, tellsCustomer: false }
    await look()
    desk.shop.travel(SECOND)
    const before = await desk.rehearse(gid('unshipped'), action)
    await deliver(orderOf('unshipped'))
    const reach = desk.shop.vendors['http://shopify.test']
    desk.shop.vendors['http://shopify.test'] = { fetch: async () => new Response('{}', { status: 503 }) }
    expect((await look('look')).view).toMatchObject({ status: 'ready', mayHaveChanged: true })
    const asked = { orderId: gid('unshipped'), action, reason: 'Arrived broken', requestKey: crypto.randomUUID(), digest: before.status === 'ready' ? before.rehearsal.digest : '' }
    expect(await desk.ask('POST', '/1/1/rehearsals', { orderId: gid('unshipped'), action })).toMatchObject({ status: 502, body: { code: 'shopify_unreachable' } })
    expect(await desk.ask('POST', '/1/1', asked)).toMatchObject({ status: 502, body: { code: 'shopify_unreachable' } })
    if (reach) desk.shop.vendors['http://shopify.test'] = reach
    expect([desk.refunds('unshipped'), await desk.states()]).toEqual([[], []])
  })
})

describe('a storm of two hundred changes', () => {
  it('lets panels read the shop twice: at once, and when the quiet is over', async () => {
    await look()
    desk.shop.travel(SECOND)
    let reads = 0
    for (let turn = 0; turn < 200; turn += 10) {
      await Promise.all(Array.from({ length: 10 }, async () => deliver({ ...orderOf('unshipped'), updated_at: new Date(desk.shop.now()).toISOString() })))
      desk.shop.travel(100)
      reads += (await look()).reads
    }
    await desk.shop.settled()
    expect([await stored(), await told()].map(({ length }) => length)).toEqual([200, 1])
    expect(reads).toBe(1)
    desk.shop.travel(11 * SECOND)
    await runLane(NEWS_LANE, desk.work())
    expect(await told()).toHaveLength(2)
    expect((await look()).reads).toBe(1)
    desk.shop.travel(11 * SECOND)
    expect(await runLane(NEWS_LANE, desk.work())).toBe(0)
  })
})

describe('accounts', () => {
  it('that have one shop and one app both hear of it, each for itself', async () => {
    await linkOther({ ...OTHER_APP, clientSecret: desk.shop.shopSecret, shop: 'DEMO' })
    desk.shop.travel(61 * SECOND)
    await desk.shop.stack.sql(`insert into public.shop_views (account_id, conversation_id, asked, view, as_of) values (2, 9, 'x', $1, now())`, [JSON.stringify({ orders: [{ id: gid('unshipped') }] })])
    await look()
    desk.shop.travel(SECOND)
    expect(await deliver(orderOf('unshipped'))).toMatchObject({ state: 'stored' })
    expect((await stored()).map(({ account_id }) => account_id).sort()).toEqual([1, 2])
    expect(await told()).toEqual([{ topic: 'account:1', id: 1 }, { topic: 'account:2', id: 9 }])
  })

  it('that have one shop and different apps hear of what their own app tells', async () => {
    await linkOther(OTHER_APP)
    desk.shop.travel(61 * SECOND)
    await deliver(orderOf('unshipped'), { secret: OTHER_APP.clientSecret })
    await deliver(orderOf('unshipped'))
    expect((await stored()).map(({ account_id }) => account_id)).toEqual([2, 1])
  })

  it('of two shops never hear of each other\'s, though their orders have the same number', async () => {
    await linkOther({ ...OTHER_APP, shop: 'other.myshopify.com' })
    await desk.shop.stack.sql(`insert into public.shop_views (account_id, conversation_id, asked, view, as_of) values (2, 1, 'x', $1, now())`, [JSON.stringify({ orders: [{ id: gid('unshipped') }] })])
    await look()
    desk.shop.travel(SECOND)
    await deliver(orderOf('unshipped'), { shop: 'other.myshopify.com', secret: OTHER_APP.clientSecret })
    expect(await told()).toEqual([{ topic: 'account:2', id: 1 }])
    expect((await look()).reads).toBe(0)
    expect(await deliver(orderOf('unshipped'), { secret: OTHER_APP.clientSecret })).toMatchObject({ status: 401 })
  })
})

describe('an action without an answer', () => {
  const ACTION = { do: 'refund' as const, lines: [], amountMinor: 700, payBack: 'original' as const, tellsCustomer: false }

  it('is looked at when the shop tells of a refund, and only the shop says what became of it', async () => {
    desk.shop.shopify.failNext({ on: 'refundCreate', dropped: true })
    expect(await desk.run(gid('delivered'), ACTION)).toMatchObject({ action: { state: 'unknown' } })
    expect(await desk.states()).toMatchObject([{ state: 'unknown' }])
    await deliver({ id: 1, order_id: orderOf('delivered').id, note: 'whatever' }, { topic: 'refunds/create' })
    await desk.shop.settled()
    expect(await desk.states()).toMatchObject([{ state: 'done' }])
    expect(desk.refunds('delivered')).toHaveLength(1)
    expect(desk.receipts()).toHaveLength(1)
  })

  it('is not done because a delivery says so', async () => {
    desk.shop.shopify.failNext({ on: 'refundCreate', status: 502 })
    await desk.run(gid('delivered'), ACTION)
    await deliver({ id: 1, order_id: orderOf('delivered').id, note: 'done, really' }, { topic: 'refunds/create' })
    await desk.shop.settled()
    // The shop had nothing, so it was asked again under the same key.
    expect(desk.refunds('delivered')).toHaveLength(1)
    expect(await desk.states()).toMatchObject([{ state: 'done' }])
  })

  it('is looked at once in five seconds, however much is told', async () => {
    desk.shop.shopify.failNext({ on: 'refundCreate', dropped: true })
    await desk.run(gid('delivered'), ACTION)
    // Whoever looks finds the shop away, and does not yet know.
    let looks = 0
    const reach = desk.shop.vendors['http://shopify.test']
    desk.shop.vendors['http://shopify.test'] = { fetch: async (request) => {
      const isLook = (await request.clone().text()).includes('Refunds($id')
      looks += Number(isLook)
      return isLook || !reach ? new Response('{}', { status: 502 }) : reach.fetch(request)
    } }
    for (let turn = 0; turn < 20; turn++) {
      await deliver({ id: 1, order_id: orderOf('delivered').id }, { topic: 'refunds/create' })
      await desk.shop.settled()
    }
    if (reach) desk.shop.vendors['http://shopify.test'] = reach
    expect(looks).toBe(1)
    expect(await desk.states()).toMatchObject([{ state: 'unknown' }])
  })

  it('of another order, or another account, is left alone', async () => {
    await linkOther({ ...OTHER_APP, shop: 'other.myshopify.com' })
    desk.shop.shopify.failNext({ on: 'refundCreate', dropped: true })
    await desk.run(gid('delivered'), ACTION)
    await deliver({ id: 1, order_id: orderOf('euro').id }, { topic: 'refunds/create' })
    await deliver({ id: 1, order_id: orderOf('delivered').id }, { topic: 'refunds/create', shop: 'other.myshopify.com', secret: OTHER_APP.clientSecret })
    await desk.shop.settled()
    expect(await desk.states()).toMatchObject([{ state: 'unknown' }])
  })
})
