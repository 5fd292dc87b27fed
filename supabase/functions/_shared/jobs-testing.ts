import type { SupabaseClient } from '@supabase/supabase-js'
import type { SeedConversation, SeedWorld } from '../../../local/seed/types.ts'
import { Buffer } from 'node:buffer'
import process from 'node:process'
import { createClient } from '@supabase/supabase-js'
import { createChatwootStandIn } from '../../../local/standins/chatwoot/index.ts'
import { createShopifyStandIn } from '../../../local/standins/shopify/index.ts'
import { startTestStack } from '../../../local/testing/stack.ts'
import { storeSecrets } from './account.ts'

const CHATWOOT = 'http://chatwoot.test'
const SHOPIFY = 'http://shopify.test'
// As on Shopify's largest plan: what a test does in a second, people do in minutes.
const PLENTY = 20_000
const SHOPIFY_APP = { shop: 'demo.myshopify.com', clientId: 'shop-app', clientSecret: 'shop-secret' }
const WEBHOOK_SECRET = 'kzFJ3exampleSecret24chars'

interface Sent { headers: Record<string, string>, body: string }

export function conversation(over: Partial<SeedConversation> & { id: number }): SeedConversation {
  return {
    contactId: 1,
    inboxId: 1,
    status: 'open',
    priority: null,
    assigneeId: null,
    teamId: null,
    labels: [],
    subject: null,
    truth: { category: 'order_status', language: 'en' },
    messages: [{ from: 'contact', minutesAgo: 10, text: 'Where is my order #1001? It should have arrived on Monday.' }],
    ...over,
  }
}

export const WORLD: SeedWorld = {
  accountName: 'Demo',
  agents: [
    { id: 1, name: 'Ada', email: 'ada@shop.test', role: 'administrator', availability: 'online' },
    { id: 2, name: 'Ben', email: 'ben@shop.test', role: 'agent', availability: 'online' },
  ],
  teams: [],
  inboxes: [{ id: 1, name: 'Shop', channel: 'Channel::WebWidget', timeZone: 'UTC', memberIds: [1, 2] }],
  labels: [],
  cannedResponses: [],
  contacts: [{ id: 1, name: 'Maya', email: 'maya@example.com', phone: null }, { id: 2, name: 'Noé', email: 'noe@example.com', phone: null }],
  conversations: [
    conversation({ id: 1 }),
    conversation({ id: 2, contactId: 2, messages: [{ from: 'contact', minutesAgo: 5, text: 'Bonjour, avez-vous ce tuyau en stock ?' }] }),
    conversation({ id: 3, status: 'resolved', messages: [
      { from: 'contact', minutesAgo: 3_000, text: 'I want to return the pump.' },
      { from: 'bot', minutesAgo: 2_999, text: 'Someone will be with you.' },
      { from: 'agent', agentId: 2, isPrivate: true, minutesAgo: 2_998, text: 'Within 30 days.' },
      { from: 'agent', agentId: 2, minutesAgo: 2_990, text: 'Of course, here is a label.' },
    ] }),
  ],
  products: [],
  customers: [],
  orders: [],
  articles: [],
}

/**
 * A database, a Chatwoot and a Shopify of this world (else three conversations and two agents), and the account that links
 * them, with the shop where the world has customers; background work is kept to wait for. A `clock` that stands still moves by
 * `travel` only.
 */
