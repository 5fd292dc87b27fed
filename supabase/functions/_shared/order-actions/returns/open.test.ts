import type { ReturnRules } from '../../../../../shared/contracts/return-action.ts'
import type { ActionOf } from '../kind.ts'
import type { Case, MoneyDesk } from '../testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ReturnDesk } from '../../../../../shared/contracts/return-action.ts'
import { carryOutDue } from '../carry-out.ts'
import { gid, openMoneyDesk } from '../testing.ts'
import { dieEverywhere } from './testing.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 60_000 })

type Line = ActionOf<'return'>['lines'][number]
const MINUTE = 60_000
let desk: MoneyDesk
beforeAll(async () => void (desk = await openMoneyDesk()), 180_000)
beforeEach(() => desk.reset())
afterAll(() => desk.shop.stack.stop())

const returns = () => desk.shop.shopify.state.returns
const see = async (name: Case) => ReturnDesk.parse((await desk.ask('GET', `/1/1/returns?id=${encodeURIComponent(gid(name))}`)).body)
const item = (name: Case, index = 0) => gid(name).replace('Order', 'FulfillmentLineItem').concat(`0${index}`)
async function reason(handle: string): Promise<string> {
  const { body } = await desk.ask('GET', '/1/return-reasons')
  return body.reasons.find((one: { handle: string }) => one.handle === handle).id
}
async function back(name: Case, handle = 'too-tight', over: Partial<Line> = {}) {
  return { do: 'return' as const, lines: [{ itemId: item(name), quantity: 1, reasonId: await reason(handle), note: '', ...over }], waivesFees: false }
}
async function setRules(over: Partial<ReturnRules>, returnDays = 60) {
  const { body } = await desk.ask('GET', '/1/policy')
  const policy = { ...body.policy, returnDays, returns: { ...body.policy.returns, ...over } }
  expect((await desk.ask('PUT', '/1/policy', { version: body.version, policy }, 'ada')).status).toBe(200)
}

