import type { ShopifyShop } from './account.ts'
import { z } from 'zod'
import { ProblemError } from './app.ts'
import { GRANTED_SCOPES_DOCUMENT } from './shopify-documents.ts'

const API_VERSION = '2026-10'
const TIMEOUT_MS = 6_000
// An agent is waiting; longer than this is an answer of its own.
const MOST_PATIENCE_MS = 2_500
const RENEW_EARLY_MS = 5 * 60_000
const NEEDED_SCOPES = ['read_customers', 'read_orders']

const Token = z.object({ access_token: z.string(), expires_in: z.number() })
const Scopes = z.object({ currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }) })
const Failure = z.looseObject({ extensions: z.looseObject({ code: z.string().optional() }).optional() })
const Envelope = z.looseObject({
  data: z.unknown().optional(),
  errors: z.union([z.string(), z.array(Failure)]).optional(),
  extensions: z.looseObject({ cost: z.looseObject({
    requestedQueryCost: z.number(),
    throttleStatus: z.looseObject({ currentlyAvailable: z.number(), restoreRate: z.number() }),
  }) }).optional(),
})

interface CachedToken { token: string, expiresAt: number }
// A token lasts a day; all requests of this process share the one of their app and shop.
const tokens = new Map<string, Promise<CachedToken>>()

export interface ShopifyOptions extends ShopifyShop { fetch?: typeof fetch, timeoutMs?: number }

/**
 * Shopify's Admin API for one shop, by client credentials. Refuses with `shopify_refused` (credentials, scopes, a document
 * it does not take), `shopify_unreachable` and, when it asks us to wait longer than an agent would, `shopify_busy`.
 */
export function createShopify({ shop, baseUrl, clientId, clientSecret, fetch: send = fetch, timeoutMs = TIMEOUT_MS }: ShopifyOptions) {
  const place = `${baseUrl} ${shop} ${clientId} ${clientSecret}`

  async function post(path: string, init: RequestInit): Promise<Response> {
    // A redirect would carry the token to whoever it names.
    const response = await send(`${baseUrl}${path}`, { method: 'POST', redirect: 'error', signal: AbortSignal.timeout(timeoutMs), ...init })
      .catch((error) => { throw new ProblemError('shopify_unreachable', { cause: error }) })
    if (response.status < 500) return response
    await response.body?.cancel()
    throw new ProblemError('shopify_unreachable', { detail: `Shopify answered ${response.status}` })
  }

  async function mint(): Promise<CachedToken> {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret })
    const response = await post('/admin/oauth/access_token', { body, headers: { accept: 'application/json' } })
    const parsed = Token.safeParse(await response.json().catch(() => null))
    if (response.status === 429) throw new ProblemError('shopify_busy')
    if (!response.ok) throw new ProblemError('shopify_refused', { detail: `Shopify refused the credentials (${response.status})` })
    if (!parsed.success) throw new ProblemError('shopify_unreachable', { detail: 'What answers there is not Shopify' })
    return { token: parsed.data.access_token, expiresAt: Date.now() + parsed.data.expires_in * 1000 }
  }

  async function currentToken(): Promise<string> {
    const held = tokens.get(place)
    const known = await held?.catch(() => null)
    if (known && known.expiresAt - Date.now() > RENEW_EARLY_MS) return known.token
    // Whoever comes first renews, the others wait for the same token.
    const newer = tokens.get(place)
    const minted = newer && newer !== held ? newer : mint()
    tokens.set(place, minted)
    return (await minted).token
  }

  async function ask(query: string, variables: object): Promise<{ status: number, envelope: z.infer<typeof Envelope> | null }> {
    const headers = { 'content-type': 'application/json', 'x-shopify-access-token': await currentToken() }
    const response = await post(`/admin/api/${API_VERSION}/graphql.json`, { headers, body: JSON.stringify({ query, variables }) })
    return { status: response.status, envelope: Envelope.safeParse(await response.json().catch(() => null)).data ?? null }
  }

  /** Once more with a new token when the old one is void, once more when the bucket fills again soon. */
  async function askPatiently(query: string, variables: object) {
    let answer = await ask(query, variables)
    if (answer.status === 401) {
      tokens.delete(place)
      answer = await ask(query, variables)
    }
    const waitMs = answer.envelope && throttledFor(answer.envelope)
    if (waitMs === null || waitMs > MOST_PATIENCE_MS) return answer
    await new Promise(resolve => setTimeout(resolve, waitMs))
    return ask(query, variables)
  }

  async function request<S extends z.ZodType>(query: string, variables: object, schema: S): Promise<z.output<S>> {
    const { status, envelope } = await askPatiently(query, variables)
    if (status === 429 || (envelope && throttledFor(envelope))) throw new ProblemError('shopify_busy')
    if (status !== 200 || !envelope) throw new ProblemError(status === 200 ? 'shopify_unreachable' : 'shopify_refused', { detail: `Shopify answered ${status}` })
    if (envelope.errors?.length) throw new ProblemError('shopify_refused', { detail: codesOf(envelope) })
    const parsed = schema.safeParse(envelope.data)
    if (parsed.success) return parsed.data
    throw new ProblemError('shopify_refused', { cause: parsed.error, detail: 'Shopify answered in a shape that is not documented' })
  }

  return {
    request,
    adminBase: `https://admin.shopify.com/store/${shop.replace(/\.myshopify\.com$/, '')}`,
    async checkAccess() {
      const { currentAppInstallation } = await request(GRANTED_SCOPES_DOCUMENT, {}, Scopes)
      const granted = new Set(currentAppInstallation.accessScopes.map(({ handle }) => handle))
      return { missingScopes: NEEDED_SCOPES.filter(scope => !granted.has(scope) && !granted.has(scope.replace('read_', 'write_'))) }
    },
  }
}

/** A customer's words as one search value: quoted, so that they are a phrase and never syntax. */
export function quoteSearch(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`
}

function throttledFor({ errors, extensions }: z.infer<typeof Envelope>): number | null {
  if (!Array.isArray(errors) || !errors.some(error => error.extensions?.code === 'THROTTLED')) return null
  const cost = extensions?.cost
  if (!cost) return MOST_PATIENCE_MS
  const missing = cost.requestedQueryCost - cost.throttleStatus.currentlyAvailable
  return Math.max(1, missing) / Math.max(1, cost.throttleStatus.restoreRate) * 1000
}
function codesOf({ errors }: z.infer<typeof Envelope>): string {
  return Array.isArray(errors) ? [...new Set(errors.map(error => error.extensions?.code ?? 'unknown'))].join(', ') : 'unknown'
}