export async function startShop(world: SeedWorld = WORLD, clock: () => number = Date.now) {
  process.env.SECRETS_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`
  const background: Promise<unknown>[] = []
  Object.assign(globalThis, { EdgeRuntime: { waitUntil: (work: Promise<unknown>) => background.push(work) } })
  const deliveries: Sent[] = []
  let aheadMs = 0
  const now = () => clock() + aheadMs
  const chatwoot = createChatwootStandIn({
    world,
    now,
    apiToken: 'admin-token',
    webhookSecret: WEBHOOK_SECRET,
    deliver: async (_, { headers, body }) => deliveries.push({ headers, body }),
  })
  const news: Sent[] = []
  const deliver = async (_: string, { headers, body }: Sent) => news.push({ headers, body })
  const shopify = createShopifyStandIn({ world, now, origin: SHOPIFY, deliver, points: PLENTY, ...SHOPIFY_APP })
  const stack = await startTestStack()
  await stack.sql(`insert into public.accounts (name, chatwoot_url, chatwoot_account_id) values ('Demo', '${CHATWOOT}', 1), ('Other', '${CHATWOOT}', 2)`)
  await stack.sql('select public.create_default_policies(1)')
  await stack.sql(`insert into public.agents (account_id, chatwoot_user_id, name, email, role) values
    (1, 1, 'Ada', 'ada@shop.test', 'admin'), (1, 2, 'Ben', 'ben@shop.test', 'agent'), (2, 1, 'Zoe', 'zoe@other.test', 'admin')`)
  await storeSecrets(stack.adminClient(), 1, { chatwoot_api_token: 'admin-token', chatwoot_webhook_secret: WEBHOOK_SECRET })
  if (world.customers.length > 0) {
    await stack.sql('update public.accounts set shopify_shop = $1, shopify_base_url = $2 where id = 1', [SHOPIFY_APP.shop, SHOPIFY])
    await storeSecrets(stack.adminClient(), 1, { shopify_client_id: SHOPIFY_APP.clientId, shopify_client_secret: SHOPIFY_APP.clientSecret })
  }

  interface Vendor { fetch: (request: Request) => Response | Promise<Response> }
  const vendors: Record<string, Vendor> = { [CHATWOOT]: chatwoot, [SHOPIFY]: shopify }

  return {
    stack,
    world,
    /** Who answers where; a test adds its own. */
    vendors,
    chatwoot,
    shopify,
    deliveries,
    /** What the shop told whoever subscribed. */
    news,
    shopSecret: SHOPIFY_APP.clientSecret,
    shopDomain: SHOPIFY_APP.shop,
    webhookSecret: WEBHOOK_SECRET,
    now,
    travel: (ms: number) => void (aheadMs += ms),
    /** Reaches this Chatwoot, this shop and nothing else; a lost answer is a lost connection, as with the real `fetch`. */
    fetch: async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
      const request = new Request(input, init)
      const vendor = vendors[new URL(request.url).origin]
      if (!vendor) throw new TypeError('no such host')
      const response = await vendor.fetch(request)
      if (response.type === 'error') throw new TypeError('the connection was lost')
      return response
    },
    threadOf: (conversationId: number) => chatwoot.state.messages.filter(message => message.conversationId === conversationId),
    /** The host dies: what it promised to do after its answers is never done. */
    die: () => void background.splice(0),
    async settled() {
      while (background.length > 0) await background.shift()
    },
  }
}
export type Shop = Awaited<ReturnType<typeof startShop>>

/**
 * A database and a world that die after so many steps together: the last one is done, but its answer is not heard. Nothing
 * works afterwards.
 */
export function dyingAfter(shop: Shop, world: typeof fetch, lastStep: number) {
  let steps = 0
  const dying = (reach: typeof fetch): typeof fetch => async (input, init) => {
    const step = ++steps
    if (step > lastStep) throw new TypeError('the process is dead')
    const answer = await reach(input, init)
    if (step === lastStep || steps > lastStep) throw new TypeError('the process is dead')
    return answer
  }
  // The dead do not try again, and nobody should wait for it.
  const auth = { persistSession: false, autoRefreshToken: false }
  const options = { auth, db: { retry: false }, global: { fetch: dying(shop.stack.fetch) } }
  const admin: SupabaseClient = createClient(shop.stack.url, shop.stack.keys.secret, options)
  return { admin, database: dying(shop.stack.fetch), fetch: dying(world), steps: () => steps }
}
