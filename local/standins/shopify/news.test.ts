import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { world } from '../../seed/index.ts'
import { createShopifyStandIn } from './index.ts'

const NOW = Date.parse('2026-11-24T12:00:00Z')
const ORIGIN = 'https://shop.test'
const HOOK = 'https://pitwall.test/shopify-webhook'
const order = world.orders.find(({ payment, daysAgo, fulfilments }) => payment === 'PAID' && daysAgo < 50 && fulfilments.length === 0) ?? world.orders[0]
const gid = `gid://shopify/Order/${order?.id}`

async function open(answer: (tries: number) => Response = () => new Response('ok')) {
  let now = NOW
  const sent: { url: string, headers: Record<string, string>, body: string }[] = []
  const standIn = createShopifyStandIn({
    world,
    now: () => now,
    origin: ORIGIN,
    shop: 'acme.myshopify.com',
    clientId: 'id',
    clientSecret: 'secret',
    sleep: async () => {},
    deliver: async (url, { headers, body }) => {
      sent.push({ url, headers, body })
      return answer(sent.length)
    },
  })
  const post = async (path: string, body: BodyInit, headers: HeadersInit = {}) => standIn.fetch(new Request(ORIGIN + path, { method: 'POST', body, headers }))
  const credentials = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'id', client_secret: 'secret' })
  const { access_token: token } = await (await post('/admin/oauth/access_token', credentials)).json()
  async function ask(query: string, variables = {}) {
    const answered = await (await post('/admin/api/2026-10/graphql.json', JSON.stringify({ query, variables }), { 'x-shopify-access-token': token })).json()
    await standIn.told()
    return answered
  }
  const subscribe = async (topic: string, uri = HOOK, fields: string[] = []) => ask(
    'mutation($topic: WebhookSubscriptionTopic!, $webhook: WebhookSubscriptionInput!) { webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhook) { webhookSubscription { id uri } userErrors { message } } }',
    { topic, webhook: { uri, includeFields: fields } },
  )
  const note = async (text: string) => ask('mutation($input: OrderInput!) { orderUpdate(input: $input) { userErrors { message } } }', { input: { id: gid, note: text } })
  async function refund() {
    const input = { orderId: gid, currency: order?.currency, transactions: [{ orderId: gid, kind: 'REFUND', gateway: 'x', parentId: `gid://shopify/OrderTransaction/${order?.id}1`, amount: '1.00' }] }
    return ask('mutation($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: "one") { refund { id transactions(first: 5) { nodes { status } } } userErrors { message } } }', { input })
  }
  return { standIn, sent, ask, subscribe, note, refund, travel: (ms: number) => void (now += ms) }
}
const topics = (sent: { headers: Record<string, string> }[]) => sent.map(({ headers }) => headers['x-shopify-topic'])

describe('the news of the shop', () => {
  it('are signed with the app\'s secret, and hold the fields that were asked for', async () => {
    const { sent, subscribe, note } = await open()
    await subscribe('ORDERS_UPDATED', HOOK, ['id', 'updated_at'])
    await note('A new note')
    expect(sent).toHaveLength(1)
    const [{ url = '', headers = {}, body = '' } = {}] = sent
    expect(url).toBe(HOOK)
    expect(headers['x-shopify-hmac-sha256']).toBe(createHmac('sha256', 'secret').update(Buffer.from(body)).digest('base64'))
    expect(headers).toMatchObject({ 'x-shopify-topic': 'orders/updated', 'x-shopify-shop-domain': 'acme.myshopify.com', 'x-shopify-webhook-id': expect.stringMatching(/^[\w-]{36}$/) })
    expect(JSON.parse(body)).toEqual({ id: order?.id, updated_at: new Date(NOW).toISOString() })
  })

  it('tell of a pending payment when it has an outcome, whoever asks nothing', async () => {
    const { standIn, sent, subscribe, refund, travel } = await open()
    for (const topic of ['REFUNDS_CREATE', 'ORDER_TRANSACTIONS_CREATE']) await subscribe(topic)
    standIn.failNext({ on: 'refundCreate', pending: { then: 'FAILURE', seconds: 30 } })
    await refund()
    expect(topics(sent)).toEqual(['refunds/create'])
    travel(31_000)
    standIn.turn()
    await standIn.told()
    expect(topics(sent)).toEqual(['refunds/create', 'order_transactions/create'])
    expect(JSON.parse(sent[1]?.body ?? '')).toMatchObject({ order_id: order?.id, status: 'failure' })
    standIn.turn()
    await standIn.told()
    expect(sent).toHaveLength(2)
  })

  it('come again, the same, until they are answered, and end when nobody ever does', async () => {
    const { standIn, sent, subscribe, note } = await open(tries => new Response(null, { status: tries === 1 ? 500 : 200 }))
    await subscribe('ORDERS_UPDATED')
    await note('One')
    expect(sent).toHaveLength(2)
    expect(sent[0]).toEqual(sent[1])
    expect(standIn.state.subscriptions).toHaveLength(1)

    const deaf = await open(() => new Response(null, { status: 401 }))
    await deaf.subscribe('ORDERS_UPDATED')
    for (let turn = 0; turn < 8; turn++) {
      deaf.travel(1_000)
      await deaf.note(`Note ${turn}`)
    }
    expect(deaf.standIn.state.subscriptions).toEqual([])
  })

  it('go to one address once, and to https only', async () => {
    const { subscribe } = await open()
    await subscribe('ORDERS_UPDATED')
    const refusal = async (uri: string) => (await subscribe('ORDERS_UPDATED', uri)).data.webhookSubscriptionCreate.userErrors[0].message
    expect(await refusal(HOOK)).toContain('already been taken')
    expect(await refusal('http://pitwall.test/shopify-webhook')).toContain('http:// is not supported')
  })
})
