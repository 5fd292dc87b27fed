import type { Desk } from '../_shared/desk-testing.ts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { EVENTS } from '../../../shared/ingest/read-event.ts'
import { syncAccountPeople } from '../_shared/chatwoot-people.ts'
import { startDesk } from '../_shared/desk-testing.ts'
import { createChatwootWebhook } from './app.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

let desk: Desk
let release = () => {}

beforeAll(async () => {
  desk = await startDesk()
  await syncAccountPeople(1, [], { admin: desk.stack.adminClient(), now: desk.now, fetch: desk.fetch })
  desk.chatwoot.state.webhooks.push({ id: 1, name: 'Pitwall', url: 'http://stack.test', subscriptions: [...EVENTS], secret: desk.webhookSecret })
  await desk.stack.sql('insert into public.routing_inboxes (account_id, inbox_id, is_enabled) values (1, 1, true)')
}, 60_000)
afterAll(async () => {
  release()
  await desk.settled()
  await desk.stack.stop()
})

describe('a new conversation', () => {
  it('finds its person while the shop is not answering', async () => {
    const silence = new Promise<void>(resolve => release = resolve)
    const app = createChatwootWebhook(desk.stack.env, desk.now, async (input, init) => {
      if (new URL(new Request(input, init).url).host === 'shopify.test') await silence
      return desk.fetch(input, init)
    })
    // One before it, so that a look-up hangs already when the second arrives.
    for (const text of ['Where is my order #1001?', 'Where is my order #1002?']) {
      const { id } = desk.chatwoot.actions.openConversation(1, 1, text)
      await expect.poll(() => desk.deliveries.length).toBeGreaterThan(1)
      for (const { headers, body } of desk.deliveries.splice(0)) {
        expect((await app.request('/chatwoot-webhook/1', { method: 'POST', headers, body })).status).toBe(200)
      }
      await vi.waitFor(() => expect(desk.chatwoot.state.conversations.find(one => one.id === id)?.assigneeId).not.toBeNull(), 10_000)
      await vi.waitFor(async () => expect(await desk.stack.sql('select kind from public.jobs where kind = \'learn_customer\' and done_at is null and locked_until is not null')).toHaveLength(1), 10_000)
    }
  })
})
