import type { MoneyDesk } from './testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { carryOutDue } from './carry-out.ts'
import { gid, openMoneyDesk } from './testing.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

const MINUTE = 60_000
const MUG = 'gid://shopify/ProductVariant/11'
let desk: MoneyDesk
beforeAll(async () => {
  desk = await openMoneyDesk()
}, 60_000)
beforeEach(() => desk.reset())
afterAll(() => desk.shop.stack.stop())

const ledger = () => desk.shop.shopify.state.ledgers[2]
async function later() {
  for (let round = 0; round < 3; round++) {
    desk.shop.travel(3 * MINUTE)
    await carryOutDue(desk.work())
  }
}

describe('a note', () => {
  const note = (over: object = {}) => ({ do: 'note' as const, text: 'Rings at nine', addTags: ['vip'], ...over })

  it('keeps what is there, and tells which part is ours', async () => {
    desk.shop.shopify.state.ledgers[2] = { refunds: [], cancelled: null, holds: null, note: 'Gift', address: null, changedAt: 1, tags: ['gift', 'old'] }
    await desk.run(gid('unshipped'), note({ removeTags: ['OLD'] }))
    expect(ledger()?.note).toMatch(/^Gift\n\nRings at nine\nPitwall, conversation 1 \[ref:[-0-9a-f]{36}\]$/)
    expect(ledger()?.tags).toEqual(['gift', 'vip'])
  })

  it.each(['orderUpdate', 'tagsAdd'])('is written once when the answer of %s is lost', async (on) => {
    desk.shop.shopify.failNext({ on, dropped: true })
    await desk.run(gid('unshipped'), note())
    await later()
    expect(await desk.states()).toMatchObject([{ state: 'done' }])
    expect([ledger()?.note?.split('Rings at nine').length, ledger()?.tags]).toEqual([2, ['vip']])
  })

  it('is refused when it says nothing', async () => {
    expect(await desk.rehearse(gid('unshipped'), { do: 'note' })).toMatchObject({ because: 'nothing_asked' })
  })
})

describe('an invoice', () => {
  const invoice = { do: 'invoice' as const, message: 'As agreed' }
  const openSomething = async () => desk.run(gid('unshipped'), { do: 'edit', adds: [{ variantId: MUG, quantity: 1 }], tellsCustomer: false })

  it('goes to the order\'s address with what is left to pay', async () => {
    await openSomething()
    expect(await desk.rehearse(gid('unshipped'), invoice)).toMatchObject({ rehearsal: { effects: [
      { is: 'invoice', amount: { minor: 1800, currency: 'USD' }, to: 'maya@example.com' },
      { is: 'invoice_says', text: 'As agreed' },
    ] } })
    expect(await desk.run(gid('unshipped'), invoice)).toMatchObject({ action: { state: 'done' } })
    expect(ledger()?.invoices).toEqual([{ to: 'maya@example.com', message: 'As agreed', owed: 1800 }])
  })

  it('is refused when nothing is left to pay', async () => {
    expect(await desk.rehearse(gid('unshipped'), invoice)).toMatchObject({ because: 'nothing_to_pay' })
  })

  it('is not sent again when nobody knows whether it was, and waits for a person', async () => {
    await openSomething()
    desk.shop.shopify.failNext({ on: 'orderInvoiceSend', dropped: true })
    await desk.run(gid('unshipped'), invoice)
    await later()
    expect(ledger()?.invoices).toHaveLength(1)
    const { body } = await desk.ask('GET', '/1/1')
    expect(body.actions).toMatchObject([{ kind: 'invoice', state: 'unknown', code: 'invoice_unknown', needsPerson: true }, { kind: 'edit' }])
  })

  it('is sent once the shop has time for it', async () => {
    await openSomething()
    desk.shop.shopify.failNext({ on: 'orderInvoiceSend', throttled: true })
    await desk.run(gid('unshipped'), invoice)
    await later()
    expect([await desk.states(), ledger()?.invoices?.length]).toMatchObject([[{ state: 'done' }, { state: 'done' }], 1])
  })
})
