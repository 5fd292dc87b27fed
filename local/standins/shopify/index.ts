import type { SeedWorld } from '../../seed/types.ts'
import type { Deliver } from './deliveries.ts'
import type { ShopState } from './state.ts'
import { Hono } from 'hono'
import { z } from 'zod'
import { createBucket } from './bucket.ts'
import { createDeliveries } from './deliveries.ts'
import { createDrafts } from './drafts.ts'
import { createEdits } from './edits.ts'
import { createExecutor } from './execute.ts'
import { orderIdOf } from './ids.ts'
import { createMutations } from './mutations.ts'
import { createNews } from './news.ts'
import { createNotes } from './notes.ts'
import { createReturns } from './returns/index.ts'
import { loadAdminSchema } from './schema.ts'
import { createShop } from './shop.ts'
import { createStore } from './state.ts'
import { createSubscriptions } from './subscriptions.ts'

const SCOPES = [
  'read_customers',
  'read_products',
  'read_fulfillments',
  'read_inventory',
  'read_locations',
  'read_returns',
  'write_orders',
  'write_order_edits',
  'write_discounts',
  'write_returns',
  'write_draft_orders',
  'write_merchant_managed_fulfillment_orders',
  'write_store_credit_account_transactions',
  'read_store_credit_accounts',
]
const TOKEN_SECONDS = 86_399
const Query = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).nullish() })

export interface ShopifyStandInOptions {
  world: SeedWorld
  /** Epoch milliseconds. */
  now: () => number
  shop: string
  clientId: string
  clientSecret: string
  /** Where this stand-in answers, for the pictures' addresses. */
  origin: string
  scopes?: string[]
  /** How many points its plan lets it spend at once; 2,000 when left out. */
  points?: number
  /** The instant the seed's days count back from, epoch milliseconds; now when left out. */
  startedAt?: number
  /** What was done in this shop before it was last stopped. */
  initialState?: ShopState
  /** How long a cancellation takes, in milliseconds. */
  cancelTakesMs?: number
  /** How its news leave the shop; without it nobody hears of it. */
  deliver?: Deliver
  sleep?: (ms: number) => Promise<void>
}

/**
 * How a request fails. `on`: the first that asks for this field, and no other, else the very next. `dropped`: it is done, and its answer is
 * lost on the way.
 */
export const ShopifyFault = z.object({
  on: z.string().optional(),
  status: z.number().int().min(400).max(599).optional(),
  body: z.string().optional(),
  throttled: z.boolean().optional(),
  dropped: z.boolean().optional(),
  /** No failure of the request: the payment of the next refund is `PENDING`, and after so many seconds it is this. */
  pending: z.object({ then: z.enum(['SUCCESS', 'FAILURE']), seconds: z.number().min(0).max(30 * 86_400).default(20) }).optional(),
})
export type ShopifyFault = z.input<typeof ShopifyFault>

