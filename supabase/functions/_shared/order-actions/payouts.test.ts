import type { MoneyDesk } from './testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { PlacedActions } from '../../../../shared/contracts/order-action.ts'
import { createShopifyWebhook } from '../../shopify-webhook/app.ts'
import { createTick } from '../../tick/app.ts'
import { sendEffects } from '../alarms.ts'
import { dyingAfter } from '../jobs-testing.ts'
import { carryOutDue } from './carry-out.ts'
import { followPayouts } from './payouts.ts'
import { gid, openMoneyDesk } from './testing.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 120_000 })

const START = Date.now()
const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000]
const REFUND = { do: 'refund' as const, lines: [], amountMinor: 1_000, payBack: 'original' as const, tellsCustomer: false }
let desk: MoneyDesk
let webhook: ReturnType<typeof createShopifyWebhook>

beforeAll(async () => {
  desk = await openMoneyDesk(() => START)
  webhook = createShopifyWebhook(desk.shop.stack.env, { now: desk.shop.now, fetch: desk.shop.fetch, sleep: async () => {} })
  // Weeks pass here, and more of them than an app may look back.
  desk.shop.shopify.setScope('read_all_orders', true)
  for (const topic of ['ORDERS_UPDATED', 'REFUNDS_CREATE', 'ORDER_TRANSACTIONS_CREATE']) {
    desk.shop.shopify.state.subscriptions.push({ id: topic, topic, uri: 'https://pitwall.test/shopify-webhook', includeFields: [], at: START, failures: 0 })
  }
}, 60_000)
beforeEach(async () => {
  await desk.reset()
  await settle()
  desk.shop.news.splice(0)
  desk.shop.travel(2 * DAY)
  await desk.shop.stack.sql('truncate public.webhook_events, public.jobs, public.notifications')
})
afterAll(() => desk.shop.stack.stop())

async function settle() {
  desk.shop.shopify.turn()
  await desk.shop.shopify.told()
  await desk.shop.settled()
}
/** What the shop told arrives, in any order. */
async function hear(news = desk.shop.news.splice(0)) {
  for (const { headers, body } of news) expect((await webhook.request('/shopify-webhook', { method: 'POST', headers, body })).status).toBe(200)
  await desk.shop.settled()
}
async function refundPending(then: 'SUCCESS' | 'FAILURE', seconds = 3_600) {
  desk.shop.shopify.failNext({ on: 'refundCreate', pending: { then, seconds } })
  return desk.run(gid('delivered'), REFUND)
}
async function tick(ms: number) {
  desk.shop.travel(ms)
  await followPayouts(desk.work())
  await sendEffects(desk.work())
}
async function actions() {
  return PlacedActions.parse((await desk.ask('GET', '/1/1')).body).actions.map(({ state, payout }) => ({ state, payout }))
}
async function notices() {
  return desk.shop.stack.sql<{ level: string, words: string, tier_name: string, name: string }>(
    'select n.level, n.words, n.tier_name, a.name from public.notifications n join public.agents a on a.id = n.agent_id order by a.name',
  )
}
async function givenBack() {
  return (await desk.shop.stack.sql<{ sum: number }>(
    `select public.given_back_today(1, (select id from public.agents where name = 'Ben'), $1)::int as sum`,
    [new Date(desk.shop.now()).toISOString()],
  ))[0]?.sum
}

const USD = (minor: number) => ({ minor, currency: 'USD' })
const FAILED = [{ state: 'done', payout: { state: 'failed', failed: USD(1_000) } }]
const PENDING = [{ state: 'done', payout: { state: 'pending', failed: null } }]
const UNKNOWN = [{ state: 'done', payout: { state: 'unknown', failed: null } }]
const PAID = [{ state: 'done', payout: { state: 'paid', failed: null } }]

