import type { SeedWorld } from '../../seed/types.ts'
import type { Bucket } from './execute.ts'
import { Hono } from 'hono'
import { z } from 'zod'
import { createExecutor } from './execute.ts'
import { loadAdminSchema } from './schema.ts'
import { createShop } from './shop.ts'

const SCOPES = ['read_customers', 'read_orders', 'read_products', 'read_fulfillments']
const TOKEN_SECONDS = 86_399
const POINTS = 2000
const POINTS_PER_SECOND = 100
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
  /** The instant the seed's days count back from, epoch milliseconds; now when left out. */
  startedAt?: number
}

/** A shop's Admin API, 2026-10: the real schema executed over the seed world. `fetch` takes paths from the shop's root. */
export function createShopifyStandIn(options: ShopifyStandInOptions) {
  const { world, now, clientId, clientSecret, origin, scopes = SCOPES, startedAt = now() } = options
  const shop = createShop(world, startedAt, origin)
  const tokens = new Map<string, number>()
  const faults: { status?: number, body?: string, throttled?: boolean }[] = []
  const bucket = createBucket(now)
  let executor: Promise<ReturnType<typeof createExecutor>> | undefined
  const prepare = async () => (executor ??= loadAdminSchema().then(schema => createExecutor(schema, shop, bucket)))

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
      const fault = faults.shift()
      if (fault?.throttled) bucket.empty()
      if (fault?.status) return new Response(fault.body ?? '{}', { status: fault.status })
      const asked = Query.safeParse(await c.req.json().catch(() => null))
      if (!asked.success) return c.json({ errors: { query: 'Required parameter missing or invalid' } }, 400)
      const run = await prepare()
      const answer = await run(asked.data.query, asked.data.variables ?? {}, { scopes: new Set(scopes), now: now() })
      return c.json(answer, 200, { 'x-shopify-api-version': '2026-10' })
    })
    .get('/products/:file', (c) => {
      const product = world.products.find(({ id }) => `${id}.svg` === c.req.param('file'))
      const headers = { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400', 'access-control-allow-origin': '*' }
      return product ? c.body(product.svg, 200, headers) : c.notFound()
    })

  return {
    fetch: async (request: Request): Promise<Response> => api.fetch(request),
    /** Reads the schema before the first question comes. */
    prepare,
    /** The next request fails so; for tests. */
    failNext: (fault: { status?: number, body?: string, throttled?: boolean }) => void faults.push(fault),
    revokeTokens: () => tokens.clear(),
  }
}

/** Shopify's leaky bucket: 2,000 points, refilled with 100 a second. */
function createBucket(now: () => number): Bucket & { empty: () => void } {
  let available = POINTS
  let at = now()
  const refill = () => {
    available = Math.min(POINTS, available + (now() - at) / 1000 * POINTS_PER_SECOND)
    at = now()
  }
  return {
    take(cost) {
      refill()
      if (available < cost) return false
      available -= cost
      return true
    },
    status() {
      refill()
      return { maximumAvailable: POINTS, currentlyAvailable: Math.floor(available), restoreRate: POINTS_PER_SECOND }
    },
    empty() {
      refill()
      available = 0
    },
  }
}
