import type { MoneyDesk } from '../_shared/order-actions/testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ActionOrder } from '../../../shared/contracts/action-order.ts'
import { PlacedActions } from '../../../shared/contracts/order-action.ts'
import { ReturnDesk } from '../../../shared/contracts/return-action.ts'
import { sendEffects } from '../_shared/alarms.ts'
import { carryOutDue } from '../_shared/order-actions/carry-out.ts'
import { gid, lineOf, openMoneyDesk } from '../_shared/order-actions/testing.ts'
import { createApprovals } from '../approvals/app.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

const MINUTE = 60_000
let desk: MoneyDesk
beforeAll(async () => {
  desk = await openMoneyDesk()
}, 60_000)
beforeEach(() => desk.reset())
afterAll(() => desk.shop.stack.stop())

const mug = (quantity = 1, isBack = false) => ({ do: 'refund' as const, lines: [{ lineId: lineOf('delivered', 0), quantity, isBack }] })

describe('a refund', () => {
  it('is shown in lines, tax, shipping and method before it happens, to the cent', async () => {
    const answer = await desk.rehearse(gid('delivered'), { ...mug(1, true), shippingMinor: 590 })
    // 36.00 of 325.00 carry 1.11 of the discount; a half of the rest is 17.45, and 7 in 100 of tax are on top.
    expect(answer).toMatchObject({ status: 'ready', rehearsal: { effects: [
      { is: 'refund_line', title: 'Mug', quantity: 1, subtotal: { minor: 1745, currency: 'USD' }, tax: { minor: 122 } },
      { is: 'refund_shipping', amount: { minor: 590 } },
      { is: 'pay', amount: { minor: 2457 }, by: 'original', to: 'Visa 4242' },
      { is: 'restock', title: 'Mug', quantity: 1, place: 'Main warehouse' },
      { is: 'tells', who: 'customer' },
      { is: 'final' },
    ], money: { amount: { minor: 2457 } }, second: null } })
    expect(desk.refunds('delivered')).toEqual([])
  })

  it('pays what was shown, leaves a receipt, and is listed', async () => {
    expect(await desk.run(gid('delivered'), mug(1, true))).toMatchObject({ status: 'placed', action: { state: 'done', kind: 'refund', requestedBy: 'Ben' } })
    await desk.shop.settled()
    expect(desk.refunds('delivered')).toMatchObject([{ paid: 1867, shipping: 0, lines: [{ quantity: 1, restockType: 'RETURN' }], notified: true }])
    expect(desk.receipts()).toEqual([expect.stringMatching(/\*\*Refund for #1001\*\*[\s\S]*1 × Mug: \$18\.67[\s\S]*\$18\.67 back to Visa 4242[\s\S]*Reason: Arrived broken\nAsked for by Ben/)])
    const { actions } = PlacedActions.parse((await desk.ask('GET', '/1/1')).body)
    expect(actions).toMatchObject([{ state: 'done', money: { minor: 1867 } }])
  })

  it('forgets what was remembered of the shop', async () => {
    await desk.shop.stack.sql(`insert into public.shop_views (account_id, conversation_id, asked, view, as_of) values (1, 3, 'x', '{}', now())`)
    await desk.run(gid('delivered'), mug())
    expect(await desk.shop.stack.sql('select 1 from public.shop_views')).toEqual([])
  })

  it('is not covered up by a view that was asked for before it, and came after', async () => {
    await desk.run(gid('delivered'), mug())
    const keep = async (asOf: string) => desk.shop.stack.sql(`select public.keep_shop_view(1, 1, 'x', '{}', (select ${asOf} from public.order_actions))`)
    await keep(`max(settled_at) - interval '1 millisecond'`)
    expect(await desk.shop.stack.sql('select 1 from public.shop_views')).toEqual([])
    await keep(`max(settled_at) + interval '1 millisecond'`)
    expect(await desk.shop.stack.sql('select 1 from public.shop_views')).toHaveLength(1)
  })

  it('adds up when a line goes back in parts', async () => {
    await desk.run(gid('delivered'), mug())
    await desk.run(gid('delivered'), mug())
    expect(desk.refunds('delivered').map(({ paid }) => paid)).toEqual([1867, 1866])
    expect(await desk.rehearse(gid('delivered'), mug())).toMatchObject({ status: 'refused', because: 'quantity_too_large' })
  })

  it('reaches the last line of a long order', async () => {
    const last = lineOf('long', 59)
    const action = { do: 'refund' as const, lines: [{ lineId: last, quantity: 1, isBack: false }] }
    expect(await desk.run(gid('long'), action)).toMatchObject({ status: 'placed', action: { state: 'done', money: { minor: 1800 } } })
    const { body } = await desk.ask('GET', `/1/1/order?id=${encodeURIComponent(gid('long'))}`)
    expect(ActionOrder.parse(body).lines.map(({ refundable }) => refundable)).toEqual([...Array.from({ length: 59 }, () => 1), 0])
    const again = { do: 'replace' as const, lines: [{ lineId: lineOf('long', 58), quantity: 1 }] }
    expect(await desk.rehearse(gid('long'), again)).toMatchObject({ status: 'ready' })
    const returns = await desk.ask('GET', `/1/1/returns?id=${encodeURIComponent(gid('long'))}`)
    expect(ReturnDesk.parse(returns.body).items).toHaveLength(59)
  })

  it('of an amount is goodwill without goods', async () => {
    await desk.run(gid('delivered'), { do: 'refund', amountMinor: 500 })
    expect(desk.refunds('delivered')).toMatchObject([{ paid: 500, lines: [] }])
  })

  it('as store credit moves no money back', async () => {
    await desk.run(gid('delivered'), { ...mug(), payBack: 'store_credit' })
    expect(desk.refunds('delivered')).toMatchObject([{ paid: 0, credit: 1867 }])
  })

  it('is in the customer\'s currency, and counts against limits in the shop\'s', async () => {
    const answer = await desk.rehearse(gid('euro'), { do: 'refund', lines: [{ lineId: lineOf('euro', 0), quantity: 1, isBack: false }] })
    expect(answer).toMatchObject({ rehearsal: { money: { amount: { minor: 1800, currency: 'EUR' }, shop: { minor: 1944, currency: 'USD' } } } })
    await desk.run(gid('euro'), { do: 'refund', lines: [{ lineId: lineOf('euro', 0), quantity: 1, isBack: false }] })
    expect(desk.refunds('euro')).toMatchObject([{ paid: 1800 }])
  })

  it('takes what never left out of the order, and leaves the rest with the customer', async () => {
    const lines = [{ lineId: lineOf('partly', 0), quantity: 3, isBack: false }]
    expect(await desk.rehearse(gid('partly'), { do: 'refund', lines })).toMatchObject({ rehearsal: { effects: expect.arrayContaining([
      { is: 'not_sent', title: 'Mug', quantity: 2 },
      { is: 'kept', title: 'Mug', quantity: 1 },
    ]) } })
    await desk.run(gid('partly'), { do: 'refund', lines }, { name: 'ada' })
    expect(desk.refunds('partly')[0]?.lines.map(({ restockType, quantity }) => [restockType, quantity])).toEqual([['CANCEL', 2], ['NO_RESTOCK', 1]])
  })

  it.each([
    ['more than was paid', 'delivered', { amountMinor: 100_000 }, 'amount_too_large'],
    ['more shipping than was paid', 'delivered', { shippingMinor: 591 }, 'shipping_too_large'],
    ['more units than were bought', 'delivered', { lines: [{ lineId: lineOf('delivered', 0), quantity: 3, isBack: false }] }, 'quantity_too_large'],
    ['a line twice', 'delivered', { lines: [0, 1].map(() => ({ lineId: lineOf('delivered', 0), quantity: 1, isBack: false })) }, 'quantity_too_large'],
    ['a line of another order', 'delivered', { lines: [{ lineId: lineOf('euro', 0), quantity: 1, isBack: false }] }, 'line_not_in_order'],
    ['nothing', 'delivered', {}, 'nothing_asked'],
    ['an amount and lines at once', 'delivered', { amountMinor: 1, lines: [{ lineId: lineOf('delivered', 0), quantity: 1, isBack: false }] }, 'nothing_asked'],
    ['what was not paid', 'authorized', { amountMinor: 1 }, 'nothing_paid'],
    ['what went back already', 'refunded', { amountMinor: 1 }, 'nothing_paid'],
    ['store credit for a guest', 'guest', { amountMinor: 1, payBack: 'store_credit' }, 'no_store_credit'],
    ['an order beyond sixty days', 'old', { amountMinor: 1 }, 'order_not_found'],
    ['another customer\'s order', 'another', { amountMinor: 1 }, 'order_of_another'],
  ] as const)('is refused for %s', async (_, name, over, because) => {
    expect(await desk.rehearse(gid(name), { do: 'refund', ...structuredClone(over) as object })).toMatchObject({ status: 'refused', because })
  })

  it('reaches a guest by the address of the order', async () => {
    expect(await desk.run(gid('guest'), { do: 'refund', amountMinor: 100 })).toMatchObject({ action: { state: 'done' } })
  })

  it('is possible from a closed conversation, with its receipt there', async () => {
    await desk.run(gid('delivered'), mug(), { at: 3 })
    await desk.shop.settled()
    expect(desk.receipts(3)).toHaveLength(1)
  })
})

describe('the world between the rehearsal and the run', () => {
  it('stops the run when it changed, and shows the new one', async () => {
    const rehearsed = await desk.rehearse(gid('delivered'), mug(2))
    await desk.run(gid('delivered'), mug(1))
    if (rehearsed.status !== 'ready') throw new Error('refused')
    expect(await desk.confirm(rehearsed.rehearsal, mug(2))).toMatchObject({ status: 'refused', because: 'quantity_too_large' })
    const other = await desk.rehearse(gid('delivered'), { do: 'refund', amountMinor: 300 })
    await desk.run(gid('delivered'), { do: 'refund', amountMinor: 100 })
    if (other.status !== 'ready') throw new Error('refused')
    const late = await desk.confirm(other.rehearsal, { do: 'refund', amountMinor: 300 })
    expect(late).toMatchObject({ status: 'changed', rehearsal: { facts: { left: expect.any(String) } } })
    expect(desk.refunds('delivered')).toHaveLength(2)
  })

  it('stops what a second person let through, too, and says what is different', async () => {
    const placed = await desk.run(gid('delivered'), { do: 'refund', amountMinor: 10_000 })
    expect(placed).toMatchObject({ action: { state: 'waiting_approval' } })
    // A colleague refunds in Shopify itself.
    desk.shop.shopify.state.ledgers[1] = { refunds: [{ id: 'x', at: 1, note: null, notified: false, lines: [], shipping: 0, paid: 500, credit: 0 }], cancelled: null, holds: null, note: null, address: null, changedAt: 1 }
    await approve('cleo')
    const { actions } = PlacedActions.parse((await desk.ask('GET', '/1/1')).body)
    expect(actions).toMatchObject([{ state: 'failed', code: 'order_changed', changes: expect.arrayContaining([{ fact: 'left', before: '342.95', after: '337.95' }]) }])
    expect(desk.refunds('delivered')).toHaveLength(1)
  })
})

describe('rights', () => {
  it('need a second person above the limit, who is never the first', async () => {
    const placed = await desk.run(gid('delivered'), { do: 'refund', amountMinor: 5_001 })
    expect(placed).toMatchObject({ action: { state: 'waiting_approval', canStop: true } })
    expect(desk.refunds('delivered')).toEqual([])
    expect(await approve('ben')).toBe(403)
    expect(await approve('cleo')).toBe(200)
    expect(desk.refunds('delivered')).toMatchObject([{ paid: 5_001 }])
    expect(desk.receipts()).toEqual([expect.stringContaining('Asked for by Ben · approved by Cleo')])
  })

  it('count what one person gave back in a day', async () => {
    for (let time = 0; time < 4; time++) await desk.run(gid('delivered'), { do: 'refund', amountMinor: 5_000 })
    expect(await desk.rehearse(gid('delivered'), { do: 'refund', amountMinor: 1 })).toMatchObject({ rehearsal: { second: { because: 'day', role: 'supervisor' } } })
    expect(await desk.rehearse(gid('delivered'), { do: 'refund', amountMinor: 1 }, 'cleo')).toMatchObject({ rehearsal: { second: null } })
    desk.shop.travel(25 * 60 * MINUTE)
    expect(await desk.rehearse(gid('delivered'), { do: 'refund', amountMinor: 1 })).toMatchObject({ rehearsal: { second: null } })
  })

  it('end at what nobody of a role may ask for, and follow the admin\'s policy', async () => {
    const { body } = await desk.ask('GET', '/1/policy')
    const policy = { ...body.policy, returnDays: 5, limits: { ...body.policy.limits, agent: { alone: 100, day: null, most: 2_000 } } }
    expect((await desk.ask('PUT', '/1/policy', { version: 0, policy })).status).toBe(403)
    expect(await desk.ask('PUT', '/1/policy', { version: 0, policy }, 'ada')).toMatchObject({ status: 200, body: { version: 1 } })
    expect(await desk.ask('PUT', '/1/policy', { version: 0, policy }, 'ada')).toMatchObject({ status: 409, body: { code: 'policy_changed' } })
    expect(await desk.rehearse(gid('delivered'), { do: 'refund', amountMinor: 2_001 })).toMatchObject({ because: 'sum_too_large', most: { minor: 2_000 } })
    expect(await desk.rehearse(gid('delivered'), mug())).toMatchObject({ rehearsal: { second: { because: 'sum' } } })
    // The goods arrived ten days ago: beyond the window a second person decides, whatever the sum.
    expect(await desk.rehearse(gid('delivered'), mug(1, true), 'ada')).toMatchObject({ rehearsal: { second: { because: 'late' }, effects: expect.arrayContaining([expect.objectContaining({ is: 'late', allowed: 5 })]) } })
  })

  it('are in the shop\'s currency before anybody has saved any, and readable while the shop is away', async () => {
    expect((await desk.ask('GET', '/1/policy')).body).toMatchObject({ version: 0, policy: { currency: 'USD' } })
    desk.shop.shopify.failNext({ on: 'ShopCurrency', status: 503 })
    expect((await desk.ask('GET', '/1/policy')).status).toBe(200)
  })

  it('are those of the account', async () => {
    for (const [method, path] of [['GET', '/1/1'], ['GET', '/1/policy'], ['GET', `/1/1/order?id=${encodeURIComponent(gid('delivered'))}`]] as const) {
      expect(await desk.ask(method, path, undefined, 'zoe')).toMatchObject({ status: 404, body: { code: 'account_not_found' } })
      expect((await desk.ask(method, path, undefined, 'nobody')).status).toBe(401)
    }
    expect((await desk.ask('POST', '/1/1/rehearsals', { orderId: gid('delivered'), action: mug() }, 'zoe')).status).toBe(404)
    expect(await desk.ask('POST', '/1/99/rehearsals', { orderId: gid('delivered'), action: mug() })).toMatchObject({ status: 404, body: { code: 'conversation_not_found' } })
  })

  it('can be taken back while it waits, once', async () => {
    const placed = await desk.run(gid('delivered'), { do: 'refund', amountMinor: 9_000 })
    if (placed.status !== 'placed') throw new Error(placed.status)
    expect((await desk.ask('POST', `/1/1/${placed.action.id}/stop`)).status).toBe(204)
    expect(await desk.ask('POST', `/1/1/${placed.action.id}/stop`)).toMatchObject({ status: 409, body: { code: 'action_not_waiting' } })
    expect(await approve('cleo')).toBe(409)
    expect(desk.refunds('delivered')).toEqual([])
  })

  it('expire with their approval', async () => {
    await desk.run(gid('delivered'), { do: 'refund', amountMinor: 9_000 })
    desk.shop.travel(25 * 60 * MINUTE)
    await desk.work().admin.rpc('expire_approvals', { p_now: new Date(desk.shop.now()).toISOString() })
    expect(await desk.states()).toMatchObject([{ state: 'expired' }])
  })
})

describe('one wish', () => {
  it('is one refund, however often the button is pressed', async () => {
    const requestKey = crypto.randomUUID()
    const rehearsed = await desk.rehearse(gid('delivered'), mug())
    if (rehearsed.status !== 'ready') throw new Error('refused')
    const answers = await Promise.all([1, 2, 3].map(async () => desk.confirm(rehearsed.rehearsal, mug(), { requestKey })))
    expect(new Set(answers.map(answer => answer.status === 'placed' && answer.action.id)).size).toBe(1)
    expect(await desk.confirm(rehearsed.rehearsal, mug(), { requestKey })).toMatchObject({ status: 'placed', action: { state: 'done' } })
    expect(desk.refunds('delivered')).toHaveLength(1)
  })

  it('is refused under the key of another', async () => {
    const requestKey = crypto.randomUUID()
    await desk.run(gid('delivered'), mug(), { requestKey })
    const asked = { orderId: gid('euro'), action: { do: 'refund', amountMinor: 1 }, requestKey, reason: 'x', digest: 'x' }
    expect(await desk.ask('POST', '/1/1', asked)).toMatchObject({ status: 409, body: { code: 'idempotency_conflict' } })
  })

  it('waits for the one before it about the same order', async () => {
    await desk.run(gid('delivered'), { do: 'refund', amountMinor: 9_000 })
    expect(await desk.run(gid('delivered'), { do: 'refund', amountMinor: 1 })).toMatchObject({ status: 'busy', action: { state: 'waiting_approval' } })
    expect(await desk.run(gid('euro'), { do: 'refund', amountMinor: 1 })).toMatchObject({ status: 'placed' })
  })
})

describe('when the shop fails', () => {
  async function later(ms = 3 * MINUTE) {
    desk.shop.travel(ms)
    await carryOutDue(desk.work())
    await sendEffects(desk.work())
  }
  const act = () => ({ do: 'refund' as const, amountMinor: 700 })

  it('finds the refund whose answer was lost, and does not repeat it', async () => {
    desk.shop.shopify.failNext({ on: 'refundCreate', dropped: true })
    expect(await desk.run(gid('delivered'), act())).toMatchObject({ action: { state: 'unknown' } })
    await later()
    expect(await desk.states()).toMatchObject([{ state: 'done' }])
    expect(desk.refunds('delivered')).toHaveLength(1)
    expect(desk.receipts()).toHaveLength(1)
  })

  it.each([[500], [502]])('asks again after a %i that did nothing', async (status) => {
    desk.shop.shopify.failNext({ on: 'refundCreate', status })
    expect(await desk.run(gid('delivered'), act())).toMatchObject({ action: { state: 'unknown' } })
    await later()
    expect(await desk.states()).toMatchObject([{ state: 'done' }])
    expect(desk.refunds('delivered')).toHaveLength(1)
  })

  it('waits a minute of throttling out', async () => {
    for (let time = 0; time < 6; time++) desk.shop.shopify.failNext({ on: 'refundCreate', throttled: true })
    expect(await desk.run(gid('delivered'), act())).toMatchObject({ action: { state: 'ready', code: 'shopify_busy', canStop: true } })
    for (let time = 0; time < 7; time++) await later(time * 30_000)
    expect(await desk.states()).toMatchObject([{ state: 'done' }])
    expect(desk.refunds('delivered')).toHaveLength(1)
  })

  it('gives a shop up that is busy for half an hour, without having paid', async () => {
    for (let time = 0; time < 20; time++) desk.shop.shopify.failNext({ on: 'refundCreate', status: 429 })
    await desk.run(gid('delivered'), act())
    for (let time = 0; time < 12; time++) await later(11 * MINUTE)
    expect(await desk.states()).toMatchObject([{ state: 'failed', code: 'shopify_busy' }])
    expect(desk.refunds('delivered')).toEqual([])
    expect(desk.receipts()).toEqual([expect.stringContaining('Refund for #1001: not done')])
  })

  it('takes a new token in the middle', async () => {
    const rehearsed = await desk.rehearse(gid('delivered'), act())
    desk.shop.shopify.revokeTokens()
    if (rehearsed.status !== 'ready') throw new Error('refused')
    expect(await desk.confirm(rehearsed.rehearsal, act())).toMatchObject({ action: { state: 'done' } })
  })

  it('says which right the app has lost', async () => {
    desk.shop.shopify.setScope('write_discounts', false)
    try {
      expect(await desk.run(gid('delivered'), { do: 'discount', off: { by: 'percent', percent: 10 } })).toMatchObject({ action: { state: 'failed', code: 'scope_missing' } })
    }
    finally {
      desk.shop.shopify.setScope('write_discounts', true)
    }
  })

  it('tells what the shop refused with', async () => {
    const rehearsed = await desk.rehearse(gid('delivered'), act())
    if (rehearsed.status !== 'ready') throw new Error('refused')
    desk.shop.shopify.failNext({ on: 'refundCreate', status: 200, body: JSON.stringify({ data: { refundCreate: { refund: null, userErrors: [{ message: 'Refund amount $7.00 is greater than net payment received $5.00' }] } } }) })
    expect(await desk.confirm(rehearsed.rehearsal, act())).toMatchObject({ action: { state: 'failed', code: 'shop_refused', detail: expect.stringContaining('greater than net payment') } })
  })

  it('asks a person when the key is too old to be asked for again', async () => {
    desk.shop.shopify.failNext({ on: 'refundCreate', status: 500 })
    await desk.run(gid('delivered'), act())
    await later(24 * 60 * MINUTE)
    const { actions: [action] } = PlacedActions.parse((await desk.ask('GET', '/1/1')).body)
    expect(action).toMatchObject({ state: 'unknown', needsPerson: true, code: 'too_late_to_repeat' })
    expect((await desk.ask('POST', `/1/1/${action?.id}/close`, { isDone: false })).status).toBe(403)
    expect((await desk.ask('POST', `/1/1/${action?.id}/close`, { isDone: false }, 'ada')).status).toBe(204)
    expect(await desk.states()).toMatchObject([{ state: 'failed', code: 'closed_by_person' }])
  })

  it('refuses with its own code when it cannot be read', async () => {
    desk.shop.shopify.failNext({ status: 503 })
    expect(await desk.ask('POST', '/1/1/rehearsals', { orderId: gid('delivered'), action: act() })).toMatchObject({ status: 502, body: { code: 'shopify_unreachable' } })
  })
})

describe('the audit log', () => {
  const rows = async () => desk.shop.stack.sql<{ act: string }>('select act from public.audit_log where account_id = 1 order by seq')
  it('tells each step of an action, and its chain is whole', async () => {
    const before = await rows()
    await desk.run(gid('delivered'), { do: 'refund', amountMinor: 9_000 })
    await approve('cleo')
    await desk.shop.settled()
    const told = (await rows()).slice(before.length)
    expect(told.map(({ act }) => act).filter(act => act.startsWith('order_action.'))).toEqual(['order_action.requested', 'order_action.approved', 'order_action.sent', 'order_action.done'])
    expect(await desk.chainFaults()).toEqual([])
  })
})

/** Lets through what waits; answers the status. */
async function approve(name: string): Promise<number> {
  const app = createApprovals(desk.shop.stack.env, { now: desk.shop.now, fetch: desk.shop.fetch })
  const [waiting] = await desk.shop.stack.sql<{ id: number }>('select id::int from public.approvals order by id desc limit 1')
  const headers = { 'authorization': `Bearer ${desk.tokens.get(name) ?? ''}`, 'content-type': 'application/json' }
  const { status } = await app.request(`/approvals/1/${waiting?.id ?? 0}`, { method: 'POST', headers, body: JSON.stringify({ decision: 'approve' }) })
  await desk.shop.settled()
  return status
}
