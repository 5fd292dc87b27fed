import type { ShopifyAnswer, ShopifyOptions } from './shopify-http.ts'
import { z } from 'zod'
import { ACTION_SCOPES, lackingScopes } from '../../../shared/actions/scopes.ts'
import { ProblemError } from './app.ts'
import { GRANTED_SCOPES_DOCUMENT } from './shopify-documents.ts'
import { codesOf, createShopifyHttp, MOST_PATIENCE_MS, throttledFor } from './shopify-http.ts'

// Without a word of the shop on how long, a little more than an agent's patience.
const WAIT_MS = 5_000
const NEEDED_SCOPES = ['read_customers', 'read_orders']
const Scopes = z.object({ currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }) })

/**
 * What is known of a change that was asked for. `not_executed`: surely nothing happened; `isFinal` when asking again would not
 * help. `unknown`: the answer is missing, so the shop must be read before anything is asked again.
 */
export type Told<T> =
  | { is: 'answered', value: T }
  | { is: 'not_executed', code: string, waitMs: number, isFinal: boolean }
  | { is: 'unknown', code: string }

/**
 * Shopify's Admin API for one shop, by client credentials. Refuses with `shopify_refused` (credentials, scopes, a document
 * it does not take), `shopify_unreachable` and, when it asks us to wait longer than an agent would, `shopify_busy`.
 */
export function createShopify(options: ShopifyOptions) {
  const { currentToken, forgetToken, ask } = createShopifyHttp(options)
  const { shop } = options

  /** Once more with a new token when the old one is void. */
  async function askValidly(query: string, variables: object, token: string): Promise<ShopifyAnswer> {
    const answer = await ask(token, query, variables)
    if (answer.status !== 401) return answer
    forgetToken()
    return ask(await currentToken(), query, variables)
  }

  /** Again when the bucket fills soon; whoever waits beside us may have drawn from it first. */
  async function askPatiently(query: string, variables: object, patienceMs = MOST_PATIENCE_MS): Promise<ShopifyAnswer> {
    const answer = await askValidly(query, variables, await currentToken())
    const waitMs = answer.envelope && throttledFor(answer.envelope)
    if (waitMs === null || waitMs > patienceMs) return answer
    await new Promise(resolve => setTimeout(resolve, waitMs))
    return askPatiently(query, variables, patienceMs - waitMs)
  }

  async function request<S extends z.ZodType>(query: string, variables: object, schema: S): Promise<z.output<S>> {
    const { status, envelope } = await askPatiently(query, variables)
    if (status === 429 || (envelope && throttledFor(envelope))) throw new ProblemError('shopify_busy')
    if (status !== 200 || !envelope) throw new ProblemError(status === 200 ? 'shopify_unreachable' : 'shopify_refused', { detail: `Shopify answered ${status}` })
    if (envelope.errors?.length) throw new ProblemError('shopify_refused', { detail: codesOf(envelope).join(', ') })
    const parsed = schema.safeParse(envelope.data)
    if (parsed.success) return parsed.data
    throw new ProblemError('shopify_refused', { cause: parsed.error, detail: 'Shopify answered in a shape that is not documented' })
  }

  /** Asks for a change, once, and again only after an answer that proves that nothing happened. Never throws for the shop's doing. */
  async function tell<S extends z.ZodType>(query: string, variables: object, schema: S): Promise<Told<z.output<S>>> {
    const token = await currentToken().catch(error => error instanceof ProblemError ? error : Promise.reject(error))
    if (token instanceof ProblemError) return { is: 'not_executed', code: token.code, waitMs: WAIT_MS, isFinal: token.code === 'shopify_refused' }
    const answer = await askValidly(query, variables, token).catch(() => null)
    return answer ? readTold(answer, schema) : { is: 'unknown', code: 'shopify_unreachable' }
  }

  async function grantedScopes(): Promise<string[]> {
    const { currentAppInstallation } = await request(GRANTED_SCOPES_DOCUMENT, {}, Scopes)
    return currentAppInstallation.accessScopes.map(({ handle }) => handle)
  }

  return {
    request,
    tell,
    adminBase: `https://admin.shopify.com/store/${shop.replace(/\.myshopify\.com$/, '')}`,
    grantedScopes,
    /** What is missing to show orders at all, and to do everything with them. */
    async checkAccess() {
      const granted = await grantedScopes()
      const forActions = [...new Set(Object.values(ACTION_SCOPES).flat())]
      return { missingScopes: lackingScopes(NEEDED_SCOPES, granted), missingForActions: lackingScopes(forActions, granted) }
    },
  }
}

/** A customer's words as one search value: quoted, so that they are a phrase and never syntax. */
export function quoteSearch(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`
}

function readTold<S extends z.ZodType>({ status, envelope, retryAfterMs }: ShopifyAnswer, schema: S): Told<z.output<S>> {
  const notExecuted = (code: string, isFinal: boolean, waitMs = WAIT_MS) => ({ is: 'not_executed' as const, code, waitMs, isFinal })
  if (status === 429) return notExecuted('shopify_busy', false, retryAfterMs ?? WAIT_MS)
  if (status !== 200) return notExecuted('shopify_refused', true)
  if (!envelope) return { is: 'unknown', code: 'shopify_unreachable' }
  const throttled = throttledFor(envelope)
  if (throttled !== null) return notExecuted('shopify_busy', false, throttled)
  const value = schema.safeParse(envelope.data)
  if (value.success) return { is: 'answered', value: value.data }
  if (!envelope.errors?.length) return { is: 'unknown', code: 'shopify_unreachable' }
  const codes = codesOf(envelope)
  // Shopify stopped in the middle, or a part of an answer is there: something may have happened.
  const isOpen = codes.includes('INTERNAL_SERVER_ERROR') || codes.includes('unknown') || hasData(envelope.data)
  if (isOpen) return { is: 'unknown', code: 'shopify_unreachable' }
  return notExecuted(codes.includes('ACCESS_DENIED') ? 'scope_missing' : 'shopify_refused', true)
}

function hasData(data: unknown): boolean {
  return data instanceof Object && Object.values(data).some(one => one !== null && one !== undefined)
}
