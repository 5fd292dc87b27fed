import type { RuleDefinition } from '../../../shared/contracts/rule.ts'
import type { Shop } from './jobs-testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { JOB_HANDLERS } from './jobs-handlers.ts'
import { dyingAfter, startShop } from './jobs-testing.ts'
import { openOccurrences } from './jobs-timed.ts'
import { runDueJobs } from './jobs.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 })

const MINUTE = 60_000
const HOUR = 60 * MINUTE
// A Thursday, ten minutes before nine in Madrid.
const START = Date.parse('2026-11-26T08:50:00+01:00')
let shop: Shop

beforeAll(async () => {
  shop = await startShop(undefined, () => START)
  await shop.stack.sql(`insert into public.contacts (account_id, contact_id, name, source_version, source_digest) values (1, 1, 'Maya', 1, 1), (2, 1, 'Zoe', 1, 1)`)
  await shop.stack.sql(`update public.business_calendars set time_zone = 'Europe/Madrid' where account_id = 1`)
})
beforeEach(async () => {
  shop.travel(START - shop.now())
  for (const table of ['jobs', 'notifications', 'outbox', 'conversations', 'automation_rules']) await shop.stack.sql(`delete from public.${table}`)
})
afterAll(() => shop.stack.stop())

async function talks(from: number, to: number, { status = 'open', account = 1, hoursAgo = 30, by = 'contact' } = {}) {
  const at = new Date(shop.now() - hoursAgo * HOUR).toISOString()
  await shop.stack.sql(`insert into public.conversations (account_id, conversation_id, contact_id, inbox_id, status, opened_at, last_activity_at, source_version, source_digest)
    select $1, n, 1, 1, $2, $3, $3, 1, 1 from generate_series($4::int, $5::int) n`, [account, status, at, from, to])
  await shop.stack.sql(`insert into public.messages (account_id, message_id, conversation_id, direction, sender_kind, content, created_at, source_version, source_digest)
    select $1, 10000 + n, n, case $2 when 'contact' then 'incoming' else 'outgoing' end, $2, 'Hello', $3, 1, 1 from generate_series($4::int, $5::int) n`, [account, by, at, from, to])
}
async function rule(over: Partial<RuleDefinition> = {}, { account = 1, enabledMinutesAgo = 60 } = {}) {
  const definition: RuleDefinition = {
    name: 'Morning round',
    event: { on: 'time', weekdays: [4, 5], atMinute: 540 },
    match: 'all',
    conditions: [{ on: 'waiting', whom: 'shop', atLeastHours: 24 }],
    actions: [{ do: 'notify_supervisors', text: 'Still waiting' }],
    stops: false,
    ...over,
  }
  const [row] = await shop.stack.sql<{ id: number }>('insert into public.automation_rules (account_id, position, is_enabled, definition) values ($1, 1, true, $2) returning id::int', [account, JSON.stringify(definition)])
  await shop.stack.sql('update public.automation_rules set enabled_at = $1 where id = $2', [new Date(shop.now() - enabledMinutesAgo * MINUTE).toISOString(), row?.id])
  return row?.id ?? 0
}
const working = (over: object = {}) => ({ admin: shop.stack.adminClient(), now: shop.now, fetch: shop.fetch, ...over })
const HANDLERS = { run_timed_rule: JOB_HANDLERS.run_timed_rule ?? (async () => {}) }
async function knock(over: object = {}) {
  await openOccurrences(working(over))
  await runDueJobs(HANDLERS, working(over))
}
const acted = async () => (await shop.stack.sql<{ id: number }>('select conversation_id::int as id from public.rule_runs order by 1')).map(({ id }) => id)
const keys = async () => (await shop.stack.sql<{ key: string }>('select distinct event_key as key from public.rule_runs order by 1')).map(({ key }) => key)

describe('a rule of the clock', () => {
  it('comes round at its time in the account\'s zone, once for each conversation that matches, however often the tick knocks', async () => {
    await talks(1, 2)
    await talks(3, 3, { hoursAgo: 2 })
    await talks(4, 4, { by: 'agent' })
    await talks(5, 5, { status: 'resolved' })
    await talks(6, 6, { account: 2 })
    await rule()
    await knock()
    expect(await acted()).toEqual([])
    for (const minutes of [10, 1, 1, 60]) {
      shop.travel(minutes * MINUTE)
      await knock()
    }
    expect([await acted(), await keys()]).toEqual([[1, 2], ['time:2026-11-26T09:00']])
    shop.travel(24 * HOUR)
    await knock()
    expect(await keys()).toEqual(['time:2026-11-26T09:00', 'time:2026-11-27T09:00'])
    shop.travel(24 * HOUR)
    await knock()
    expect(await keys()).toHaveLength(2)
  })

  it('looks at the states that it names, and at who has not answered', async () => {
    await talks(1, 1, { status: 'resolved', by: 'agent' })
    await talks(2, 2, { by: 'agent' })
    await rule({ conditions: [{ on: 'status', anyOf: ['resolved'] }, { on: 'waiting', whom: 'customer', atLeastHours: 24 }] })
    shop.travel(15 * MINUTE)
    await knock()
    expect(await acted()).toEqual([1])
  })

  it('does not make up for a time before it was switched on, nor for one that an outage held up for long', async () => {
    await talks(1, 1)
    shop.travel(20 * MINUTE)
    const id = await rule({}, { enabledMinutesAgo: 1 })
    await knock()
    expect(await acted()).toEqual([])
    await shop.stack.sql('update public.automation_rules set enabled_at = enabled_at - interval \'1 day\' where id = $1', [id])
    shop.travel(7 * HOUR)
    await knock()
    expect(await acted()).toEqual([])
  })

  it('looks at more than a hundred in batches, and goes on where a process died', async () => {
    await talks(1, 130)
    await rule()
    shop.travel(15 * MINUTE)
    await openOccurrences(working())
    for (const step of [30, 150]) await runDueJobs(HANDLERS, working(dyingAfter(shop, shop.fetch, step))).catch(() => {})
    for (let round = 0; round < 3; round++) {
      shop.travel(3 * MINUTE)
      await knock()
    }
    expect(await acted()).toEqual(Array.from({ length: 130 }, (_, index) => index + 1))
    const [told] = await shop.stack.sql<{ n: number }>('select count(*)::int as n from public.notifications')
    expect(told?.n).toBe(130)
  }, 300_000)
})
