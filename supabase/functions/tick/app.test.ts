import type { Shop } from '../_shared/jobs-testing.ts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startShop } from '../_shared/jobs-testing.ts'
import { createTick } from './app.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

const MINUTE = 60_000
const asked: string[] = []
let shop: Shop
let app: ReturnType<typeof createTick>

beforeAll(async () => {
  shop = await startShop()
  await shop.stack.sql(`insert into public.sweeps (account_id, swept_until) values (2, 'infinity')`)
  // What a promise in danger asks of Chatwoot is another test's.
  await shop.stack.sql('update public.accounts set alarms_raise_priority = false')
  app = createTick(shop.stack.env, shop.now, async (input, init) => {
    asked.push(new URL(new Request(input, init).url).pathname.replace('/api/v1/accounts/1', ''))
    return shop.fetch(input, init)
  })
}, 60_000)
afterAll(() => shop.stack.stop())

describe('tick', () => {
  it('is for the secret key only', async () => {
    for (const apikey of ['', shop.stack.keys.publishable]) {
      expect((await app.request('/tick', { method: 'POST', headers: { apikey } })).status).toBe(401)
    }
  })

  it('brings in what was there before Pitwall: conversations, threads, judgements and promises', async () => {
    await knock()
    expect(await conversations()).toEqual([
      { id: 1, status: 'open', category: 'order_status', language: 'en', tier: 'Order issues', is_answered: false, messages: 1 },
      { id: 2, status: 'open', category: 'product_information', language: 'fr', tier: 'General', is_answered: false, messages: 1 },
      { id: 3, status: 'resolved', category: 'returns_refunds', language: 'en', tier: 'Order issues', is_answered: true, messages: 4 },
    ])
    const [clock] = await shop.stack.sql<{ minutes: number }>(
      'select extract(epoch from stopped_at - started_at)::float8 / 60 as minutes from public.sla_clocks where conversation_id = 3 and kind = \'first_response\'',
    )
    expect(clock?.minutes).toBeCloseTo(10)
  })

  it('asks Chatwoot again after five minutes only: for lists when nothing happened, and for people', async () => {
    asked.splice(0)
    await knock()
    expect(asked).toEqual([])
    shop.travel(5 * MINUTE)
    await knock()
    expect(asked).toEqual(['/conversations', '/conversations', '/agents', '/teams', '/inboxes', '/inbox_members/1'])
  })

  it('finds the message whose webhook never came, and stops its clock', async () => {
    await answerInChatwoot(1, 'It arrives on Thursday.')
    shop.travel(6 * MINUTE)
    await knock()
    expect((await conversations())[0]).toMatchObject({ id: 1, is_answered: true })
    const rows = await shop.stack.sql('select content, sender_kind from public.messages where direction = \'outgoing\' and conversation_id = 1')
    expect(rows).toEqual([{ content: 'It arrives on Thursday.', sender_kind: 'agent' }])
  })

  it('goes on where it stopped when Chatwoot was away', async () => {
    await answerInChatwoot(2, 'Oui, il est en stock.')
    shop.chatwoot.faults.add({ kind: 'status', status: 502, method: 'GET', path: '/conversations', times: 2 })
    shop.travel(6 * MINUTE)
    await knock()
    expect((await conversations())[1]).toMatchObject({ id: 2, is_answered: false })
    shop.travel(6 * MINUTE)
    await knock()
    expect((await conversations())[1]).toMatchObject({ id: 2, is_answered: true })
  })

  it('tells that an unanswered promise turned yellow, and red', async () => {
    await shop.stack.sql('update public.sla_clocks set stopped_at = null where conversation_id = 2 and kind = \'first_response\'')
    shop.travel(60 * MINUTE)
    expect(await knock()).toMatchObject({ clocks: 2 })
    expect(await knock()).toMatchObject({ clocks: 0 })
  })

  it('forgets deliveries after a month', async () => {
    await shop.stack.sql(`insert into public.webhook_events (account_id, delivery_id, event, payload, sent_at, received_at)
      values (1, 'old-delivery', 'x', '{}', now() - interval '40 days', now() - interval '40 days'), (1, 'new-delivery', 'x', '{}', now(), now())`)
    await knock()
    expect(await shop.stack.sql('select delivery_id from public.webhook_events')).toEqual([{ delivery_id: 'new-delivery' }])
  })
})

async function knock(): Promise<unknown> {
  const answer = await app.request('/tick', { method: 'POST', headers: { apikey: shop.stack.keys.secret } })
  expect(answer.status).toBe(200)
  return answer.json()
}

async function answerInChatwoot(conversationId: number, content: string): Promise<void> {
  const answer = await shop.fetch(`http://chatwoot.test/api/v1/accounts/1/conversations/${conversationId}/messages`, {
    method: 'POST',
    headers: { 'api-access-token': 'admin-token', 'content-type': 'application/json' },
    body: JSON.stringify({ content }),
  })
  expect(answer.status).toBe(200)
}

async function conversations() {
  return shop.stack.sql(`
    select c.conversation_id::int as id, c.status, c.category, c.language, k.tier_name as tier, k.stopped_at is not null as is_answered,
      (select count(*)::int from public.messages m where m.conversation_id = c.conversation_id and m.direction <> 'activity') as messages
    from public.conversations c join public.sla_clocks k on k.conversation_id = c.conversation_id and k.kind = 'first_response' order by 1`)
}
