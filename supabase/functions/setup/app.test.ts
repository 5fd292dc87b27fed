import type { TestStack } from '../../../local/testing/stack.ts'
import { Buffer } from 'node:buffer'
import process from 'node:process'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createEasyPostStandIn } from '../../../local/standins/labels/easypost.ts'
import { createShippoStandIn } from '../../../local/standins/labels/shippo.ts'
import { createShopifyStandIn } from '../../../local/standins/shopify/index.ts'
import { startTestStack } from '../../../local/testing/stack.ts'
import { ConnectionReport } from '../../../shared/contracts/connection.ts'
import { DEFAULT_LABEL_SETTINGS } from '../../../shared/contracts/label-settings.ts'
import { loadAccount } from '../_shared/account.ts'
import { openChatwoot, TOKEN } from '../_shared/chatwoot-testing.ts'
import { saveLabelSettings } from '../_shared/labels/settings.ts'
import { createSetup } from './app.ts'

const ADDRESS = { name: 'Acme', street1: '1 Dock Rd', street2: '', city: 'Pomona', state: 'CA', zip: '91766', country: 'US', phone: '', email: '' }
const SHOP = { shop: 'acme.myshopify.com', baseUrl: 'https://shop.test', clientId: 'app', clientSecret: 'secret' }
let stack: TestStack
let shop: ReturnType<typeof openChatwoot>
let setup: ReturnType<typeof createSetup>
let limitScopes: (...scopes: string[]) => void
let store: ReturnType<typeof createShopifyStandIn>
let seller: { fetch: (request: Request) => Promise<Response> }

beforeAll(async () => void (stack = await startTestStack()), 60_000)
beforeEach(async () => {
  await stack.sql('delete from public.accounts')
  shop = openChatwoot()
  const options = { ...SHOP, world: shop.world, now: Date.now, origin: SHOP.baseUrl }
  store = createShopifyStandIn(options)
  limitScopes = (...scopes) => void (store = createShopifyStandIn({ ...options, scopes }))
  setup = createSetup(stack.env, send)
})
afterAll(async () => stack.stop())

async function send(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init)
  const { origin } = new URL(request.url)
  if (origin === 'https://api.goshippo.com' || origin === 'https://api.easypost.com') return seller.fetch(request)
  return request.url.startsWith(SHOP.baseUrl) ? store.fetch(request) : shop.fetch(request)
}

