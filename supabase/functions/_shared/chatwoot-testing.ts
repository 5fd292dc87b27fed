import type { SeedWorld } from '../../../local/seed/types.ts'
import { Buffer } from 'node:buffer'
import process from 'node:process'
import { createChatwootStandIn } from '../../../local/standins/chatwoot/index.ts'

export const CHATWOOT = 'https://chatwoot.test'
export const TOKEN = 'admin-token'

/** Three people (1 is the administrator whose token it is), a team, an inbox and one conversation. */
function smallWorld(): SeedWorld {
  return {
    accountName: 'Acme Support',
    agents: [
      { id: 1, name: 'Ada', email: 'Ada@acme.test', role: 'administrator', availability: 'online' },
      { id: 2, name: 'Ben', email: 'ben@acme.test', role: 'agent', availability: 'busy' },
      { id: 3, name: 'Cleo', email: 'cleo@acme.test', role: 'agent', availability: 'offline' },
    ],
    teams: [{ id: 7, name: 'returns', memberIds: [2, 3] }],
    inboxes: [{ id: 4, name: 'Shop', channel: 'Channel::WebWidget', timeZone: 'Europe/Madrid', memberIds: [1, 2, 3] }],
    labels: [{ title: 'vip', description: 'Often here', color: '#2781f6' }],
    cannedResponses: [],
    contacts: [{ id: 1, name: 'Maya', email: 'maya@example.com', phone: null }],
    conversations: [{
      id: 1,
      contactId: 1,
      inboxId: 4,
      status: 'open',
      priority: null,
      assigneeId: null,
      teamId: null,
      labels: ['vip'],
      subject: null,
      truth: { category: 'order_status', language: 'en' },
      messages: [{ from: 'contact', minutesAgo: 10, text: 'Where is my parcel?' }],
    }],
    products: [],
    customers: [],
    orders: [],
    articles: [],
  }
}

/** Chatwoot over `world`, which a test may change while it runs, and a `fetch` that reaches it and nothing else. */
export function openChatwoot(world = smallWorld()) {
  process.env.SECRETS_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`
  const requests: Request[] = []
  const standIn = createChatwootStandIn({ world, now: Date.now, apiToken: TOKEN, deliver: async () => {} })
  return {
    world,
    standIn,
    requests,
    access: { url: CHATWOOT, accountId: 1, token: TOKEN },
    fetch: async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
      const request = new Request(input, init)
      requests.push(request.clone())
      if (new URL(request.url).origin !== CHATWOOT) throw new TypeError('no such host')
      const response = await standIn.fetch(request)
      if (response.type === 'error') throw new TypeError('the connection was lost')
      return response
    },
  }
}