describe('the money of a refund', () => {
  it('that is paid at once is never asked for again', async () => {
    await desk.run(gid('delivered'), REFUND)
    await desk.shop.settled()
    expect(await actions()).toEqual(PAID)
    expect(desk.receipts()[0]).not.toContain('On its way')
    expect(await desk.shop.stack.sql('select 1 from public.order_actions where payout_look_at is not null')).toEqual([])
  })

  it('that is on its way is said to be so, and then to be there', async () => {
    await refundPending('SUCCESS')
    await desk.shop.settled()
    expect(await actions()).toEqual(PENDING)
    expect(desk.receipts()).toEqual([expect.stringContaining('- On its way: the bank has not confirmed it yet.')])
    desk.shop.travel(HOUR)
    await settle()
    await hear()
    expect(await actions()).toEqual(PAID)
    expect([desk.receipts().length, await notices()]).toEqual([1, []])
  })

  it('that fails later is told of once, in the conversation and to who leads, and is no longer given back', async () => {
    await refundPending('FAILURE')
    await settle()
    await hear()
    expect([await actions(), await givenBack()]).toEqual([PENDING, 1_000])
    desk.shop.travel(HOUR)
    await settle()
    const news = desk.shop.news.splice(0)
    expect(news.map(({ headers }) => headers['x-shopify-topic'])).toEqual(['order_transactions/create', 'orders/updated'])
    await hear(news)
    await hear(news)
    await hear(news.toReversed())
    await tick(DAY)
    expect(await actions()).toEqual(FAILED)
    expect(await givenBack()).toBe(0)
    expect(desk.receipts()).toEqual([
      expect.stringContaining('On its way'),
      expect.stringMatching(/^\*\*Refund for #1001: \$10\.00 did not arrive\*\*\n- .*Nothing was paid back\.\n- Give the same amount back once more/),
    ])
    const told = { level: 'money', words: 'Refund for #1001: $10.00 did not arrive', tier_name: '#1001' }
    expect(await notices()).toEqual([{ ...told, name: 'Ada' }, { ...told, name: 'Cleo' }])
    expect(await desk.shop.stack.sql(`select act from public.audit_log where act = 'order_action.payout_failed'`)).toHaveLength(1)
    expect(await desk.chainFaults()).toEqual([])
  })

  it('that fails is found without any delivery, within half as long again', async () => {
    await refundPending('FAILURE', 2 * 86_400)
    let hours = 0
    for (; hours < 7 * 24 && (await actions())[0]?.payout?.state === 'pending'; hours++) await tick(HOUR)
    expect(await actions()).toEqual(FAILED)
    expect(hours).toBeGreaterThanOrEqual(48)
    expect(hours).toBeLessThanOrEqual(48 + 13)
    expect([desk.receipts().length, (await notices()).length]).toEqual([2, 2])
  })

  it('is looked for ever more rarely, and no more after a week', async () => {
    await refundPending('FAILURE', 20 * 86_400)
    const asked = desk.shop.shopify.asks.length
    for (let hours = 0; hours < 24 * 10; hours++) await tick(HOUR)
    const looks = desk.shop.shopify.asks.slice(asked).filter(query => query.includes('query Payout')).length
    expect(looks).toBeGreaterThan(10)
    expect(looks).toBeLessThan(40)
    expect(await actions()).toEqual(UNKNOWN)
    expect(await desk.shop.stack.sql('select 1 from public.order_actions where payout_look_at is not null')).toEqual([])
  })

  it('is not forgotten while the shop is away, nor when it did not answer right after the refund', async () => {
    desk.shop.shopify.failNext({ on: 'query Payout', status: 502 })
    await refundPending('FAILURE', 60)
    expect(await actions()).toEqual([{ state: 'done', payout: null }])
    desk.shop.shopify.failNext({ on: 'query Payout', status: 502 })
    await tick(2 * MINUTE)
    expect(await actions()).toEqual([{ state: 'done', payout: null }])
    await tick(10 * MINUTE)
    expect(await actions()).toEqual(FAILED)
  })

  it('is told of once wherever the process dies that finds it failed', async () => {
    for (let lastStep = 1; ; lastStep++) {
      await desk.reset()
      await desk.shop.stack.sql('truncate public.notifications')
      await refundPending('FAILURE', 60)
      await desk.shop.settled()
      desk.shop.travel(2 * MINUTE)
      const dead = dyingAfter(desk.shop, desk.shop.fetch, lastStep)
      await followPayouts({ admin: dead.admin, now: desk.shop.now, fetch: dead.fetch }).catch(() => null)
      desk.shop.die()
      for (let turn = 0; turn < 3; turn++) await tick(10 * MINUTE)
      expect({ lastStep, actions: await actions(), receipts: desk.receipts().length, notices: (await notices()).length })
        .toEqual({ lastStep, actions: FAILED, receipts: 2, notices: 2 })
      if (dead.steps() < lastStep) break
    }
  })

  it('that was made again in the shop is there', async () => {
    await refundPending('FAILURE', 60)
    const [kept] = desk.refunds('delivered')
    expect(kept?.payout?.status).toBe('PENDING')
    if (kept) delete kept.payout
    await tick(2 * MINUTE)
    expect(await actions()).toEqual(PAID)
    expect(await notices()).toEqual([])
  })

  it('of a cancelled order is watched as well', async () => {
    desk.shop.shopify.failNext({ on: 'orderCancel', pending: { then: 'FAILURE', seconds: 600 } })
    await desk.run(gid('unshipped'), { do: 'cancel', because: 'customer' }, { name: 'ada' })
    desk.shop.travel(10 * SECOND)
    await carryOutDue(desk.work())
    expect(await actions()).toEqual(PENDING)
    await tick(20 * MINUTE)
    expect((await actions())[0]?.payout).toMatchObject({ state: 'failed' })
  })

  it('is watched for its own account only', async () => {
    await refundPending('FAILURE', 60)
    expect((await desk.ask('GET', '/1/1', undefined, 'zoe')).status).toBe(404)
    await tick(2 * MINUTE)
    expect(await desk.shop.stack.sql('select 1 from public.notifications where account_id = 2')).toEqual([])
  })

  it('reaches who leads by mail and Slack, in words of its own', async () => {
    await refundPending('FAILURE', 60)
    await desk.shop.settled()
    desk.shop.travel(2 * MINUTE)
    await followPayouts(desk.work())
    const rows = await desk.shop.stack.sql<{ effect: string, reason: string, content: string }>(
      `select effect, reason, content from public.outbox where reason = 'money' order by effect, content`,
    )
    expect(rows.map(({ effect }) => effect)).toEqual(['mail', 'mail', 'slack'])
    expect(rows.at(-1)?.content).toBe('Refund for #1001: $10.00 did not arrive')
  })

  it('is looked for by the tick', async () => {
    await refundPending('SUCCESS', 60)
    desk.shop.travel(2 * MINUTE)
    const tick = createTick(desk.shop.stack.env, desk.shop.now, desk.shop.fetch)
    const answer = await tick.request('/tick', { method: 'POST', headers: { apikey: desk.shop.stack.keys.secret } })
    expect(await answer.json()).toMatchObject({ payouts: 1 })
    expect(await actions()).toEqual(PAID)
  })
})

describe('the money of a refund that is still open after a week', () => {
  const WORDS = 'Refund for #1001: not known whether $10.00 arrived. Look in Shopify.'
  const told = (name: string) => ({ level: 'money', words: WORDS, tier_name: '#1001', name })
  const audited = async () => desk.shop.stack.sql<{ act: string }>(
    `select act from public.audit_log where act like 'order_action.payout_%' and subject in (select 'order_action:' || id from public.order_actions) order by seq`,
  )
  async function pass(ms: number) {
    for (let left = ms; left > 0; left -= 6 * HOUR) await tick(6 * HOUR)
  }
  // The tick takes people and their roles from Chatwoot, which does not know Cleo.
  beforeEach(async () => desk.shop.stack.sql(`update public.agents
    set removed_at = null, role = case name when 'Cleo' then 'supervisor' else role end where account_id = 1`))

  /** As if the action had been made within the last day, for its daily sum. */
  async function makeRecent() {
    await desk.shop.stack.sql('update public.order_actions set created_at = $1', [new Date(desk.shop.now() - HOUR).toISOString()])
  }

  it('is said to be not known, once, to who refunded', async () => {
    await refundPending('SUCCESS', 20 * 86_400)
    await pass(9 * DAY)
    expect([await actions(), await notices()]).toEqual([UNKNOWN, [told('Ben')]])
    await pass(3 * DAY)
    expect([await actions(), await notices()]).toEqual([UNKNOWN, [told('Ben')]])
    expect(await audited()).toEqual([{ act: 'order_action.payout_unknown' }])
    expect(desk.receipts()).toHaveLength(1)
    expect(await desk.chainFaults()).toEqual([])
  })

  it('is said to who approved as well, and to who leads when those have left', async () => {
    desk.shop.shopify.failNext({ on: 'refundCreate', pending: { then: 'SUCCESS', seconds: 20 * 86_400 } })
    await desk.run(gid('delivered'), REFUND)
    await desk.shop.stack.sql(`update public.order_actions set decided_by = (select id from public.agents where name = 'Cleo')`)
    await pass(9 * DAY)
    expect(await notices()).toEqual([told('Ben'), told('Cleo')])

    await desk.reset()
    await desk.shop.stack.sql('truncate public.notifications')
    await refundPending('SUCCESS', 20 * 86_400)
    await desk.shop.stack.sql(`update public.agents set removed_at = now() where name = 'Ben'`)
    await pass(9 * DAY)
    expect(await notices()).toEqual([told('Ada'), told('Cleo')])
  })

  it('turns when the shop tells later, and counts once toward the sum of its day', async () => {
    for (const [then, actual, sum] of [['SUCCESS', PAID, 1_000], ['FAILURE', FAILED, 0]] as const) {
      await desk.reset()
      await settle()
      desk.shop.news.splice(0)
      await desk.shop.stack.sql('truncate public.webhook_events, public.notifications')
      await refundPending(then, 12 * 86_400)
      await settle()
      await hear()
      await pass(9 * DAY)
      await makeRecent()
      expect([await actions(), await givenBack()]).toEqual([UNKNOWN, 1_000])
      desk.shop.travel(3 * DAY + HOUR)
      await settle()
      const news = desk.shop.news.splice(0)
      await hear(news)
      await hear(news)
      await makeRecent()
      expect([await actions(), await givenBack()]).toEqual([actual, sum])
      expect((await notices()).filter(({ words }) => words === WORDS)).toEqual([told('Ben')])
      expect(await audited()).toHaveLength(then === 'FAILURE' ? 2 : 1)
    }
  })

  it('is said to be not known when the shop is away at the last look, and found when it is back', async () => {
    await refundPending('FAILURE', 7 * 86_400)
    await pass(6 * DAY)
    const reach = desk.shop.vendors['http://shopify.test']
    desk.shop.vendors['http://shopify.test'] = { fetch: async () => new Response('{}', { status: 502 }) }
    await pass(3 * DAY)
    expect([await actions(), await notices()]).toEqual([UNKNOWN, [told('Ben')]])
    if (reach) desk.shop.vendors['http://shopify.test'] = reach
    await pass(DAY)
    expect(await actions()).toEqual(FAILED)
    expect((await notices()).map(({ name }) => name)).toEqual(['Ada', 'Ben', 'Cleo'])
  })

  it('is told of once wherever the process dies that gives it up', async () => {
    for (let lastStep = 1; ; lastStep++) {
      await desk.reset()
      await desk.shop.stack.sql('truncate public.notifications')
      await refundPending('SUCCESS', 40 * 86_400)
      await desk.shop.settled()
      desk.shop.travel(8 * DAY)
      const dead = dyingAfter(desk.shop, desk.shop.fetch, lastStep)
      await followPayouts({ admin: dead.admin, now: desk.shop.now, fetch: dead.fetch }).catch(() => null)
      desk.shop.die()
      for (let turn = 0; turn < 3; turn++) await tick(10 * MINUTE)
      expect({ lastStep, actions: await actions(), notices: await notices(), acts: (await audited()).length })
        .toEqual({ lastStep, actions: UNKNOWN, notices: [told('Ben')], acts: 1 })
      if (dead.steps() < lastStep) break
    }
  })
})
