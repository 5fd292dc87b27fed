import type { Delivery } from '../../../shared/ingest/testing/shop-day.ts'
import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startTestStack } from '../../../local/testing/stack.ts'
import { shopDay } from '../../../shared/ingest/testing/shop-day.ts'
import { storeSecrets } from '../_shared/account.ts'
import { createChatwootWebhook } from './app.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

const SECRET = 'kzFJ3exampleSecret24chars'
const START = Date.UTC(2026, 10, 24, 9)
const background: Promise<unknown>[] = []
let now = START
let stack: Awaited<ReturnType<typeof startTestStack>>
let app: ReturnType<typeof createChatwootWebhook>

beforeAll(async () => {
  process.env.SECRETS_KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`
  Object.assign(globalThis, { EdgeRuntime: { waitUntil: (work: Promise<unknown>) => background.push(work) } })
  stack = await startTestStack()
  await stack.sql(`insert into public.accounts (name, chatwoot_url, chatwoot_account_id) values ('Demo', 'http://chatwoot.test', 1)`)
  await stack.sql('select public.create_default_policies(1)')
  await storeSecrets(stack.adminClient(), 1, { chatwoot_webhook_secret: SECRET })
  app = createChatwootWebhook(stack.env, () => now)
}, 60_000)
beforeEach(async () => {
  now = START
  await stack.sql('truncate public.webhook_events, public.jobs, public.conversations, public.contacts cascade')
})
afterAll(() => stack.stop())

describe('chatwoot-webhook', () => {
  it('stores a delivery once, answers, and folds it afterwards', async () => {
    const [delivery] = shopDay(1, START).deliveries
    const first = await deliver(delivery)
    const second = await deliver(delivery)
    expect([first.status, await first.json(), await second.json()]).toEqual([200, { state: 'stored' }, { state: 'known' }])
    await settled()
    expect(await stack.sql('select conversation_id::int as id, status from public.conversations')).toEqual([{ id: 1, status: 'open' }])
  })

  it('ends 1,000 deliveries, shuffled and 30 % of them doubled, in the right state', async () => {
    const { deliveries, expected } = shopDay(80, START)
    const thousand = shuffled([...deliveries, ...deliveries.filter((_, index) => index % 10 < 3)])
    expect(thousand.length).toBeGreaterThanOrEqual(1_000)
    for (let from = 0; from < thousand.length; from += 8) {
      const answers = await Promise.all(thousand.slice(from, from + 8).map(deliver))
      expect(answers.every(answer => answer.ok)).toBe(true)
    }
    await settled()

    const rows = await stack.sql(`
      select c.conversation_id::int as "conversationId", c.status, c.labels, c.assignee_id::int as "assigneeId",
        extract(epoch from c.last_activity_at)::float8 * 1000 as "lastActivityAt",
        extract(epoch from c.first_reply_at)::float8 * 1000 as "firstReplyAt",
        array(select m.message_id::int from public.messages m where m.conversation_id = c.conversation_id order by 1) as "messageIds"
      from public.conversations c order by c.conversation_id`)
    expect(rows).toEqual(expected)
    expect(await stack.sql('select kind, last_error from public.jobs where done_at is null and kind = \'fold_event\'')).toEqual([])
    const clocks = await stack.sql<{ running: number, stopped: number }>(
      'select count(*) filter (where stopped_at is null)::int as running, count(stopped_at)::int as stopped from public.sla_clocks where kind = \'first_response\'',
    )
    expect(clocks).toEqual([{ running: 16, stopped: 64 }])
  }, 120_000)

  it('keeps no token anywhere, and prints none', async () => {
    const printed = (['log', 'warn', 'error', 'info', 'debug'] as const).map(level => vi.spyOn(console, level).mockReturnValue())
    for (const delivery of shopDay(2, START).deliveries) await deliver(delivery)
    await post(JSON.stringify({ event: 'message_created', pubsub_token: 'NOTaREALtoken', id: 'seven' }))
    await post(`{"event": "message_created", "pubsub_token": "NOTaREALtoken`)
    await settled()
    const tables = await stack.sql<{ name: string }>(`
      select c.oid::regclass::text as name from pg_class c
      where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'realtime'::regnamespace)`)
    for (const { name } of tables) expect(JSON.stringify(await stack.sql(`select * from ${name}`)), name).not.toContain('NOTaREALtoken')
    expect(JSON.stringify(printed.map(({ mock }) => mock.calls.map(call => call.map(String))))).not.toContain('NOTaREALtoken')
    printed.forEach(spy => spy.mockRestore())
  })

  it('keeps hostile text as text', async () => {
    const content = '<script>alert(1)</script> [x](javascript:alert(1)) {{ contact.email }} \'; drop table public.messages; --'
    const incoming = shopDay(1, START).deliveries.find(({ event }) => event === 'message_created')
    const conversation = Object.assign({}, incoming?.payload.conversation, { messages: [] })
    await post(JSON.stringify({ ...incoming?.payload, content, conversation }))
    await settled()
    expect(await stack.sql('select content from public.messages')).toEqual([{ content }])
  })

  it('outlives JSON that is nested a hundred thousand deep', async () => {
    const [delivery] = shopDay(1, START).deliveries
    const body = JSON.stringify({ ...delivery?.payload, custom_attributes: 'DEEP' }).replace('"DEEP"', '['.repeat(100_000) + ']'.repeat(100_000))
    expect((await post(body)).status).toBe(200)
    await settled()
    expect(await stack.sql('select conversation_id::int as id from public.conversations')).toEqual([{ id: 1 }])
  })

  it('stores text that Postgres cannot hold as it came', async () => {
    const [delivery] = shopDay(1, START).deliveries
    const odd = { ...delivery?.payload, additional_attributes: { mail_subject: 'nul \u0000 and half \uD83D' } }
    expect((await post(JSON.stringify(odd))).status).toBe(200)
    await settled()
    expect(await stack.sql('select subject from public.conversations')).toEqual([{ subject: 'nul  and half \uFFFD' }])
  })

  it('refuses a signature of another secret, of another body, and none', async () => {
    const body = JSON.stringify({ event: 'conversation_created' })
    for (const headers of [sign(body, 'another secret'), sign(`${body} `), {}]) {
      const answer = await post(body, headers)
      expect([answer.status, (await answer.json()).code]).toEqual([401, 'signature_invalid'])
    }
    expect(await stack.sql('select id from public.webhook_events')).toEqual([])
  })

  it('refuses what was signed more than five minutes ago or ahead', async () => {
    const body = JSON.stringify({ event: 'conversation_typing_on' })
    const headers = sign(body)
    for (const [later, status] of [[299_000, 200], [301_000, 401], [-301_000, 401]] as const) {
      now = START + later
      expect((await post(body, headers)).status).toBe(status)
    }
  })

  it('accepts a secret that was changed a moment ago', async () => {
    const body = JSON.stringify({ event: 'conversation_typing_on' })
    expect((await post(body)).status).toBe(200)
    await storeSecrets(stack.adminClient(), 1, { chatwoot_webhook_secret: 'the new one' })
    expect((await post(body, sign(body, 'the new one'))).status).toBe(200)
    await storeSecrets(stack.adminClient(), 1, { chatwoot_webhook_secret: SECRET })
  })

  it('acknowledges events it has no use for and keeps nothing of them', async () => {
    for (const event of ['conversation_typing_on', 'inbox_created', 'something_new']) {
      const answer = await post(JSON.stringify({ event, id: 1 }))
      expect([answer.status, await answer.json()]).toEqual([200, { state: 'ignored' }])
    }
    expect(await stack.sql('select id from public.webhook_events')).toEqual([])
  })

  it('refuses five megabytes, announced or not', async () => {
    const body = 'x'.repeat(5 * 1024 * 1024)
    const announced = await post(body)
    const stream = new Blob([body]).stream()
    const init = { method: 'POST', headers: sign(body), body: stream, duplex: 'half' }
    const unannounced = await app.fetch(new Request('http://stack.test/chatwoot-webhook/1', init))
    for (const answer of [announced, unannounced]) expect([answer.status, (await answer.json()).code]).toEqual([413, 'body_too_large'])
  })

  it.each([['{"event": "message_cre'], ['null'], ['[]'], ['{"id": 1}'], ['']])('refuses %j as no delivery', async (body) => {
    const answer = await post(body)
    expect([answer.status, (await answer.json()).code]).toEqual([400, 'invalid_request'])
  })

  it('buries a payload it cannot read, for an admin to see, and goes on', async () => {
    await post(JSON.stringify({ event: 'message_created', id: 'seven' }))
    await deliver(shopDay(1, START).deliveries[0])
    await settled()
    expect(await stack.sql('select last_error from public.jobs where dead_at is not null')).toEqual([{ last_error: 'payload_unreadable' }])
    expect(await stack.sql('select conversation_id::int as id from public.conversations')).toEqual([{ id: 1 }])
  })

  it('knows no other account', async () => {
    const answer = await app.request('/chatwoot-webhook/99', { method: 'POST', body: '{}', headers: sign('{}') })
    expect([answer.status, (await answer.json()).code]).toEqual([404, 'account_not_found'])
  })
})

function sign(body: string, secret = SECRET, id = crypto.randomUUID() as string): Record<string, string> {
  const timestamp = `${Math.floor(START / 1000)}`
  return {
    'x-chatwoot-delivery': id,
    'x-chatwoot-timestamp': timestamp,
    'x-chatwoot-signature': `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`,
  }
}

async function post(body: string, headers = sign(body)): Promise<Response> {
  return app.request('/chatwoot-webhook/1', { method: 'POST', body, headers })
}

async function deliver(delivery: Delivery | undefined): Promise<Response> {
  const body = JSON.stringify(delivery?.payload)
  return post(body, sign(body, SECRET, `delivery-${delivery?.id}`))
}

async function settled(): Promise<void> {
  while (background.length > 0) await background.shift()
}

function shuffled<T>(items: T[]): T[] {
  // The middle-square order of a fixed seed: the same shuffle in every run.
  let seed = 20261124
  return items
    .map(item => ({ item, at: seed = (seed * 1103515245 + 12345) % 2147483648 }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
