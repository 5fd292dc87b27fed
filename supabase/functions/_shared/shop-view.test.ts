import { parse } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { world } from '../../../local/seed/index.ts'
import { requestedCost } from '../../../local/standins/shopify/cost.ts'
import { createShopifyStandIn } from '../../../local/standins/shopify/index.ts'
import { loadAdminSchema } from '../../../local/standins/shopify/schema.ts'
import { readShopView } from './shop-view.ts'
import { NAMED_ORDERS_DOCUMENT, PANEL_DOCUMENT } from './shopify-documents.ts'

const NOW = Date.parse('2026-11-24T12:00:00Z')
let apps = 0

/** A shop of its own per test, so that faults and tokens of one do not reach another. */
function openShop(over: Partial<Parameters<typeof createShopifyStandIn>[0]> = {}) {
  const credentials = { shop: 'acme.myshopify.com', clientId: `app-${apps++}`, clientSecret: 'secret' }
  const standIn = createShopifyStandIn({ world, now: () => NOW, origin: 'https://shop.test', ...credentials, ...over })
  const send: typeof fetch = async (input, init) => standIn.fetch(new Request(input, init))
  return { standIn, shop: { baseUrl: 'https://shop.test', fetch: send, ...credentials } }
}
const question = (over: object) => ({ email: null, phone: null, text: '', now: NOW, ...over })
const customers = world.customers.filter(({ id }) => world.orders.some(order => order.customerId === id && order.daysAgo < 50))
const someone = customers.find(customer => customer.email && customer.phone)!
const order = world.orders.find(({ customerId, daysAgo }) => customerId === someone.id && daysAgo < 50)!
const foreign = world.orders.find(({ customerId, daysAgo }) => customerId !== someone.id && customerId !== null && daysAgo < 50)!

beforeAll(async () => void await loadAdminSchema())

describe('readShopView', () => {
  it('finds the customer by their exact address, with their orders', async () => {
    const view = await readShopView(openShop().shop, question({ email: someone.email!.toUpperCase() }))
    expect(view).toMatchObject({ status: 'ready', customer: { name: `${someone.firstName} ${someone.lastName}` }, matchedBy: ['email'] })
    expect(view.status === 'ready' && view.orders.map(({ name }) => name)).toContain(order.name)
  })

  it('says so when address and phone are the same person', async () => {
    const view = await readShopView(openShop().shop, question({ email: someone.email, phone: someone.phone }))
    expect(view).toMatchObject({ matchedBy: ['email', 'phone'], others: [] })
  })

  it('shows both when address and phone belong to two customers', async () => {
    const other = customers.find(({ id, phone }) => phone && id !== someone.id)!
    const view = await readShopView(openShop().shop, question({ email: someone.email, phone: other.phone }))
    expect(view).toMatchObject({ customer: { email: someone.email }, others: [{ phone: other.phone }] })
  })

  it('suggests the order that the text names', async () => {
    const view = await readShopView(openShop().shop, question({ email: someone.email, text: `Where is order ${order.name}?` }))
    expect(view).toMatchObject({ suggested: { because: 'number_in_text' }, unknownNumbers: [] })
  })

  it('never shows an order of somebody else, whoever names it', async () => {
    const text = `My order ${foreign.name} is late`
    for (const asker of [{ email: someone.email }, { email: 'stranger@example.org' }, {}]) {
      const view = await readShopView(openShop().shop, question({ ...asker, text }))
      expect(view.status === 'ready' && view.orders.some(({ name }) => name === foreign.name)).toBe(false)
      expect(view).toMatchObject({ unknownNumbers: [foreign.name.replace('#', '').toUpperCase()] })
    }
  })

  it('finds a guest by the address of the order', async () => {
    const guest = world.orders.find(({ customerId, daysAgo }) => customerId === null && daysAgo < 50)!
    const view = await readShopView(openShop().shop, question({ email: guest.email }))
    expect(view).toMatchObject({ customer: null, matchedBy: ['guest_email'], orders: [{ name: guest.name }] })
  })

  it('tells how far back it can see without read_all_orders', async () => {
    const old = world.orders.find(({ daysAgo, customerId }) => daysAgo > 60 && customerId !== null)!
    const { email } = world.customers.find(({ id }) => id === old.customerId)!
    const limited = await readShopView(openShop().shop, question({ email }))
    const whole = await readShopView(openShop({ scopes: ['read_customers', 'read_orders', 'read_all_orders'] }).shop, question({ email }))
    const names = (view: typeof whole) => view.status === 'ready' ? view.orders.map(({ name }) => name) : []
    expect([names(limited).includes(old.name), names(whole).includes(old.name)]).toEqual([false, true])
    expect([limited, whole]).toMatchObject([{ ordersSince: NOW - 60 * 86_400_000 }, { ordersSince: null }])
  })

  it.each([
    ['refused credentials', { clientSecret: 'another' }, undefined, 'shopify_refused'],
    ['missing scopes', { scopes: ['read_products'] }, undefined, 'shopify_refused'],
    ['a gateway that answers in HTML', {}, { status: 502, body: '<html>Bad Gateway</html>' }, 'shopify_unreachable'],
    ['an empty bucket', {}, { throttled: true }, 'shopify_busy'],
  ])('answers %s with a state of its own', async (_, over, fault, code) => {
    const { standIn, shop } = openShop(over)
    if (fault) standIn.failNext(fault)
    const view = await readShopView(shop, question({ email: someone.email }))
    expect(view).toMatchObject({ status: 'failed', code })
  })

  it('asks for a new token when the old one was revoked', async () => {
    const { standIn, shop } = openShop()
    await readShopView(shop, question({ email: someone.email }))
    standIn.revokeTokens()
    expect(await readShopView(shop, question({ email: someone.email }))).toMatchObject({ status: 'ready' })
  })

  it('treats hostile addresses as text', async () => {
    for (const email of ['" OR email:*', 'a@b.c") OR (', '*', '\\"@x.y']) {
      expect(await readShopView(openShop().shop, question({ email }))).toMatchObject({ status: 'ready', customer: null, orders: [] })
    }
  })

  it('costs at most 230 points to open a panel with', async () => {
    const { schema } = await loadAdminSchema()
    const panel = requestedCost(schema, parse(PANEL_DOCUMENT), { hasEmail: true, hasPhone: true })
    const named = requestedCost(schema, parse(NAMED_ORDERS_DOCUMENT), {})
    expect(panel + named).toBeLessThanOrEqual(230)
  })
})
