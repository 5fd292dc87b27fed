import type { OrderAction } from '../../../../../shared/contracts/order-action.ts'
import type { Case, MoneyDesk } from '../testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { OpenReturns, ReturnDesk, UploadedLabel } from '../../../../../shared/contracts/return-action.ts'
import { carryOutDue } from '../carry-out.ts'
import { gid, openMoneyDesk } from '../testing.ts'
import { dieEverywhere } from './testing.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 90_000 })

const MINUTE = 60_000
const PDF = '%PDF-1.4 a label'
let desk: MoneyDesk
beforeAll(async () => void (desk = await openMoneyDesk()), 180_000)
beforeEach(() => desk.reset())
afterAll(() => desk.shop.stack.stop())

const kept = () => desk.shop.shopify.state.returns
const query = (name: Case) => `?id=${encodeURIComponent(gid(name))}`
const coming = async (name: Case) => OpenReturns.parse((await desk.ask('GET', `/1/1/open-returns${query(name)}`)).body).returns

/** A return of so many units of each line of an order, for a reason that costs what the rules say. */
async function open(name: Case, quantities: number[], rules: object = {}) {
  const { body } = await desk.ask('GET', '/1/policy')
  await desk.ask('PUT', '/1/policy', { version: body.version, policy: { ...body.policy, returns: { ...body.policy.returns, ...rules } } }, 'ada')
  const { items, reasons } = ReturnDesk.parse((await desk.ask('GET', `/1/1/returns${query(name)}`)).body)
  const reasonId = reasons.find(({ handle }) => handle === 'too-tight')?.id ?? ''
  const lines = items.flatMap(({ id }, index) => {
    const quantity = quantities[index] ?? 0
    return quantity ? [{ itemId: id, quantity, reasonId, note: '' }] : []
  })
  await desk.run(gid(name), { do: 'return', lines, waivesFees: false })
  const [one] = await coming(name)
  if (!one) throw new Error('no return was opened')
  return one
}
type Coming = Awaited<ReturnType<typeof open>>
function taken({ id, lines }: Coming, quantities: number[], over: Partial<Extract<OrderAction, { do: 'return_process' }>> = {}) {
  const units = lines
    .map((line, index) => ({ lineId: line.id, quantity: quantities[index] ?? 0, isRestocked: true }))
    .filter(({ quantity }) => quantity > 0)
  return { do: 'return_process' as const, returnId: id, lines: units, ...over }
}
function link({ id }: Coming, over: object = {}) {
  return { do: 'return_label' as const, returnId: id, label: { by: 'link' as const, url: 'https://labels.test/1.pdf', trackingNumber: '1Z9', trackingUrl: null, ...over }, tellsCustomer: false }
}
async function later(minutes: number) {
  desk.shop.travel(minutes * MINUTE)
  await carryOutDue(desk.work())
  return (await desk.states()).at(-1)?.state
}

