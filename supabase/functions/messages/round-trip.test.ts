import type { Shop } from '../_shared/jobs-testing.ts'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { EVENTS } from '../../../shared/ingest/read-event.ts'
import { startShop } from '../_shared/jobs-testing.ts'
import { createChatwootWebhook } from '../chatwoot-webhook/app.ts'
import { createMessages } from './app.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

let shop: Shop

beforeAll(async () => {
  shop = await startShop()
  shop.chatwoot.state.webhooks.push({ id: 1, name: 'Pitwall', url: 'http://stack.test', subscriptions: [...EVENTS], secret: shop.webhookSecret })
}, 60_000)
afterAll(() => shop.stack.stop())

it('brings what an agent sent back into the read model: once, under its key, in their name, with the promise kept', async () => {
  const webhook = createChatwootWebhook(shop.stack.env, shop.now)
  const messages = createMessages(shop.stack.env, { now: shop.now, fetch: shop.fetch })
  const { token } = await shop.stack.userClient('ben@shop.test')
  const key = crypto.randomUUID()
  const answer = await messages.request('/messages/1/1', {
    method: 'POST',
    headers: { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ key, kind: 'reply', text: 'It arrives on Thursday, for {{ sure }}.', holdMs: 0 }),
  })
  expect(answer.status).toBe(202)
  await shop.settled()

  await expect.poll(() => shop.deliveries.length).toBeGreaterThan(1)
  for (const { headers, body } of [...shop.deliveries.toReversed(), ...shop.deliveries]) {
    expect((await webhook.request('/chatwoot-webhook/1', { method: 'POST', headers, body })).status).toBe(200)
  }
  await shop.settled()

  const { client } = await shop.stack.userClient('ben@shop.test')
  const thread = await client.from('messages').select('content, ref, sender_kind, sender_id, sender_name').eq('conversation_id', 1).eq('direction', 'outgoing')
  expect(thread.data).toEqual([
    { content: 'It arrives on Thursday, for {{ sure }}.', ref: key, sender_kind: 'agent', sender_id: 2, sender_name: 'Ben' },
  ])
  const clock = await client.from('sla_clocks').select('stopped_at').eq('conversation_id', 1).eq('kind', 'first_response').single()
  expect(clock.data?.stopped_at).not.toBeNull()
})