function linkRequest(over: object = {}) {
  return {
    chatwoot: shop.access,
    shopify: SHOP,
    webhookUrl: 'https://pitwall.test/functions/v1/',
    panelUrl: 'https://pitwall.test/panel/?theme=host',
    ...over,
  }
}
async function post(path: string, body: object, headers: HeadersInit) {
  return setup.request(`/setup${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}
const asOperator = () => ({ apikey: stack.keys.secret })
async function asPerson(email: string) {
  const { token } = await stack.userClient(email)
  return { apikey: stack.keys.publishable, authorization: `Bearer ${token}` }
}
async function link(over: object = {}): Promise<number> {
  const answer: unknown = await (await post('/link', linkRequest(over), asOperator())).json()
  return z.object({ accountId: z.number() }).parse(answer).accountId
}

describe('linking an account', () => {
  it('stores what was given, sealed, and sets Chatwoot up', async () => {
    const id = await link()
    expect(await loadAccount(stack.adminClient(), id)).toMatchObject({
      id,
      name: 'Acme Support',
      chatwoot: { url: 'https://chatwoot.test', accountId: 1, token: TOKEN, webhookSecret: shop.standIn.state.webhooks[0]!.secret },
      shopify: SHOP,
    })
    expect(await stack.sql(`select kind from public.account_secrets where ciphertext like '%${TOKEN}%' or ciphertext like '%secret%'`)).toEqual([])
    expect(shop.standIn.state.webhooks).toMatchObject([{
      url: `https://pitwall.test/functions/v1/chatwoot-webhook/${id}`,
      subscriptions: expect.arrayContaining(['conversation_created', 'message_created', 'message_updated', 'contact_updated']),
    }])
    expect(shop.standIn.state.dashboardApps).toMatchObject([
      { title: 'Pitwall', content: [{ type: 'frame', url: `https://pitwall.test/panel/?theme=host&account=${id}` }] },
    ])
    expect(await stack.sql('select (select count(*)::int from public.agents) as people, (select count(*)::int from public.sla_tiers) as tiers'))
      .toEqual([{ people: 3, tiers: 3 }])
  })

  it('changes nothing twice, and keeps the name that was given here', async () => {
    const id = await link({ name: 'Acme' })
    await stack.sql(`update public.accounts set name = 'Our shop'`)
    expect(await link({ name: 'Acme' })).toBe(id)
    expect(await stack.sql('select name from public.accounts')).toEqual([{ name: 'Our shop' }])
    expect([shop.standIn.state.webhooks.length, shop.standIn.state.dashboardApps.length]).toEqual([1, 1])
    expect(await stack.sql('select count(*)::int from public.account_secrets')).toEqual([{ count: 4 }])
  })

  it('moves its webhook and tab with the installation, and leaves those of another alone', async () => {
    const foreign = { id: 1, name: 'Pitwall', url: 'https://other.test/functions/v1/chatwoot-webhook/9', subscriptions: [], secret: 'theirs' }
    shop.standIn.state.webhooks.push(foreign)
    const id = await link()
    await link({ webhookUrl: 'https://moved.test/functions/v1', panelUrl: 'https://moved.test/panel/' })
    expect(shop.standIn.state.webhooks.map(({ url }) => url)).toEqual([foreign.url, `https://moved.test/functions/v1/chatwoot-webhook/${id}`])
    expect(shop.standIn.state.dashboardApps.map(app => app.content[0]!.url)).toEqual([`https://moved.test/panel/?account=${id}`])
  })

  it('follows a Chatwoot that has moved, when told whose it is', async () => {
    const id = await link()
    await stack.sql(`update public.accounts set chatwoot_url = 'https://old.test'`)
    expect(await link({ accountId: id })).toBe(id)
    expect(await stack.sql('select chatwoot_url from public.accounts')).toEqual([{ chatwoot_url: 'https://chatwoot.test' }])
    expect(await (await post('/link', linkRequest({ accountId: 999 }), asOperator())).json()).toMatchObject({ code: 'account_not_found' })
  })

  it('takes a subscription that somebody removed up again', async () => {
    const id = await link()
    shop.standIn.state.webhooks[0]!.subscriptions = ['message_created', 'webwidget_triggered']
    await link()
    expect(shop.standIn.state.webhooks[0]!.subscriptions).toEqual(expect.arrayContaining(['webwidget_triggered', 'contact_updated']))
    expect((await loadAccount(stack.adminClient(), id)).chatwoot.webhookSecret).toBe(shop.standIn.state.webhooks[0]!.secret)
  })

  it('takes the operator\'s webhook secret for the one that Chatwoot hides', async () => {
    const id = await link({ chatwoot: { ...shop.access, webhookSecret: 'shown-in-the-settings' } })
    expect((await loadAccount(stack.adminClient(), id)).chatwoot.webhookSecret).toBe('shown-in-the-settings')
  })

  it('keeps the shop that is not spoken of, and forgets the one that is gone', async () => {
    const id = await link()
    await link({ shopify: undefined })
    expect((await loadAccount(stack.adminClient(), id)).shopify).toEqual(SHOP)
    await link({ shopify: null })
    expect((await loadAccount(stack.adminClient(), id)).shopify).toBeNull()
    expect(await stack.sql(`select kind from public.account_secrets where kind like 'shopify%'`)).toEqual([])
  })

  it.each([
    ['an agent\'s token', { token: `${TOKEN}-2` }, 'chatwoot_refused', 'The token must be an administrator\'s'],
    ['a token of another account', { accountId: 5 }, 'chatwoot_refused', 'The token\'s user is not in this Chatwoot account'],
    ['a wrong token', { token: 'guess' }, 'chatwoot_refused', 'Chatwoot answered 401'],
    ['an address where no Chatwoot is', { url: 'https://nowhere.test' }, 'chatwoot_unreachable', undefined],
    ['an address that is none', { url: 'file:///etc/passwd' }, 'invalid_request', 'chatwoot.url: Invalid URL'],
  ])('refuses %s and stores nothing', async (_, chatwoot, code, detail) => {
    const response = await post('/link', linkRequest({ chatwoot: { ...shop.access, ...chatwoot } }), asOperator())
    expect(await response.json()).toMatchObject({ code, ...(detail && { detail }) })
    expect(await stack.sql('select id from public.accounts')).toEqual([])
  })

  const HOOK = 'https://pitwall.test/functions/v1/shopify-webhook'
  const heard = () => store.state.subscriptions.map(({ topic, uri }) => [topic, uri])

  it('has the shop tell of all that its app may hear of, once', async () => {
    await link()
    await link()
    expect(heard()).toHaveLength(14)
    expect(heard()).toEqual(expect.arrayContaining([['ORDERS_UPDATED', HOOK], ['REFUNDS_CREATE', HOOK], ['ORDER_TRANSACTIONS_CREATE', HOOK], ['RETURNS_PROCESS', HOOK]]))
    expect(store.state.subscriptions.find(({ topic }) => topic === 'REFUNDS_CREATE')?.includeFields).toEqual(['id', 'admin_graphql_api_id', 'order_id'])
  })

  it('asks for no more than the rights of the shop\'s app', async () => {
    limitScopes('read_customers', 'read_orders')
    await link()
    expect(heard().map(([topic]) => topic)).toEqual(['ORDERS_CREATE', 'ORDERS_UPDATED', 'ORDERS_CANCELLED', 'ORDERS_EDITED', 'REFUNDS_CREATE', 'ORDER_TRANSACTIONS_CREATE'])
  })

  it('moves what the shop tells with the installation, mends what somebody changed, and leaves others\' alone', async () => {
    const foreign = { id: 'theirs', topic: 'ORDERS_UPDATED', uri: 'https://other.test/shopify-webhook', includeFields: [], at: 0, failures: 0 }
    store.state.subscriptions.push(foreign)
    await link()
    store.state.subscriptions = store.state.subscriptions.filter(({ topic }) => topic !== 'REFUNDS_CREATE')
    await link({ webhookUrl: 'https://moved.test/functions/v1' })
    const moved = 'https://moved.test/functions/v1/shopify-webhook'
    expect(store.state.subscriptions).toHaveLength(15)
    expect(new Set(heard().map(([, uri]) => uri))).toEqual(new Set([foreign.uri, moved]))
    expect(heard()).toContainEqual(['REFUNDS_CREATE', moved])
  })

  it('goes on without a shop that is away, and keeps the secret that may still sign', async () => {
    const id = await link()
    store.failNext({ status: 503 })
    expect(await link({ shopify: { ...SHOP, clientSecret: 'renewed' } })).toBe(id)
    expect(await stack.sql(`select kind from public.account_secrets where kind like 'shopify%' order by 1`))
      .toEqual(['shopify_client_id', 'shopify_client_secret', 'shopify_former_secret'].map(kind => ({ kind })))
  })

  it('finds out by linking again what became of a request without an answer', async () => {
    shop.standIn.faults.add({ kind: 'drop_answer', method: 'POST', path: '/webhooks' })
    expect(await (await post('/link', linkRequest(), asOperator())).json()).toMatchObject({ code: 'chatwoot_unreachable' })
    const id = await link()
    expect(shop.standIn.state.webhooks).toHaveLength(1)
    expect((await loadAccount(stack.adminClient(), id)).chatwoot.webhookSecret).toBe(shop.standIn.state.webhooks[0]!.secret)
  })

  it('is for the operator alone', async () => {
    await link()
    expect((await post('/link', linkRequest(), await asPerson('ada@acme.test'))).status).toBe(401)
    expect((await post('/link', linkRequest(), { apikey: stack.keys.publishable })).status).toBe(401)
  })
})