describe('a return', () => {
  it('shows what can come back, since when, and why one may say so', async () => {
    const { items, reasons, hasPhoto } = await see('delivered')
    expect(items).toMatchObject([
      { title: 'Mug', quantity: 2, daysSince: 10, objections: [] },
      { title: 'Tent, Moss', quantity: 1, daysSince: 10, objections: [] },
    ])
    expect(reasons.find(({ handle }) => handle === 'defective')).toMatchObject({ needsPhoto: true, isFault: true })
    expect(hasPhoto).toBe(false)
  })

  it('is rehearsed line by line with the why, opened, and its units are on their way', async () => {
    const action = await back('delivered', 'too-tight', { note: 'Handle too small' })
    expect(await desk.rehearse(gid('delivered'), action)).toMatchObject({ rehearsal: { second: null, effects: [
      { is: 'comes_back', title: 'Mug', quantity: 1, reason: 'Too tight', percent: 0 },
      { is: 'allowed', title: 'Mug' },
      { is: 'label_free' },
      { is: 'tells', who: 'nobody' },
    ] } })
    expect(returns()).toEqual([])
    expect(await desk.run(gid('delivered'), action)).toMatchObject({ action: { state: 'done', detail: '#1001-R1' } })
    expect(returns()).toMatchObject([{ name: '#1001-R1', lines: [{ quantity: 1, note: expect.stringMatching(/^Handle too small \[ref:[0-9a-f-]{36}\]$/), percent: 0 }] }])
    await desk.shop.settled()
    expect(desk.receipts()).toEqual([expect.stringMatching(/\*\*Return of #1001 opened\*\*[\s\S]*1 × Mug comes back: Too tight/)])
    expect((await see('delivered')).items[0]).toMatchObject({ title: 'Mug', quantity: 1 })
    expect((await desk.ask('GET', `/1/1/order?id=${encodeURIComponent(gid('delivered'))}`)).body.can).toContain('return')
  })

  it('costs what the policy says, unless the shop is to blame', async () => {
    await setRules({ restockingPercent: 15, labelPaidBy: 'customer', labelFeeMinor: 540, photoReasons: [] })
    await desk.run(gid('euro'), await back('euro'))
    // 5.40 dollars are five euros.
    expect(returns()).toMatchObject([{ fee: 500, lines: [{ percent: 15 }] }])
    expect(await desk.rehearse(gid('euro'), await back('euro', 'defective'))).toMatchObject({ rehearsal: { second: null, effects: expect.arrayContaining([{ is: 'label_free' }]) } })
    const waived = { ...await back('euro'), waivesFees: true }
    expect(await desk.rehearse(gid('euro'), waived)).toMatchObject({ rehearsal: { second: { because: 'exception' }, effects: expect.arrayContaining([{ is: 'fees_waived' }]) } })
  })

  it.each([
    ['after the window', {}, 9, 'too-tight', { is: 'late', days: 10, allowed: 9 }],
    ['of a final sale', { finalTypes: ['kitchen'] }, 60, 'too-tight', { is: 'final_sale', by: 'Kitchen' }],
    ['without the photo that the reason wants', {}, 60, 'damaged', { is: 'photo' }],
    ['for a reason that a second person decides', { approvalReasons: ['too-tight'] }, 60, 'too-tight', { is: 'reason' }],
  ])('%s is an exception, which waits for a second person', async (_, rules, days, handle, why) => {
    await setRules(rules, days)
    const answer = await desk.rehearse(gid('delivered'), await back('delivered', handle), 'ada')
    expect(answer).toMatchObject({ rehearsal: { second: { role: 'supervisor', because: 'exception' }, effects: expect.arrayContaining([{ is: 'objection', title: 'Mug', why }]) } })
    expect(await desk.run(gid('delivered'), await back('delivered', handle))).toMatchObject({ action: { state: 'waiting_approval' } })
    expect(returns()).toEqual([])
  })

  it('needs no second person for damage once the customer has sent a photo', async () => {
    await desk.shop.stack.sql(`insert into public.messages (account_id, message_id, conversation_id, direction, sender_kind, attachments, created_at, source_version, source_digest)
      values (1, 900, 1, 'incoming', 'contact', '[{"kind": "image", "url": "https://x.test/1.png", "name": ""}]', now(), 1, 1)`)
    expect(await desk.rehearse(gid('delivered'), await back('delivered', 'damaged'))).toMatchObject({ rehearsal: { second: null } })
    await desk.shop.stack.sql('delete from public.messages where message_id = 900')
  })

  it.each([
    ['units that never left', 'unshipped', {}, 'not_returnable'],
    ['more units than arrived', 'partly', { quantity: 2 }, 'quantity_too_large'],
    ['a reason the shop does not have', 'delivered', { reasonId: 'gid://shopify/ReturnReasonDefinition/999' }, 'reason_unknown'],
    ['an order that is another customer\'s', 'another', {}, 'order_of_another'],
  ] as const)('is refused for %s', async (_, name, over, because) => {
    expect(await desk.rehearse(gid(name), await back(name, 'too-tight', over))).toMatchObject({ status: 'refused', because })
  })

  it('wants a word for another reason', async () => {
    expect(await desk.rehearse(gid('delivered'), await back('delivered', 'other'))).toMatchObject({ because: 'note_needed' })
    expect(await desk.rehearse(gid('delivered'), await back('delivered', 'other', { note: 'Gift' }))).toMatchObject({ status: 'ready' })
  })

  it('is looked for after a lost answer, and asked for again only when the first can no longer arrive', async () => {
    desk.shop.shopify.failNext({ on: 'returnCreate', dropped: true })
    expect(await desk.run(gid('delivered'), await back('delivered'))).toMatchObject({ action: { state: 'unknown' } })
    desk.shop.travel(MINUTE)
    await carryOutDue(desk.work())
    expect([await desk.states(), returns().length]).toMatchObject([[{ state: 'done' }], 1])

    desk.shop.shopify.failNext({ on: 'returnCreate', status: 502 })
    await desk.run(gid('delivered'), await back('delivered'))
    desk.shop.travel(MINUTE)
    await carryOutDue(desk.work())
    expect([(await desk.states()).at(-1)?.state, returns().length]).toEqual(['unknown', 1])
    desk.shop.travel(2 * MINUTE)
    await carryOutDue(desk.work())
    expect([(await desk.states()).at(-1)?.state, returns().length]).toEqual(['done', 2])
  })

  it('is opened once wherever the process dies', async () => {
    const points = await dieEverywhere(desk, {
      orderId: gid('delivered'),
      begin: async () => back('delivered'),
      async check(lastStep) {
        const states = (await desk.states()).map(({ state }) => state)
        expect({ lastStep, states, returns: returns().length, receipts: desk.receipts().length })
          .toEqual({ lastStep, states: ['done'], returns: 1, receipts: 1 })
      },
    })
    expect(points).toBeGreaterThanOrEqual(10)
    expect(await desk.chainFaults()).toEqual([])
  })

  it('is the account\'s own', async () => {
    expect(await desk.ask('GET', `/1/1/returns?id=${encodeURIComponent(gid('delivered'))}`, undefined, 'zoe')).toMatchObject({ status: 404 })
    expect(await desk.ask('GET', '/1/return-reasons', undefined, 'zoe')).toMatchObject({ status: 404 })
    expect((await desk.ask('GET', '/1/return-reasons', undefined, 'nobody')).status).toBe(401)
  })
})
