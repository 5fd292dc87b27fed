import type { Transaction } from '@electric-sql/pglite'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { startTestStack } from '../../../local/testing/stack.ts'
import { foldAll } from '../../../shared/ingest/fold.ts'
import { readEvent } from '../../../shared/ingest/read-event.ts'
import { shopDay } from '../../../shared/ingest/testing/shop-day.ts'
import { storeFacts } from './jobs-fold.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

let stack: Awaited<ReturnType<typeof startTestStack>>

beforeAll(async () => {
  stack = await startTestStack()
  await stack.sql(`insert into public.accounts (name, chatwoot_url, chatwoot_account_id) values
    ('Demo', 'http://chatwoot.test', 1), ('Other', 'http://chatwoot.test', 2)`)
  await stack.sql('select public.create_default_policies(1)')
  await stack.sql(`insert into public.agents (account_id, chatwoot_user_id, name, email) values
    (1, 14, 'Ana', 'ana@shop.test'), (2, 15, 'Zoe', 'zoe@other.test')`)
}, 60_000)
afterAll(() => stack.stop())

it('announces ids and nothing else, once per change', async () => {
  const { deliveries } = shopDay(1, Date.now() - 3_600_000)
  const facts = foldAll(deliveries.flatMap(({ event, payload, sentAt }) => readEvent(event, payload, sentAt) ?? []))
  const work = { admin: stack.adminClient(), now: Date.now }
  await storeFacts(1, facts, work)
  const first = await announcements()
  expect(first.filter(({ event }) => event === 'message_created')).toHaveLength(facts.messages.length)
  expect(first.map(({ event }) => event)).toEqual(expect.arrayContaining(['conversation_changed', 'clock_changed']))
  expect(new Set(first.map(({ topic }) => topic))).toEqual(new Set(['account:1']))
  for (const { payload } of first) expect(Object.keys(payload).filter(key => !['id', 'conversationId', 'messageId'].includes(key))).toEqual([])

  await storeFacts(1, facts, work)
  expect(await announcements()).toHaveLength(first.length)
})

it('lets members listen to their account, and nobody to another', async () => {
  const { userId: ana } = await stack.userClient('ana@shop.test')
  const { userId: zoe } = await stack.userClient('zoe@other.test')
  expect(await heardBy(ana, 'account:1')).toBeGreaterThan(0)
  expect(await heardBy(zoe, 'account:1')).toBe(0)
  expect(await heardBy(ana, 'account:2')).toBe(0)
  expect(await heardBy(ana, 'account:99999999999999999999999')).toBe(0)
  expect(await heardBy(ana, 'everything')).toBe(0)
})

async function announcements() {
  return stack.sql<{ event: string, topic: string, payload: Record<string, unknown> }>('select event, topic, payload from realtime.messages')
}

/** How many announcements a person may read on a topic, as Realtime asks: in their role, with the topic set. */
async function heardBy(userId: string, topic: string): Promise<number> {
  return stack.database.mutex.run(() => stack.database.db.transaction(async (tx: Transaction) => {
    await tx.query('insert into realtime.messages (topic, extension, payload, event, private) values ($1, \'broadcast\', \'{}\', \'probe\', true)', [topic])
    await tx.query('select set_config(\'request.jwt.claims\', $1, true), set_config(\'realtime.topic\', $2, true)', [JSON.stringify({ sub: userId }), topic])
    await tx.query('set local role authenticated')
    const { rows: [row] } = await tx.query<{ heard: number }>('select count(*)::int as heard from realtime.messages')
    await tx.rollback()
    return row?.heard ?? 0
  }))
}
