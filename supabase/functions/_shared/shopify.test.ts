import { NoDeprecatedCustomRule, parse, specifiedRules, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { loadAdminSchema } from '../../../local/standins/shopify/schema.ts'
import * as actionDocuments from './order-actions/documents.ts'
import * as editDocuments from './order-actions/edit-documents.ts'
import * as noteDocuments from './order-actions/note-documents.ts'
import * as replacementDocuments from './order-actions/replacement-documents.ts'
import * as documents from './shopify-documents.ts'
import { ShopifyCustomer } from './shopify-shapes.ts'
import { createShopify, quoteSearch } from './shopify.ts'

const Shop = z.object({ shop: z.object({ name: z.string() }) })
const DATA = { data: { shop: { name: '<img src=x onerror=alert(1)>' } } }
function throttled(requestedQueryCost: number) {
  return {
    errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
    extensions: { cost: { requestedQueryCost, throttleStatus: { currentlyAvailable: 100, restoreRate: 100 } } },
  }
}
const THROTTLED = throttled(101)
let shops = 0

/** A client of a shop that answers GraphQL calls with these, in turn, and a good token always. */
function connect(answers: (Response | Error | object)[], token: () => Response = () => Response.json({ access_token: 't', expires_in: 86_399 })) {
  const calls = { tokens: 0, redirects: new Set<string | undefined>() }
  const send: typeof fetch = async (input, init) => {
    calls.redirects.add(init?.redirect)
    if (String(input).endsWith('/access_token')) {
      calls.tokens++
      return token()
    }
    const answer = answers.shift() ?? new Promise<never>((_, reject) => init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)))
    if (answer instanceof Error) throw answer
    return answer instanceof Response || answer instanceof Promise ? answer : Response.json(answer)
  }
  const credentials = { shop: 'acme.myshopify.com', baseUrl: 'https://acme.test', clientId: `client-${shops++}`, clientSecret: 'secret' }
  const client = createShopify({ ...credentials, fetch: send, timeoutMs: 30 })
  return { calls, ask: () => client.request('query { shop { name } }', {}, Shop) }
}

describe('createShopify', () => {
  it('passes names on as text, whatever they hold', async () => {
    expect(await connect([DATA]).ask()).toEqual(DATA.data)
  })

  it('shares one token among questions asked at once', async () => {
    const { ask, calls } = connect([DATA, DATA, DATA])
    await Promise.all([ask(), ask(), ask()])
    expect(calls.tokens).toBe(1)
  })

  it('waits for the bucket when it fills again soon', async () => {
    expect(await connect([THROTTLED, DATA]).ask()).toEqual(DATA.data)
    expect(await connect([THROTTLED, THROTTLED, THROTTLED, DATA]).ask()).toEqual(DATA.data)
  })

  it('follows no redirect, which would carry the token away', async () => {
    const { ask, calls } = connect([DATA])
    await ask()
    expect([...calls.redirects]).toEqual(['error'])
  })

  it.each([
    ['no answer in time', [], 'shopify_unreachable'],
    ['a broken connection', [new TypeError('fetch failed')], 'shopify_unreachable'],
    ['a page of HTML', [new Response('<html>', { status: 200 })], 'shopify_unreachable'],
    ['a bad gateway', [new Response('<html>', { status: 502 })], 'shopify_unreachable'],
    ['a frozen shop', [new Response('{}', { status: 402 })], 'shopify_refused'],
    ['401 again with a new token', [new Response('{}', { status: 401 }), new Response('{}', { status: 401 })], 'shopify_refused'],
    ['too many requests', [new Response('{}', { status: 429 })], 'shopify_busy'],
    ['a bucket that stays empty for longer than an agent waits', [THROTTLED, throttled(700)], 'shopify_busy'],
    ['a denied field', [{ data: null, errors: [{ extensions: { code: 'ACCESS_DENIED' } }] }], 'shopify_refused'],
    ['another shape', [{ data: { shop: { name: 7 } } }], 'shopify_refused'],
  ])('names %s', async (_, answers, code) => {
    await expect(connect(answers).ask()).rejects.toMatchObject({ code })
  })

  it.each([
    ['refuses the credentials', () => Response.json({ error: 'app_not_installed' }, { status: 400 }), 'shopify_refused'],
    ['is not Shopify', () => new Response('<html>Welcome'), 'shopify_unreachable'],
  ])('says so when the other side %s', async (_, token, code) => {
    await expect(connect([DATA], token).ask()).rejects.toMatchObject({ code })
  })
})

describe('documents', () => {
  it.each(Object.entries({ ...documents, ...actionDocuments, ...replacementDocuments, ...editDocuments, ...noteDocuments }))('%s is valid in 2026-10 and uses nothing deprecated', async (_, document) => {
    const { schema } = await loadAdminSchema()
    expect(validate(schema, parse(document), [...specifiedRules, NoDeprecatedCustomRule])).toEqual([])
  })
})

describe('shapes', () => {
  it('refuses an amount it cannot read, without throwing', () => {
    const money = ShopifyCustomer.shape.amountSpent
    expect(money.safeParse({ amount: '1e3', currencyCode: 'USD' }).success).toBe(false)
    expect(money.safeParse({ amount: '10.0', currencyCode: 'not a currency' }).success).toBe(false)
  })
})

describe('quoteSearch', () => {
  it('leaves no way out of the phrase', () => {
    expect(quoteSearch('a" OR email:*\\')).toBe('"a\\" OR email:*\\\\"')
  })
})