/** A shop's Admin API, 2026-10: the real schema executed over the seed world. `fetch` takes paths from the shop's root. */
export function createShopifyStandIn(options: ShopifyStandInOptions) {
  const { world, now, clientId, clientSecret, origin, scopes = SCOPES, startedAt = now(), cancelTakesMs = 1_500 } = options
  const store = createStore(world, options.initialState)
  const shop = createShop(world, startedAt, origin, store)
  const findOrder = (id: unknown) => store.orders().find(order => orderIdOf(order) === id) ?? null
  const rooms = { world, store, books: shop.books, stock: shop.stock, now, startedAt, findOrder, cancelTakesMs }
  const isLocal = new URL(origin).protocol === 'http:'
  const kinds = [
    createDrafts(rooms),
    createEdits(rooms),
    createNotes(rooms),
    createReturns(rooms, shop, origin),
    createSubscriptions(store, now, isLocal),
  ]
  const mutations = createMutations(rooms, kinds)
  const granted = new Set(scopes)
  const tokens = new Map<string, number>()
  const staged = new Map<string, Uint8Array<ArrayBuffer>>()
  const faults: ShopifyFault[] = []
  const news = createNews(store)
  const { deliver, sleep = async ms => new Promise(resolve => setTimeout(resolve, ms)) } = options
  const deliveries = deliver && createDeliveries({ store, deliver, sleep, now, shop: options.shop, clientSecret })
  const asks: string[] = []
  const bucket = createBucket(now, options.points)
  let executor: Promise<ReturnType<typeof createExecutor>> | undefined
  const executorRooms = { shop, store, mutations, kinds }
  const prepare = async () => (executor ??= loadAdminSchema().then(schema => createExecutor(schema, executorRooms, bucket)))

  const api = new Hono()
    .post('/admin/oauth/access_token', async (c) => {
      const asked = new URLSearchParams(await c.req.text())
      if (asked.get('client_id') !== clientId || asked.get('client_secret') !== clientSecret) return c.json({ error: 'invalid_client' }, 401)
      if (asked.get('grant_type') !== 'client_credentials') return c.json({ error: 'unsupported_grant_type' }, 400)
      const token = `shpat_${crypto.randomUUID().replaceAll('-', '')}`
      tokens.set(token, now() + TOKEN_SECONDS * 1000)
      return c.json({ access_token: token, scope: scopes.join(','), expires_in: TOKEN_SECONDS })
    })
    .post('/admin/api/:version/graphql.json', async (c) => {
      const expiresAt = tokens.get(c.req.header('x-shopify-access-token') ?? '')
      if (expiresAt === undefined || expiresAt < now()) return c.json({ errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' }, 401)
      const asked = Query.safeParse(await c.req.json().catch(() => null))
      const fault = takeFault(asked.data?.query ?? '')
      if (fault?.throttled) fault.on ? bucket.refuseNext() : bucket.empty()
      if (fault?.pending) store.holdPayout(fault.pending.then, now() + (fault.pending.seconds ?? 20) * 1000)
      if (fault?.status) return new Response(fault.body ?? '{}', { status: fault.status })
      if (!asked.success) return c.json({ errors: { query: 'Required parameter missing or invalid' } }, 400)
      const run = await prepare()
      turn()
      asks.push(asked.data.query)
      const answer = await run(asked.data.query, asked.data.variables ?? {}, { scopes: granted, now: now() })
      turn()
      if (fault?.dropped) return Response.error()
      return c.json(answer, 200, { 'x-shopify-api-version': '2026-10' })
    })
    .post('/staged', async (c) => {
      const { key, file } = await c.req.parseBody()
      if (typeof key !== 'string' || !(file instanceof File)) return c.json({ error: 'A file and its parameters are needed' }, 400)
      staged.set(key, new Uint8Array(await file.arrayBuffer()))
      return c.body(null, 201)
    })
    .get('/staged/:key', (c) => {
      const file = staged.get(c.req.param('key'))
      return file ? c.body(file, 200, { 'content-type': 'application/pdf' }) : c.notFound()
    })
    .get('/products/:file', (c) => {
      const product = world.products.find(({ id }) => `${id}.svg` === c.req.param('file'))
      const headers = { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400', 'access-control-allow-origin': '*' }
      return product ? c.body(product.svg, 200, headers) : c.notFound()
    })

  /** Does what its time has come for, and tells who listens what changed. */
  function turn(): void {
    mutations.finishJobs()
    store.turnPayouts(now())
    const events = news.take()
    if (events.length) deliveries?.tell(events)
  }

  function takeFault(query: string): ShopifyFault | undefined {
    const at = faults.findIndex(({ on }) => !on || query.includes(on))
    return at < 0 ? undefined : faults.splice(at, 1)[0]
  }

  return {
    fetch: async (request: Request): Promise<Response> => api.fetch(request),
    /** Reads the schema before the first question comes. */
    prepare,
    /** The next request fails so; for tests. */
    failNext: (fault: ShopifyFault) => void faults.push(fault),
    clearFaults: () => void faults.splice(0),
    revokeTokens: () => tokens.clear(),
    turn,
    /** Waits until its news have arrived, or were given up. */
    told: async () => deliveries?.settled(),
    /** Takes a permission of the app away, or gives it. */
    setScope: (scope: string, isGranted: boolean) => void (isGranted ? granted.add(scope) : granted.delete(scope)),
    /** What was asked since the start, documents in their order; for tests. */
    asks,
    /** What changed since the seed; a copy of it starts the shop again where it was. */
    state: store.state,
    books: shop.books,
    reset() {
      store.reset()
      news.remember()
      bucket.fill()
    },
  }
}