describe('syncing', () => {
  it('is for admins and the operator', async () => {
    const id = await link()
    const statuses = await Promise.all([
      asPerson('ada@acme.test'),
      asPerson('ben@acme.test'),
      asPerson('stranger@example.com'),
      asOperator(),
      { apikey: stack.keys.publishable },
    ].map(async headers => (await post(`/${id}/sync`, {}, await headers)).status))
    expect(statuses).toEqual([200, 403, 404, 200, 401])
  })

  it('seals credentials again when the key has changed', async () => {
    const id = await link()
    const old = process.env.SECRETS_KEYS
    process.env.SECRETS_KEYS = `k2:${Buffer.alloc(32, 9).toString('base64')},${old}`
    await post(`/${id}/sync`, {}, asOperator())
    process.env.SECRETS_KEYS = `k2:${Buffer.alloc(32, 9).toString('base64')}`
    expect((await loadAccount(stack.adminClient(), id)).chatwoot.token).toBe(TOKEN)
  })
})

describe('the session', () => {
  const sessionOf = async (email: string) => (await setup.request('/setup/session', { headers: await asPerson(email) })).json()

  it('names the accounts in which one is a person today', async () => {
    const id = await link()
    expect(await sessionOf('ben@acme.test')).toEqual({ accounts: [
      { accountId: id, chatwootAccountId: 1, chatwootUrl: 'https://chatwoot.test', name: 'Acme Support', role: 'agent', agentName: 'Ben' },
    ] })
    await stack.sql(`update public.agents set removed_at = now() where name = 'Ben'`)
    expect(await sessionOf('ben@acme.test')).toEqual({ accounts: [] })
  })

  it('is empty for a stranger and closed to who is not signed in', async () => {
    await link()
    expect(await sessionOf('stranger@example.com')).toEqual({ accounts: [] })
    expect((await setup.request('/setup/session', { headers: { apikey: stack.keys.publishable } })).status).toBe(401)
  })
})

