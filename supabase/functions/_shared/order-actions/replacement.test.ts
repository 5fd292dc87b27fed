import type { MoneyDesk } from './testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { carryOutDue } from './carry-out.ts'
import { gid, lineOf, openMoneyDesk } from './testing.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

const MINUTE = 60_000
let desk: MoneyDesk
beforeAll(async () => {
  desk = await openMoneyDesk()
}, 60_000)
beforeEach(() => desk.reset())
afterAll(() => desk.shop.stack.stop())

const mugs = (quantity = 1) => ({ do: 'replace' as const, lines: [{ lineId: lineOf('delivered', 0), quantity }] })
const shop = () => desk.shop.shopify.state

describe('a replacement', () => {
  it('is shown with its stock by place, its address and its value, and nothing is kept of the look', async () => {
    expect(await desk.rehearse(gid('delivered'), mugs(2))).toMatchObject({ status: 'ready', rehearsal: {
      effects: [
        { is: 'sent_again', title: 'Mug', quantity: 2, stock: [{ place: 'Main warehouse', available: 9 }, { place: 'East warehouse', available: 0 }] },
        { is: 'sent_to', to: 'Maya Brown, 1 Main St, 91766 Pomona, CA, US' },
        { is: 'free' },
      ],
      money: { amount: { minor: 3600, currency: 'USD' } },
      second: null,
    } })
    expect(shop().drafts).toEqual([])
  })

  it('is one order over nothing, marked as ours, taken from stock, with a receipt', async () => {
    expect(await desk.run(gid('delivered'), mugs())).toMatchObject({ action: { state: 'done', detail: '#1111' } })
    await desk.shop.settled()
    expect(shop().orders).toMatchObject([{ name: '#1111', customerId: 1, lines: [{ sku: 'MUG', quantity: 1 }], tags: expect.arrayContaining(['replacement']) }])
    const [made] = shop().orders
    expect(made && desk.shop.shopify.books.total(made)).toBe(0)
    expect(desk.receipts()).toEqual([expect.stringMatching(/Replacement for #1001\*\*\n- New order #1111\n- 1 × Mug sent again \(in stock: Main warehouse 9/)])
    expect(await desk.rehearse(gid('delivered'), mugs())).toMatchObject({ rehearsal: { effects: expect.arrayContaining([
      expect.objectContaining({ is: 'sent_again', stock: expect.arrayContaining([{ place: 'Main warehouse', available: 8 }]) }),
    ]) } })
  })

  it('says when there is too little of it', async () => {
    const lines = [{ lineId: lineOf('partly', 0), quantity: 3 }]
    shop().restocked['MUG gid://shopify/Location/1'] = -7
    expect(await desk.rehearse(gid('partly'), { do: 'replace', lines })).toMatchObject({
      rehearsal: { effects: expect.arrayContaining([{ is: 'short', title: 'Mug', available: 2 }]) },
    })
  })

  it('needs a second person above the limit, by the price of the goods', async () => {
    const lines = [{ lineId: lineOf('delivered', 1), quantity: 1 }]
    expect(await desk.run(gid('delivered'), { do: 'replace', lines })).toMatchObject({ action: { state: 'waiting_approval', money: { minor: 28_900 } } })
    expect(shop().orders).toEqual([])
  })

  it('goes to another address when one is given', async () => {
    const address = { firstName: 'Lee', lastName: 'Ray', address1: '9 Oak Ave', address2: '', city: 'Ontario', provinceCode: 'CA', countryCode: 'US', zip: '91764' }
    await desk.run(gid('delivered'), { ...mugs(), address })
    const [made] = shop().orders
    expect(shop().ledgers[made?.id ?? 0]?.address).toMatchObject({ address1: '9 Oak Ave', zip: '91764' })
  })

  it.each([
    ['more than was bought', 'delivered', { lines: [{ lineId: lineOf('delivered', 0), quantity: 3 }] }, 'quantity_too_large'],
    ['a line of another order', 'delivered', { lines: [{ lineId: lineOf('euro', 0), quantity: 1 }] }, 'line_not_in_order'],
    ['a guest without an address', 'guest', { lines: [{ lineId: lineOf('guest', 0), quantity: 1 }] }, 'address_incomplete'],
    ['another customer\'s order', 'another', { lines: [{ lineId: lineOf('another', 0), quantity: 1 }] }, 'order_of_another'],
  ] as const)('is refused for %s', async (_, name, over, because) => {
    expect(await desk.rehearse(gid(name), { do: 'replace', ...structuredClone(over) as object })).toMatchObject({ status: 'refused', because })
  })

  it('is not sent when the shop would ask a cent for it, now or by the time it is sent', async () => {
    shop().draftFee = 1
    expect(await desk.rehearse(gid('delivered'), mugs())).toMatchObject({ status: 'refused', because: 'not_free' })
    shop().draftFee = 0
    desk.shop.shopify.failNext({ on: 'draftOrderCreate', dropped: true })
    await desk.run(gid('delivered'), mugs())
    // Somebody changes the draft in Shopify before it is completed.
    for (const { order } of shop().drafts) order.shippingAmount = '0.01'
    for (let round = 0; round < 4; round++) {
      desk.shop.travel(3 * MINUTE)
      await carryOutDue(desk.work())
    }
    expect(await desk.states()).toEqual([{ state: 'failed', code: 'not_free' }])
    expect([shop().orders, shop().drafts]).toEqual([[], []])
  })

  it('says which right the app lacks', async () => {
    desk.shop.shopify.setScope('write_draft_orders', false)
    const answer = await desk.ask('POST', '/1/1/rehearsals', { orderId: gid('delivered'), action: mugs() })
    const { body: order } = await desk.ask('GET', `/1/1/order?id=${encodeURIComponent(gid('delivered'))}`)
    desk.shop.shopify.setScope('write_draft_orders', true)
    expect(order).toMatchObject({ lacks: [{ kind: 'replace', scopes: ['write_draft_orders'] }] })
    expect(answer).toMatchObject({ status: 502, body: { code: 'shopify_refused' } })
  })
})
