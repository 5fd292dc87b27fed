import type { MoneyDesk } from '../_shared/order-actions/testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { carryOutDue } from '../_shared/order-actions/carry-out.ts'
import { gid, openMoneyDesk } from '../_shared/order-actions/testing.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

const MINUTE = 60_000
let desk: MoneyDesk
beforeAll(async () => {
  desk = await openMoneyDesk()
}, 60_000)
beforeEach(() => desk.reset())
afterAll(() => desk.shop.stack.stop())

describe('a cancellation', () => {
  const act = (over = {}) => ({ do: 'cancel' as const, because: 'customer' as const, ...over })
  it('gives all of it back once the shop has done it', async () => {
    expect(await desk.rehearse(gid('unshipped'), act(), 'ada')).toMatchObject({ rehearsal: { effects: [
      { is: 'cancelled', because: 'customer' },
      { is: 'pay', amount: { minor: 33_090 }, to: 'Visa 4242' },
      { is: 'not_sent', title: 'Mug', quantity: 2 },
      { is: 'not_sent', title: 'Tent, Moss', quantity: 1 },
      { is: 'tells', who: 'customer' },
      { is: 'final' },
    ] } })
    expect(await desk.run(gid('unshipped'), act(), { name: 'ada' })).toMatchObject({ action: { state: 'unknown', code: 'in_progress' } })
    await expect.poll(async () => {
      desk.shop.travel(10_000)
      await carryOutDue(desk.work())
      return desk.states()
    }).toMatchObject([{ state: 'done' }])
    expect(desk.refunds('unshipped')).toMatchObject([{ paid: 33_090 }])
  })

  it('ends an authorisation without paying', async () => {
    expect(await desk.rehearse(gid('authorized'), act())).toMatchObject({ rehearsal: { money: null, effects: expect.arrayContaining([{ is: 'void' }]) } })
  })

  it('pays once when its answer was lost', async () => {
    desk.shop.shopify.failNext({ on: 'orderCancel', dropped: true })
    await desk.run(gid('unshipped'), act(), { name: 'ada' })
    for (let time = 0; time < 4; time++) {
      desk.shop.travel(3 * MINUTE)
      await carryOutDue(desk.work())
    }
    expect(await desk.states()).toMatchObject([{ state: 'done' }])
    expect(desk.refunds('unshipped')).toHaveLength(1)
  })

  it('is refused when something has left, and says so when another was faster', async () => {
    expect(await desk.rehearse(gid('partly'), act(), 'ada')).toMatchObject({ because: 'already_shipped' })
    desk.shop.shopify.failNext({ on: 'orderCancel', status: 502 })
    await desk.run(gid('unshipped'), act(), { name: 'ada' })
    desk.shop.shopify.state.ledgers[2] = { refunds: [], cancelled: { at: 1, reason: 'STAFF', staffNote: 'by hand' }, holds: null, note: null, address: null, changedAt: 1 }
    desk.shop.travel(3 * MINUTE)
    await carryOutDue(desk.work())
    expect(await desk.states()).toMatchObject([{ state: 'failed', code: 'order_cancelled' }])
  })
})

describe('a discount', () => {
  const act = { do: 'discount' as const, off: { by: 'percent' as const, percent: 15 }, days: 10 }
  it('is one code, for this customer, once', async () => {
    const placed = await desk.run(gid('delivered'), act)
    expect(placed).toMatchObject({ action: { state: 'done', detail: expect.stringMatching(/^THANKS-[A-Z2-9]{8}$/) } })
    expect(desk.shop.shopify.state.discounts).toMatchObject([{ percentage: 0.15, usageLimit: 1, customerIds: [1] }])
  })

  it('meets its own code after a lost answer, and never makes two', async () => {
    desk.shop.shopify.failNext({ on: 'discountCodeBasicCreate', dropped: true })
    await desk.run(gid('delivered'), act)
    desk.shop.travel(3 * MINUTE)
    await carryOutDue(desk.work())
    expect(await desk.states()).toMatchObject([{ state: 'done' }])
    expect(desk.shop.shopify.state.discounts).toHaveLength(1)
  })

  it('is bound to nobody for a guest, and ends where the policy does', async () => {
    await desk.run(gid('guest'), { do: 'discount', off: { by: 'amount', amountMinor: 500 } })
    expect(desk.shop.shopify.state.discounts).toMatchObject([{ amount: '5.00', customerIds: null }])
    expect(await desk.rehearse(gid('delivered'), { do: 'discount', off: { by: 'percent', percent: 26 } })).toMatchObject({ because: 'percent_too_large' })
    expect(await desk.rehearse(gid('delivered'), { do: 'discount', off: { by: 'amount', amountMinor: 5_001 } })).toMatchObject({ rehearsal: { second: { because: 'sum' } } })
  })
})

describe('a hold and an address', () => {
  it('hold what has not left, once, and let it go again', async () => {
    const act = { do: 'hold' as const, because: 'incorrect_address' as const }
    desk.shop.shopify.failNext({ on: 'fulfillmentOrderHold', dropped: true })
    await desk.run(gid('unshipped'), act)
    desk.shop.travel(3 * MINUTE)
    await carryOutDue(desk.work())
    expect(desk.shop.shopify.state.ledgers[2]?.holds).toHaveLength(1)
    expect(await desk.rehearse(gid('unshipped'), act)).toMatchObject({ because: 'already_held' })
    expect(await desk.run(gid('unshipped'), { do: 'release' })).toMatchObject({ action: { state: 'done' } })
    expect(desk.shop.shopify.state.ledgers[2]?.holds).toEqual([])
    expect(await desk.rehearse(gid('unshipped'), { do: 'release' })).toMatchObject({ because: 'not_held' })
  })

  it('change where an order goes while it has not left', async () => {
    const address = { firstName: 'Maya', lastName: 'Brown', address1: '9 Oak Ave', address2: '', city: 'Pomona', provinceCode: 'CA', countryCode: 'US', zip: '91767' }
    expect(await desk.run(gid('unshipped'), { do: 'address', address })).toMatchObject({ action: { state: 'done' } })
    expect(desk.shop.shopify.state.ledgers[2]?.address).toMatchObject({ address1: '9 Oak Ave', zip: '91767' })
    expect(await desk.rehearse(gid('unshipped'), { do: 'address', address })).toMatchObject({ because: 'nothing_to_change' })
    expect(await desk.rehearse(gid('delivered'), { do: 'address', address })).toMatchObject({ because: 'already_shipped' })
  })
})
