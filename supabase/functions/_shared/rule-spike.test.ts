import type { CategorySpike } from '../../../shared/contracts/rule.ts'
import type { Shop } from './jobs-testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRules } from '../rules/app.ts'
import { JOB_HANDLERS } from './jobs-handlers.ts'
import { startShop, WORLD } from './jobs-testing.ts'
import { runDueJobs } from './jobs.ts'
import { enqueueRules } from './rule-queue.ts'
import { readSpike } from './rule-spike.ts'

vi.setConfig({ testTimeout: 60_000 })

const MINUTE = 60_000
const WEEK = 7 * 24 * 60 * MINUTE
const SPIKE: CategorySpike = { on: 'category_spike', anyOf: ['shipping_issues'], atLeast: 3, withinMinutes: 60, aboveUsual: 'clearly' }
let shop: Shop
let nextId = 100

beforeAll(async () => {
  shop = await startShop(WORLD)
  await shop.stack.sql(`insert into public.contacts (account_id, contact_id, name, source_version, source_digest) values (1, 1, 'Maya', 1, 1), (2, 1, 'Zoe', 1, 1)`)
}, 180_000)
beforeEach(async () => {
  for (const table of ['jobs', 'conversations', 'automation_rules', 'judge_settings']) await shop.stack.sql(`delete from public.${table}`)
  await shop.stack.sql(`insert into public.judge_settings (account_id, judge, is_acting) values (1, 'category', true)`)
})
afterAll(() => shop.stack.stop())

interface Opened { weeksAgo?: number, category?: string, account?: number, isDecided?: boolean }
async function opened(count: number, { weeksAgo = 0, category = 'shipping_issues', account = 1, isDecided = false }: Opened = {}) {
  const at = new Date(shop.now() - weeksAgo * WEEK - 10 * MINUTE).toISOString()
  const first = nextId
  nextId += count
  await shop.stack.sql(`insert into public.conversations (account_id, conversation_id, contact_id, inbox_id, status, opened_at, last_activity_at, category, category_version,
      category_decided_by, source_version, source_digest)
    select $1, n, 1, 1, 'open', $2, $2, $3, 'seed', case when $6 then (select id from public.agents where name = 'Ben') end, 1, 1
    from generate_series($4::int, $5::int) n`, [account, at, category, first, nextId - 1, isDecided])
  return first
}
function read(over: Partial<CategorySpike> = {}, isActing = true) {
  return readSpike(shop.stack.adminClient(), 1, { ...SPIKE, ...over }, isActing ? [] : ['category'], shop.now())
}

describe('a spike', () => {
  it('is a departure from the same hour of past weeks, where a number is every week\'s', async () => {
    for (let weeksAgo = 1; weeksAgo <= 8; weeksAgo++) await opened(6, { weeksAgo })
    await opened(7)
    expect(await read()).toMatchObject({ count: 7, weeks: 8, isSpike: false })
    expect(await read({ aboveUsual: undefined })).toEqual({ count: 7, usual: null, weeks: null, isSpike: true })
    await opened(13)
    const { usual, ...reading } = await read()
    expect(reading).toEqual({ count: 20, weeks: 8, isSpike: true })
    expect(usual).toBeCloseTo(5.4)
  })

  it('needs its number too, however unusual it is', async () => {
    for (let weeksAgo = 1; weeksAgo <= 8; weeksAgo++) await opened(40, { weeksAgo, category: 'order_status' })
    await opened(2)
    expect(await read()).toMatchObject({ count: 2, weeks: 8, isSpike: false })
    await opened(4)
    expect(await read()).toMatchObject({ count: 6, weeks: 8, isSpike: true })
  })

  it('is a number while too little is known, and says so', async () => {
    await opened(6, { weeksAgo: 1 })
    await opened(3)
    expect(await read()).toEqual({ count: 3, usual: null, weeks: 1, isSpike: true })
  })

  it('compares like with like: another account\'s past is none, and where the judge may not act only what a person sorted counts', async () => {
    for (const weeksAgo of [1, 2, 3]) await opened(30, { weeksAgo, account: 2 })
    for (const weeksAgo of [1, 2, 3]) await opened(9, { weeksAgo })
    for (const weeksAgo of [1, 2, 3]) await opened(1, { weeksAgo, isDecided: true })
    await opened(9, { isDecided: true })
    expect(await read()).toMatchObject({ count: 9, usual: expect.closeTo(7.6, 0), isSpike: false })
    expect(await read({}, false)).toMatchObject({ count: 9, usual: expect.closeTo(0.9, 0), isSpike: true })
  })

  it('stands in the log with what was usual, and rules that do not compare keep their meaning', async () => {
    for (let weeksAgo = 1; weeksAgo <= 3; weeksAgo++) await opened(6, { weeksAgo })
    const first = await opened(7)
    const rule = (event: CategorySpike) => shop.stack.sql('insert into public.automation_rules (account_id, position, is_enabled, definition) values (1, 1, true, $1)', [
      JSON.stringify({ name: 'Many', event, match: 'all', conditions: [], actions: [{ do: 'notify_supervisors', text: 'Many' }], stops: false }),
    ])
    await rule(SPIKE)
    await rule({ ...SPIKE, aboveUsual: undefined })
    await rule({ ...SPIKE, aboveUsual: undefined, atLeast: 8 })
    await shop.stack.sql('update public.automation_rules set enabled_at = now() - interval \'1 hour\'')
    const work = { admin: shop.stack.adminClient(), now: shop.now, fetch: shop.fetch }
    const look = async () => {
      await enqueueRules(1, [first], work)
      await runDueJobs(JOB_HANDLERS, work)
      return shop.stack.sql('select measure from public.rule_runs order by id')
    }
    const plain = { measure: { count: 7, usual: null, weeks: null } }
    expect(await look()).toEqual([plain])
    await opened(23)
    const compared = { measure: { count: 30, usual: 4.6, weeks: 3 } }
    expect(await look()).toEqual([plain, compared, { measure: { count: 30, usual: null, weeks: null } }])
  })

  it('is told of to admins only', async () => {
    const app = createRules(shop.stack.env, shop.now)
    await opened(4)
    const [ada, ben] = await Promise.all(['ada@shop.test', 'ben@shop.test'].map(async email => shop.stack.userClient(email)))
    const ask = (token: string | undefined) => app.request('/rules/1/spike', {
      method: 'POST',
      headers: { 'authorization': `Bearer ${token}`, 'apikey': shop.stack.keys.publishable, 'content-type': 'application/json' },
      body: JSON.stringify({ event: SPIKE }),
    })
    expect((await ask(ben?.token)).status).toBe(403)
    expect(await (await ask(ada?.token)).json()).toEqual({ count: 4, usual: null, weeks: 0, isSpike: true })
  })
})