describe('processing a return', () => {
  it('pays for what came back, fees taken off, puts it on the shelf, and closes the return', async () => {
    const one = await open('delivered', [1], { restockingPercent: 10, labelPaidBy: 'customer', labelFeeMinor: 500 })
    expect(one).toMatchObject({ name: '#1001-R1', lines: [{ title: 'Mug', left: 1, percent: 10 }], fee: { minor: 500 } })
    // 17.45 and 1.22 of tax, less a tenth of 17.45, less 5.00 for the label.
    expect(await desk.rehearse(gid('delivered'), taken(one, [1]))).toMatchObject({ rehearsal: { money: { amount: { minor: 1192 } }, effects: [
      { is: 'received', title: 'Mug', quantity: 1, place: 'Main warehouse' },
      { is: 'fee_kept', amount: { minor: 675 } },
      { is: 'pay', amount: { minor: 1192 }, by: 'original', to: 'Visa 4242' },
      { is: 'return_closed' },
      { is: 'tells', who: 'customer' },
      { is: 'final' },
    ] } })
    expect(desk.refunds('delivered')).toEqual([])
    expect(await desk.run(gid('delivered'), taken(one, [1]))).toMatchObject({ action: { state: 'done' } })
    expect(desk.refunds('delivered')).toMatchObject([{ paid: 1192, credit: 0, notified: true, note: expect.stringMatching(/\[ref:/) }])
    expect(kept()).toMatchObject([{ status: 'CLOSED', lines: [{ processed: 1, dispositions: [{ type: 'RESTOCKED', quantity: 1 }] }] }])
    await desk.shop.settled()
    expect(desk.receipts()[1]).toMatch(/\*\*Return of #1001 processed\*\*[\s\S]*Fees the shop keeps: \$6\.75\n- \$11\.92 back to Visa 4242\n- The return is closed/)
  })

  it('in parts takes the label\'s fee once, and ends with the last part', async () => {
    const one = await open('delivered', [2], { labelPaidBy: 'customer', labelFeeMinor: 500 })
    await desk.run(gid('delivered'), taken(one, [1]))
    expect([kept()[0]?.status, (await coming('delivered'))[0]?.lines[0]?.left]).toEqual(['OPEN', 1])
    // The shop's bucket fills again.
    desk.shop.travel(MINUTE)
    await desk.run(gid('delivered'), taken(one, [1], { lines: [{ lineId: one.lines[0]?.id ?? '', quantity: 1, isRestocked: false }] }))
    expect(desk.refunds('delivered').map(({ paid }) => paid)).toEqual([1367, 1866])
    expect(kept()).toMatchObject([{ status: 'CLOSED', lines: [{ dispositions: [{ type: 'RESTOCKED' }, { type: 'NOT_RESTOCKED' }] }] }])
  })

  it('as store credit, with the shipping, is what was asked for', async () => {
    const one = await open('delivered', [1])
    await desk.run(gid('delivered'), taken(one, [1], { payBack: 'store_credit', shippingMinor: 590, tellsCustomer: false }))
    expect(desk.refunds('delivered')).toMatchObject([{ paid: 0, credit: 2457, shipping: 590, notified: false }])
  })

  it('needs a second person above the limit of refunds', async () => {
    const one = await open('delivered', [0, 1])
    expect(await desk.rehearse(gid('delivered'), taken(one, [1]))).toMatchObject({ rehearsal: { second: { because: 'sum' } } })
    expect(await desk.run(gid('delivered'), taken(one, [1]))).toMatchObject({ action: { state: 'waiting_approval' } })
    expect(desk.refunds('delivered')).toEqual([])
  })

  it.each([
    ['a return of another order', 'euro', {}, 'return_closed'],
    ['more units than are to come', 'delivered', { quantity: 2 }, 'quantity_too_large'],
    ['a line that is none of its', 'delivered', { lineId: 'gid://shopify/ReturnLineItem/1' }, 'line_not_in_order'],
  ] as const)('is refused for %s', async (_, name, over, because) => {
    const one = await open('delivered', [1])
    const lines = [{ lineId: one.lines[0]?.id ?? '', quantity: 1, isRestocked: true, ...over }]
    expect(await desk.rehearse(gid(name), taken(one, [1], { lines }))).toMatchObject({ status: 'refused', because })
  })

  it('is refused where the fees are more than the goods were worth', async () => {
    const one = await open('delivered', [1], { labelPaidBy: 'customer', labelFeeMinor: 9_900 })
    expect(await desk.rehearse(gid('delivered'), taken(one, [1]))).toMatchObject({ because: 'customer_owes', most: { minor: 8033 } })
  })

  it('is found after a lost answer, finished when it stopped before the end, and never repeated', async () => {
    const one = await open('delivered', [1])
    desk.shop.shopify.failNext({ on: 'returnProcess', dropped: true })
    expect(await desk.run(gid('delivered'), taken(one, [1]))).toMatchObject({ action: { state: 'unknown' } })
    expect([await later(1), kept()[0]?.status, desk.refunds('delivered').length]).toEqual(['done', 'CLOSED', 1])

    const other = await open('delivered', [1])
    desk.shop.shopify.failNext({ on: 'returnClose', status: 502 })
    await desk.run(gid('delivered'), taken(other, [1]))
    expect([await later(1), kept()[1]?.status, desk.refunds('delivered').length]).toEqual(['done', 'CLOSED', 2])
  })

  it('stops where somebody in the shop took the units in meanwhile', async () => {
    const one = await open('delivered', [2])
    desk.shop.shopify.failNext({ on: 'returnProcess', status: 502 })
    await desk.run(gid('delivered'), taken(one, [1]))
    const [line] = kept()[0]?.lines ?? []
    if (line) line.processed = 2
    expect([await later(3), (await desk.states()).at(-1)?.code, desk.refunds('delivered').length]).toEqual(['failed', 'return_changed', 0])
  })

  it('happens once wherever the process dies', async () => {
    const points = await dieEverywhere(desk, {
      orderId: gid('delivered'),
      begin: async () => taken(await open('delivered', [1]), [1]),
      async check(lastStep) {
        const states = (await desk.states()).map(({ state }) => state)
        const world = { states, paid: desk.refunds('delivered').map(({ paid }) => paid), status: kept()[0]?.status }
        expect({ lastStep, ...world }).toEqual({ lastStep, states: ['done'], paid: [1867], status: 'CLOSED' })
      },
    })
    expect(points).toBeGreaterThanOrEqual(12)
    expect(await desk.chainFaults()).toEqual([])
  })
})

describe('the label of a return', () => {
  it('that is there already is given to the shop once, and its address is kept for the reply', async () => {
    const one = await open('delivered', [1])
    expect(await desk.rehearse(gid('delivered'), link(one))).toMatchObject({ rehearsal: { effects: [{ is: 'label', number: '1Z9' }, { is: 'tells', who: 'nobody' }] } })
    expect(await desk.run(gid('delivered'), link(one))).toMatchObject({ action: { state: 'done', detail: 'https://labels.test/1.pdf' } })
    expect(kept()[0]?.deliveries).toMatchObject([{ labelUrl: 'https://labels.test/1.pdf', number: '1Z9', isNotified: false }])
    expect((await coming('delivered'))[0]?.label).toEqual({ url: 'https://labels.test/1.pdf', number: '1Z9' })
    expect(await desk.rehearse(gid('delivered'), link(one))).toMatchObject({ because: 'labelled_already' })
  })

  it('is uploaded as a PDF, and as nothing else', async () => {
    const send = async (body: string, name = 'ben') => desk.app.request('/order-actions/1/1/labels', { method: 'POST', body, headers: { 'authorization': `Bearer ${desk.tokens.get(name) ?? ''}`, 'content-type': 'application/pdf' } })
    const { url } = UploadedLabel.parse(await (await send(PDF)).json())
    expect(await (await desk.shop.fetch(url)).text()).toBe(PDF)
    expect(await (await send('<html>')).json()).toMatchObject({ code: 'invalid_request' })
    expect(await (await send(PDF.padEnd(5_000_001))).json()).toMatchObject({ code: 'body_too_large' })
    expect((await send(PDF, 'zoe')).status).toBe(404)
  })

  it.each([
    ['is found after a lost answer', { dropped: true }, 1],
    ['is asked for again when the first request surely did not arrive', { status: 502 }, 3],
  ])('%s', async (_, fault, minutes) => {
    const one = await open('delivered', [1])
    desk.shop.shopify.failNext({ on: 'reverseDeliveryCreateWithShipping', ...fault })
    await desk.run(gid('delivered'), link(one))
    expect([await later(minutes), kept()[0]?.deliveries.length]).toEqual(['done', 1])
  })

  it('is given once wherever the process dies', async () => {
    const points = await dieEverywhere(desk, {
      orderId: gid('delivered'),
      begin: async () => link(await open('delivered', [1])),
      async check(lastStep) {
        const states = (await desk.states()).map(({ state }) => state)
        expect({ lastStep, states, labels: kept()[0]?.deliveries.length }).toEqual({ lastStep, states: ['done'], labels: 1 })
      },
    })
    expect(points).toBeGreaterThanOrEqual(10)
  })
})
