import { describe, expect, it } from 'vitest'
import { world } from '../../seed/index.ts'
import { createShopifyStandIn } from './index.ts'
import { matchesSearch } from './search.ts'

const NOW = Date.parse('2026-11-24T12:00:00Z')
const ORIGIN = 'https://shop.test'

async function open(over: Partial<Parameters<typeof createShopifyStandIn>[0]> = {}) {
  let now = NOW
  const standIn = createShopifyStandIn({ world, now: () => now, origin: ORIGIN, shop: 'acme', clientId: 'id', clientSecret: 'secret', ...over })
  const post = (path: string, body: BodyInit, headers: HeadersInit = {}) =>
    standIn.fetch(new Request(ORIGIN + path, { method: 'POST', body, headers }))
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'id', client_secret: 'secret' })
  const { access_token: token } = await (await post('/admin/oauth/access_token', body)).json()
  const ask = async (query: string, variables = {}) => {
    const headers = { 'x-shopify-access-token': token, 'content-type': 'application/json' }
    return (await post('/admin/api/2026-10/graphql.json', JSON.stringify({ query, variables }), headers)).json()
  }
  return { standIn, post, ask, travel: (ms: number) => void (now += ms) }
}

describe('createShopifyStandIn', () => {
  it('refuses wrong credentials, a missing token and one that is a day old', async () => {
    const { post, ask, travel } = await open()
    expect((await post('/admin/oauth/access_token', new URLSearchParams({ client_id: 'id', client_secret: 'wrong' }))).status).toBe(401)
    expect((await post('/admin/api/2026-10/graphql.json', '{}')).status).toBe(401)
    travel(86_400_000)
    expect(await ask('{ orders(first: 1) { nodes { id } } }')).toMatchObject({ errors: expect.stringContaining('Invalid API key') })
  })

  it('denies a field without its scope, naming what is required', async () => {
    const { ask } = await open({ scopes: ['read_products'] })
    expect(await ask('{ orders(first: 1) { nodes { id } } }')).toMatchObject({
      errors: [{ extensions: { code: 'ACCESS_DENIED', requiredAccess: expect.stringContaining('read_orders') } }],
    })
  })

  it('refuses a field that the real schema does not have', async () => {
    const { ask } = await open()
    expect(await ask('{ orders(first: 1) { nodes { fullName } } }')).toMatchObject({ errors: [{ extensions: { code: 'undefinedField' } }] })
  })

  it('charges points and gives them back with time', async () => {
    const { ask, travel } = await open()
    const expensive = '{ orders(first: 250) { nodes { lineItems(first: 250) { nodes { id image { url } } } } } }'
    const codes: string[] = []
    for (let call = 0; call < 10; call++) codes.push((await ask(expensive)).errors?.[0].extensions.code ?? 'ok')
    expect([codes[0], codes.at(-1)]).toEqual(['ok', 'THROTTLED'])
    travel(20_000)
    expect((await ask(expensive)).extensions.cost.throttleStatus.currentlyAvailable).toBeGreaterThan(1000)
  })

  it('refuses a query above the limit of one call', async () => {
    const { ask } = await open()
    const customers = '{ customers(first: 250) { nodes { orders(first: 250) { nodes { lineItems(first: 250) { nodes { id } } } } } } }'
    expect(await ask(customers)).toMatchObject({ errors: [{ extensions: { code: 'MAX_COST_EXCEEDED' } }] })
  })

  it('hides orders older than 60 days, also through the customer', async () => {
    const query = '{ orders(first: 250) { nodes { createdAt } } customers(first: 250) { nodes { orders(first: 50) { nodes { createdAt } } } } }'
    const { data } = await (await open()).ask(query)
    const seen = [data.orders, ...data.customers.nodes.map((customer: { orders: object }) => customer.orders)].flatMap(({ nodes }) => nodes)
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.filter(({ createdAt }) => Date.parse(createdAt) < NOW - 60 * 86_400_000)).toEqual([])
  })

  it('writes amounts as Shopify does and keeps shop and customer currency apart', async () => {
    const foreign = world.orders.find(({ currency, daysAgo }) => currency === 'EUR' && daysAgo < 50)!
    const money = '{ amount currencyCode }'
    const query = `query($q: String!) { orders(first: 1, query: $q) { nodes { totalPriceSet { shopMoney ${money} presentmentMoney ${money} } } } }`
    const { data } = await (await open()).ask(query, { q: `name:${foreign.name}` })
    expect(data.orders.nodes[0].totalPriceSet).toEqual({
      shopMoney: { amount: expect.stringMatching(/^\d+\.\d{1,2}$/), currencyCode: 'USD' },
      presentmentMoney: { amount: expect.stringMatching(/^\d+\.\d{1,2}$/), currencyCode: 'EUR' },
    })
  })

  it('shows product pictures', async () => {
    const { standIn } = await open()
    const picture = await standIn.fetch(new Request(`${ORIGIN}/products/${world.products[0]!.id}.svg`))
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
    expect((await standIn.fetch(new Request(`${ORIGIN}/products/0.svg`))).status).toBe(404)
  })
})

describe('matchesSearch', () => {
  const fields = {
    email: { by: 'token', read: (item: { email: string }) => item.email },
    tag: { by: 'token', read: () => 'vip wholesale' },
  } as const
  const jake = { email: 'jake@x.com.au' }

  it.each([
    ['email:jake@x.com', true], // the trap: shared words are enough
    ['email:"jake@x.com"', true], // and a phrase matches longer addresses
    ['email:"x.com jake"', false],
    ['email:"jo@y.org" OR email:"jake@x.com.au"', true],
    ['email:"a OR b"', false],
    ['email:jake -tag:vip', false],
    ['NOT tag:retail', true],
    ['tag:whole*', true],
    ['email:*', true],
    ['emial:"nobody@z.org"', true], // an unknown filter is ignored
    ['', true],
  ])('reads %s', (query, isMatch) => {
    expect(matchesSearch(query, jake, fields)).toBe(isMatch)
  })
})
