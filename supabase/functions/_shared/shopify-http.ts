import type { ShopifyShop } from './account.ts'
import { z } from 'zod'
import { ProblemError } from './app.ts'

const API_VERSION = '2026-10'
const TIMEOUT_MS = 6_000
const RENEW_EARLY_MS = 5 * 60_000
/** An agent is waiting; longer than this altogether is an answer of its own. */
export const MOST_PATIENCE_MS = 5_000

const Token = z.object({ access_token: z.string(), expires_in: z.number() })
const Failure = z.looseObject({ extensions: z.looseObject({ code: z.string().optional() }).optional() })
const Envelope = z.looseObject({
  data: z.unknown().optional(),
  errors: z.union([z.string(), z.array(Failure)]).optional(),
  extensions: z.looseObject({ cost: z.looseObject({
    requestedQueryCost: z.number(),
    throttleStatus: z.looseObject({ currentlyAvailable: z.number(), restoreRate: z.number() }),
  }) }).optional(),
})
type Envelope = z.infer<typeof Envelope>

export interface ShopifyAnswer { status: number, envelope: Envelope | null, retryAfterMs: number | null }

interface CachedToken { token: string, expiresAt: number }
// A token lasts a day; all requests of this process share the one of their app and shop.
const tokens = new Map<string, Promise<CachedToken>>()

export interface ShopifyOptions extends ShopifyShop { fetch?: typeof fetch, timeoutMs?: number }

/**
 * The door to one shop's Admin API: tokens by client credentials, one request at a time. Throws `shopify_refused` for bad
 * credentials, `shopify_busy`, and `shopify_unreachable` when no answer came that Shopify could have written.
 */
export function createShopifyHttp({ shop, baseUrl, clientId, clientSecret, fetch: send = fetch, timeoutMs = TIMEOUT_MS }: ShopifyOptions) {
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

  return {
    currentToken,
    forgetToken: () => void tokens.delete(place),
    async ask(token: string, query: string, variables: object): Promise<ShopifyAnswer> {
      const headers = { 'content-type': 'application/json', 'x-shopify-access-token': token }
      const body = JSON.stringify({ query, variables })
      const response = await post(`/admin/api/${API_VERSION}/graphql.json`, { headers, body })
      const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
      const envelope = Envelope.safeParse(await response.json().catch(() => null)).data ?? null
      return { status: response.status, envelope, retryAfterMs: Number.isFinite(retryAfter) ? retryAfter * 1000 : null }
    },
  }
}

/** How long until the bucket holds what was asked for; null when it was not that. */
export function throttledFor({ errors, extensions }: Envelope): number | null {
  if (!Array.isArray(errors) || !errors.some(error => error.extensions?.code === 'THROTTLED')) return null
  const cost = extensions?.cost
  if (!cost) return MOST_PATIENCE_MS / 2
  const missing = cost.requestedQueryCost - cost.throttleStatus.currentlyAvailable
  return Math.max(1, missing) / Math.max(1, cost.throttleStatus.restoreRate) * 1000
}
export function codesOf({ errors }: Envelope): string[] {
  return Array.isArray(errors) ? [...new Set(errors.map(error => error.extensions?.code ?? 'unknown'))] : ['unknown']
}