describe('the connections', () => {
  async function findings(id: number) {
    const answer: unknown = await (await setup.request(`/setup/${id}/connections`, { headers: await asPerson('ada@acme.test') })).json()
    return Object.fromEntries(ConnectionReport.parse(answer).checks.map(({ kind, finding, detail }) => [kind, detail ? `${finding}: ${detail}` : finding]))
  }

  it('says what is well and what never came', async () => {
    const id = await link()
    expect(await findings(id)).toEqual({
      chatwoot: 'ok: chatwoot.test',
      chatwoot_webhook: 'never_received: pitwall.test',
      chatwoot_dashboard_app: 'ok',
      shopify: 'ok: acme.myshopify.com',
      shopify_webhook: 'never_received: pitwall.test',
      label_seller: 'not_configured',
      language_model: 'local_only',
      sign_in: 'ok',
      realtime: 'unreachable',
      jobs: 'ok',
    })
  })

  it('says what is broken, each on its own', async () => {
    const id = await link()
    limitScopes('read_customers')
    shop.standIn.state.webhooks[0]!.subscriptions = ['message_created']
    shop.standIn.state.dashboardApps.splice(0)
    shop.world.agents[0]!.role = 'agent'
    await stack.sql(`insert into public.jobs (account_id, kind, dead_at) values (${id}, 'fold_event', now())`)
    expect(await findings(id)).toMatchObject({
      chatwoot: 'role_insufficient: agent',
      chatwoot_webhook: 'credentials_refused: Chatwoot answered 401',
      chatwoot_dashboard_app: 'not_registered',
      shopify: expect.stringMatching(/^scopes_missing: .*read_orders/),
      jobs: 'dead_letters: 1',
    })
  })

  it('says which rights are missing for what is done with orders', async () => {
    const id = await link()
    limitScopes('read_customers', 'write_orders', 'read_products', 'read_inventory', 'read_locations', 'write_order_edits', 'write_returns')
    expect(await findings(id)).toMatchObject({ shopify: 'actions_limited: write_discounts, write_merchant_managed_fulfillment_orders, write_draft_orders' })
  })

  it('tells when the last event came, which events are missing, and when nothing is registered', async () => {
    const id = await link()
    await stack.sql(`insert into public.webhook_events (account_id, delivery_id, event, payload, sent_at, received_at)
      values (${id}, 'd1', 'message_created', '{}', now(), '2026-11-24T09:30:00Z')`)
    expect(await findings(id)).toMatchObject({ chatwoot_webhook: expect.stringMatching(/^ok: 2026-11-24T09:30:00/) })
    shop.standIn.state.webhooks[0]!.subscriptions = ['message_created']
    expect(await findings(id)).toMatchObject({ chatwoot_webhook: expect.stringMatching(/^events_missing: conversation_created, /) })
    shop.standIn.state.webhooks.splice(0)
    expect(await findings(id)).toMatchObject({ chatwoot_webhook: 'not_registered' })
  })

  it('mends what the shop no longer tells, and says when it last told', async () => {
    const id = await link()
    store.state.subscriptions.splice(3)
    await stack.sql(`insert into public.webhook_events (account_id, source, delivery_id, event, payload, sent_at, received_at)
      values (${id}, 'shopify', 's1', 'orders/updated', '{}', now(), '2026-11-24T09:31:00Z')`)
    expect(await findings(id)).toMatchObject({ shopify_webhook: expect.stringMatching(/^ok: 2026-11-24T09:31:00/), chatwoot_webhook: 'never_received: pitwall.test' })
    expect(store.state.subscriptions).toHaveLength(14)
  })

  it('says in the shop\'s words why it tells nothing, and when it was never asked', async () => {
    const id = await link({ webhookUrl: 'http://pitwall.test/functions/v1' })
    expect(await findings(id)).toMatchObject({ shopify_webhook: expect.stringMatching(/^registration_refused: Address protocol http:\/\/ is not supported: orders\/create, /) })
    await stack.sql('update public.accounts set functions_url = null')
    expect(await findings(id)).toMatchObject({ shopify_webhook: 'not_registered' })
    await link({ shopify: null })
    expect(await findings(id)).toMatchObject({ shopify_webhook: 'not_configured' })
  })

  it.each([
    ['shippo', 'Shippo'],
    ['easypost', 'EasyPost'],
  ] as const)('says whether %s takes the key, and whether it answers at all', async (provider, name) => {
    const id = await link()
    const open = provider === 'shippo' ? createShippoStandIn : createEasyPostStandIn
    seller = open('label-key-1')
    const settings = { ...DEFAULT_LABEL_SETTINGS, provider, returnAddress: { ...ADDRESS } }
    await saveLabelSettings(
      { version: 0, settings, apiKey: 'label-key-1' },
      { accountId: id, agentId: null },
      { admin: stack.adminClient(), now: Date.now, fetch: send },
    )
    expect(await findings(id)).toMatchObject({ label_seller: `ok: ${name}` })
    seller = open('label-key-2')
    expect(await findings(id)).toMatchObject({ label_seller: expect.stringMatching(/^credentials_refused: /), shopify: 'ok: acme.myshopify.com' })
    seller = { fetch: async () => new Response('busy', { status: 503 }) }
    expect(await findings(id)).toMatchObject({ label_seller: 'unreachable' })
  })

  it('survives a Chatwoot that does not answer and a shop that is not there', async () => {
    const id = await link({ shopify: null })
    shop.standIn.faults.add({ kind: 'status', status: 503, times: 99 })
    expect(await findings(id)).toMatchObject({ chatwoot: 'unreachable', chatwoot_webhook: 'unreachable', shopify: 'not_configured', jobs: 'ok' })
  })

  it('are for admins alone', async () => {
    const id = await link()
    const ask = async (headers: HeadersInit) => (await setup.request(`/setup/${id}/connections`, { headers })).status
    expect([await ask(await asPerson('ben@acme.test')), await ask(await asPerson('stranger@example.com'))]).toEqual([403, 404])
  })
})
