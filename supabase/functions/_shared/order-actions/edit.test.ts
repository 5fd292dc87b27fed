import type { MoneyDesk } from './testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { Variants } from '../../../../shared/contracts/order-action-edit.ts'
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

const MUG = 'gid://shopify/ProductVariant/11'
const ledger = () => desk.shop.shopify.state.ledgers[2]
const lines = () => ledger()?.lines?.map(({ sku, quantity }) => [sku, quantity])
const edit = (over: object) => ({ do: 'edit' as const, ...over })
const fewer = edit({ changes: [{ lineId: lineOf('unshipped', 0), quantity: 1 }] })
const more = edit({ adds: [{ variantId: MUG, quantity: 1 }], shipping: { title: 'Express', amountMinor: 500 }, staffNote: 'By phone' })

describe('an edit', () => {
  it('shows what is left to pay, and nothing is in the order before it is confirmed', async () => {
    expect(await desk.rehearse(gid('unshipped'), more)).toMatchObject({ status: 'ready', rehearsal: {
      effects: [
        { is: 'added', title: 'Mug', quantity: 1, price: { minor: 1800, currency: 'USD' } },
        { is: 'shipping_added', title: 'Express', amount: { minor: 500 } },
        { is: 'new_total', before: { minor: 33_090 }, after: { minor: 35_390 } },
        { is: 'to_pay', amount: { minor: 2300 }, isInvoiced: true },
        { is: 'tells', who: 'customer' },
      ],
      money: null,
    } })
    expect(ledger()?.lines).toBeUndefined()
  })

  it('puts it into the order, with the note, the mark, the stock and a receipt', async () => {
    expect(await desk.run(gid('unshipped'), more)).toMatchObject({ action: { state: 'done' } })
    await desk.shop.settled()
    expect(lines()).toEqual([['MUG', 2], ['TENT', 1], ['MUG', 1]])
    expect(ledger()?.edits).toMatchObject([{ staffNote: expect.stringMatching(/^By phone · Pitwall, conversation 1 \[ref:/), mail: 'invoice' }])
    expect(desk.shop.shopify.state.restocked).toEqual({ 'MUG gid://shopify/Location/1': -1 })
    expect(desk.receipts()).toEqual([expect.stringMatching(/Change to #1002[\s\S]*1 × Mug added, \$18\.00 each[\s\S]*\$23\.00 is left to pay; the shop sends the customer an invoice/)])
  })

  it('takes units out, back into stock, and says what is owed', async () => {
    expect(await desk.rehearse(gid('unshipped'), fewer)).toMatchObject({ rehearsal: { effects: expect.arrayContaining([
      { is: 'quantity', title: 'Mug', from: 2, to: 1, isRestocked: true },
      { is: 'to_give_back', amount: { minor: 1800, currency: 'USD' } },
    ]) } })
    await desk.run(gid('unshipped'), fewer)
    expect(lines()).toEqual([['MUG', 1], ['TENT', 1]])
    expect(desk.shop.shopify.state.restocked).toEqual({ 'MUG gid://shopify/Location/1': 1 })
  })

  it('changes only what has not left', async () => {
    await desk.run(gid('partly'), edit({ changes: [{ lineId: lineOf('partly', 0), quantity: 1 }] }))
    expect(desk.shop.shopify.state.ledgers[6]?.lines).toMatchObject([{ sku: 'MUG', quantity: 2, ordered: 3 }])
  })

  const shipping = () => ledger()?.shipping?.map(({ title, amount }) => [title, amount])
  const SHIPPING = 'gid://shopify/ShippingLine/2'

  it('puts other shipping in the place of what there is, and says what is left to pay', async () => {
    const dearer = edit({ shippingChanges: [{ lineId: SHIPPING, to: { title: 'Express', amountMinor: 1290 } }] })
    expect(await desk.rehearse(gid('unshipped'), dearer)).toMatchObject({ status: 'ready', rehearsal: { effects: [
      { is: 'shipping_changed', from: { title: 'Standard', amount: { minor: 590 } }, to: { title: 'Express', amount: { minor: 1290 } } },
      { is: 'new_total', before: { minor: 33_090 }, after: { minor: 33_790 } },
      { is: 'to_pay', amount: { minor: 700 }, isInvoiced: true },
      { is: 'tells', who: 'customer' },
    ] } })
    expect(shipping()).toBeUndefined()
    expect(await desk.run(gid('unshipped'), dearer)).toMatchObject({ action: { state: 'done' } })
    await desk.shop.settled()
    expect(shipping()).toEqual([['Express', '12.90']])
    expect(desk.receipts()).toEqual([expect.stringContaining('- Shipping: Express, $12.90 instead of Standard, $5.90')])
  })

  it('takes shipping out, and says what the customer gets back', async () => {
    const without = edit({ shippingChanges: [{ lineId: SHIPPING, to: null }] })
    expect(await desk.rehearse(gid('unshipped'), without)).toMatchObject({ rehearsal: { effects: expect.arrayContaining([
      { is: 'shipping_removed', title: 'Standard', amount: { minor: 590, currency: 'USD' } },
      { is: 'to_give_back', amount: { minor: 590, currency: 'USD' } },
    ]) } })
    await desk.run(gid('unshipped'), without)
    expect(shipping()).toEqual([])
    const { body: order } = await desk.ask('GET', `/1/1/order?id=${encodeURIComponent(gid('unshipped'))}`)
    expect(order).toMatchObject({ shipping: [], owed: { minor: -590 } })
  })

  it('fails when the shipping is another by the time it is done', async () => {
    const without = edit({ shippingChanges: [{ lineId: SHIPPING, to: null }] })
    const rehearsed = await desk.rehearse(gid('unshipped'), without)
    if (rehearsed.status !== 'ready') throw new Error(rehearsed.because)
    await desk.run(gid('unshipped'), without)
    expect(await desk.confirm(rehearsed.rehearsal, without)).toMatchObject({ status: 'refused', because: 'line_not_in_order' })
  })

  it.each([
    ['nothing', 'unshipped', {}, 'nothing_asked'],
    ['shipping that is so already', 'unshipped', { shippingChanges: [{ lineId: SHIPPING, to: { title: 'Standard', amountMinor: 590 } }] }, 'nothing_to_change'],
    ['shipping of another order', 'unshipped', { shippingChanges: [{ lineId: 'gid://shopify/ShippingLine/3', to: null }] }, 'line_not_in_order'],
    ['the same shipping twice', 'unshipped', { shippingChanges: [{ lineId: SHIPPING, to: null }, { lineId: SHIPPING, to: null }] }, 'line_not_in_order'],
    ['what has left', 'delivered', { changes: [{ lineId: lineOf('delivered', 0), quantity: 1 }] }, 'already_shipped'],
    ['what is so already', 'unshipped', { changes: [{ lineId: lineOf('unshipped', 0), quantity: 2 }] }, 'nothing_to_change'],
    ['a line of another order', 'unshipped', { changes: [{ lineId: lineOf('euro', 0), quantity: 1 }] }, 'line_not_in_order'],
    ['what the shop does not have', 'unshipped', { adds: [{ variantId: 'gid://shopify/ProductVariant/99', quantity: 1 }] }, 'shop_refused'],
    ['another customer\'s order', 'another', { adds: [{ variantId: MUG, quantity: 1 }] }, 'order_of_another'],
  ] as const)('is refused for %s', async (_, name, over, because) => {
    expect(await desk.rehearse(gid(name), edit(structuredClone(over) as object))).toMatchObject({ status: 'refused', because })
  })

  it('fails when a price is another by the time it is done', async () => {
    const rehearsed = await desk.rehearse(gid('unshipped'), fewer)
    if (rehearsed.status !== 'ready') throw new Error(rehearsed.because)
    await desk.run(gid('unshipped'), edit({ changes: [{ lineId: lineOf('unshipped', 1), quantity: 0 }] }))
    expect(await desk.confirm(rehearsed.rehearsal, fewer)).toMatchObject({ status: 'changed' })
  })

  it('says so when the shop has forgotten what it was asked to do, and did not do it', async () => {
    desk.shop.shopify.failNext({ on: 'orderEditCommit', status: 502 })
    await desk.run(gid('unshipped'), fewer)
    desk.shop.shopify.state.edits = []
    for (let round = 0; round < 4; round++) {
      desk.shop.travel(3 * MINUTE)
      await carryOutDue(desk.work())
    }
    expect(await desk.states()).toEqual([{ state: 'failed', code: 'edit_expired' }])
    expect(ledger()?.lines).toBeUndefined()
  })

  it('finds what can be added, with its stock by place', async () => {
    const { body } = await desk.ask('GET', '/1/1/variants?q=mu')
    expect(Variants.parse(body)).toEqual({ variants: [{
      id: MUG,
      title: 'Mug',
      sku: 'MUG',
      price: { minor: 1800, currency: 'USD' },
      stock: [{ place: 'Main warehouse', available: 9 }, { place: 'East warehouse', available: 0 }],
    }] })
    expect((await desk.ask('GET', '/1/1/variants?q=%22)%20OR%20*')).body).toEqual({ variants: [] })
    expect((await desk.ask('GET', '/1/1/variants?q=mug', undefined, 'zoe')).status).toBe(404)
  })
})
