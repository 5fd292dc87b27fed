import type { MoneyDesk } from './testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { carryOutDue } from './carry-out.ts'
import { addDraft, gid, openMoneyDesk } from './testing.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

const MINUTE = 60_000
let desk: MoneyDesk
beforeAll(async () => {
  desk = await openMoneyDesk()
}, 60_000)
beforeEach(() => desk.reset())
afterAll(() => desk.shop.stack.stop())

const shop = () => desk.shop.shopify.state
const mails = () => shop().drafts.flatMap(({ invoices = [] }) => invoices.map(({ to, message }) => ({ to, message })))
const at = gid('delivered')
const order = async () => (await desk.ask('GET', `/1/1/order?id=${encodeURIComponent(at)}`)).body
async function later(rounds = 4) {
  for (let round = 0; round < rounds; round++) {
    desk.shop.travel(3 * MINUTE)
    await carryOutDue(desk.work())
  }
}

describe('the invoice of a draft', () => {
  const invoiceOf = (draftId: string, message = 'As <b>agreed</b>') => ({ do: 'invoice' as const, draftId, message })

  it('is offered for the customer\'s own drafts that are not paid', async () => {
    const draft = addDraft(desk)
    addDraft(desk, { customerId: 2, email: 'noe@example.com' })
    addDraft(desk, {}, 'COMPLETED')
    const drafts = [{ id: draft, name: '#D1', total: { minor: 3600, currency: 'USD' }, to: 'maya@example.com', sentAt: null }]
    expect(await order()).toMatchObject({ drafts, can: expect.arrayContaining(['invoice']), owed: { minor: 0 } })
  })

  it('shows the e-mail as the shop writes it, as text, and nothing is sent before it is confirmed', async () => {
    const draft = addDraft(desk)
    expect(await desk.rehearse(at, invoiceOf(draft))).toMatchObject({ status: 'ready', rehearsal: { money: null, effects: [
      { is: 'invoice', amount: { minor: 3600, currency: 'USD' }, to: 'maya@example.com', draft: '#D1' },
      { is: 'invoice_says', text: 'As <b>agreed</b>' },
      { is: 'invoice_mail', subject: 'Invoice #D1', text: 'Complete your purchase\nAs <b>agreed</b>\nPay now' },
    ] } })
    expect(mails()).toEqual([])
  })

  it('goes out once, with a receipt and the link to pay', async () => {
    const draft = addDraft(desk)
    expect(await desk.run(at, invoiceOf(draft))).toMatchObject({ action: { state: 'done', detail: expect.stringMatching(/^https:/) } })
    await desk.shop.settled()
    expect(mails()).toEqual([{ to: 'maya@example.com', message: 'As <b>agreed</b>' }])
    expect(desk.receipts()).toEqual([expect.stringContaining('- An invoice of $36.00 for the draft #D1 goes to maya@example.com')])
    expect(await desk.rehearse(at, invoiceOf(draft))).toMatchObject({ rehearsal: { effects: expect.arrayContaining([
      { is: 'invoiced_before', at: expect.any(Number) },
    ]) } })
  })

  it('is not sent a second time when its answer was lost', async () => {
    const draft = addDraft(desk)
    desk.shop.shopify.failNext({ on: 'draftOrderInvoiceSend', dropped: true })
    await desk.run(at, invoiceOf(draft))
    await later()
    expect([await desk.states(), mails().length]).toMatchObject([[{ state: 'done' }], 1])
  })

  it('is sent again when the shop shows, two minutes later, that it never went out', async () => {
    const draft = addDraft(desk)
    desk.shop.shopify.failNext({ on: 'draftOrderInvoiceSend', status: 502 })
    await desk.run(at, invoiceOf(draft))
    desk.shop.travel(MINUTE)
    await carryOutDue(desk.work())
    expect(mails()).toEqual([])
    await later()
    expect([await desk.states(), mails().length]).toMatchObject([[{ state: 'done' }], 1])
  })

  it('is rehearsed anew when a colleague sent it in between', async () => {
    const draft = addDraft(desk)
    const rehearsed = await desk.rehearse(at, invoiceOf(draft))
    if (rehearsed.status !== 'ready') throw new Error(rehearsed.because)
    await desk.run(at, invoiceOf(draft, ''))
    expect(await desk.confirm(rehearsed.rehearsal, invoiceOf(draft))).toMatchObject({ status: 'changed' })
    expect(mails()).toHaveLength(1)
  })

  it('ends without a mail when the draft is gone, or paid, by the time it is looked for', async () => {
    const draft = addDraft(desk)
    desk.shop.shopify.failNext({ on: 'draftOrderInvoiceSend', status: 502 })
    await desk.run(at, invoiceOf(draft))
    shop().drafts = []
    await later()
    expect(await desk.states()).toEqual([{ state: 'failed', code: 'draft_gone' }])
  })

  it.each([
    ['another customer\'s draft', { customerId: 2 }, 'OPEN', 'order_of_another'],
    ['a draft without a customer', { customerId: null }, 'OPEN', 'order_of_another'],
    ['a draft without an address', { email: '' }, 'OPEN', 'no_email'],
    ['a draft that is paid', {}, 'COMPLETED', 'nothing_to_pay'],
  ] as const)('is refused for %s', async (_, over, status, because) => {
    expect(await desk.rehearse(at, invoiceOf(addDraft(desk, over, status)))).toMatchObject({ status: 'refused', because })
  })

  it('is refused for a draft that is not there', async () => {
    expect(await desk.rehearse(at, invoiceOf('gid://shopify/DraftOrder/404'))).toMatchObject({ status: 'refused', because: 'draft_gone' })
  })

  it('is not offered to a shop whose app may not see drafts', async () => {
    addDraft(desk)
    desk.shop.shopify.setScope('write_draft_orders', false)
    const { drafts, can } = await order()
    desk.shop.shopify.setScope('write_draft_orders', true)
    expect([drafts, can.includes('invoice')]).toEqual([[], false])
  })
})
