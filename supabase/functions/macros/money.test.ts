import type { MacroStep } from '../../../shared/contracts/macro.ts'
import type { Case } from '../_shared/order-actions/testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createShippoStandIn } from '../../../local/standins/labels/shippo.ts'
import { shippedMacros } from '../../../shared/macros/shipped.ts'
import { gid, lineOf } from '../_shared/order-actions/testing.ts'
import { openMacroDesk, orderStep } from './money-testing.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 60_000 })

let desk: Awaited<ReturnType<typeof openMacroDesk>>
beforeAll(async () => {
  desk = await openMacroDesk()
}, 240_000)
beforeEach(() => desk.reset())
afterAll(async () => desk.shop.stack.stop())

const say = (en: string): MacroStep => ({ do: 'send_message', texts: { en } })
const goodwill = (amountMinor: number) => orderStep({ do: 'refund', amountMinor, tellsCustomer: false })
const KEY = 'label_key_for_tests'
const STAYS = {
  lines: [{ lineId: lineOf('delivered', 0), quantity: 1 }],
  goods: 'No, they stay with the customer',
  gets: 'To what was paid with',
  cause: 'Something else',
  why: 'Broken',
}
const paid = () => desk.refunds('delivered').map(refund => refund.paid)
function shipped(name: 'refund_return' | 'goodwill_code') {
  const found = shippedMacros('en', null).find(one => one.shipped === name)
  if (!found) throw new Error(name)
  return found.definition
}

describe('a macro that does something with the order', () => {
  it('shows what the order card would show, and does nothing', async () => {
    const { plan, canRun } = await desk.rehearseMacro(await desk.store([goodwill(700), say('{{refund.amount}} back')]))
    const card = await desk.rehearse(gid('delivered'), { do: 'refund', amountMinor: 700, tellsCustomer: false })
    expect(plan.steps[0]?.action?.answer).toEqual({ ...card, rehearsal: { ...card.status === 'ready' && card.rehearsal, asOf: expect.any(Number) } })
    expect([plan.steps[1]?.text, canRun, paid()]).toEqual(['$7.00 back', true, []])
  })

  it('pays once, tells the customer once, and says so in its receipt', async () => {
    const id = await desk.store([goodwill(700), say('{{refund.amount}} back for {{order.name}}')])
    const key = crypto.randomUUID()
    const answers = await Promise.all([desk.start(id, { key }), desk.start(id, { key })])
    expect(answers.map(({ status }) => status)).toEqual([202, 202])
    await desk.shop.settled()
    expect([paid(), desk.said(), (await desk.latest()).state]).toEqual([[700], ['$7.00 back for #1001'], 'done'])
    expect(desk.receipts().find(text => text.startsWith('Macro'))).toContain('✓ With the order: Refund for #1001: $7.00')
    expect(await desk.chainFaults()).toEqual([])
  })

  it('refunds the lines that the agent chose, by the macro that ships', async () => {
    const { steps, inputs } = shipped('refund_return')
    const answers = { ...STAYS, lines: [{ lineId: lineOf('unshipped', 0), quantity: 1 }] }
    const id = await desk.store(steps, { inputs })
    const { plan } = await desk.rehearseMacro(id, { inputs: answers, orderId: gid('unshipped') })
    expect(plan.steps[0]?.action?.answer).toMatchObject({ status: 'ready', rehearsal: { money: { amount: { minor: 1800 } } } })
    await desk.start(id, { inputs: answers, orderId: gid('unshipped') })
    await desk.ticks(2)
    expect(desk.refunds('unshipped').map(refund => refund.paid)).toEqual([1800])
    expect(desk.said()).toEqual([expect.stringContaining('we have refunded $18.00 for order #1002')])
  })

  it.each<[string, object, object]>([
    ['store credit', { gets: 'Store credit' }, { kind: 'refund' }],
    ['the same goods again', { gets: 'The same goods again' }, { kind: 'replace' }],
  ])('gives %s for what stays with the customer, by the macro that ships', async (_, over, action) => {
    const { steps, inputs } = shipped('refund_return')
    const id = await desk.store(steps, { inputs })
    const { canRun, plan } = await desk.rehearseMacro(id, { inputs: { ...STAYS, ...over } })
    expect([canRun, plan.steps[0]?.action?.answer]).toMatchObject([true, { rehearsal: action }])
    await desk.start(id, { inputs: { ...STAYS, ...over } })
    await desk.ticks(3)
    expect([(await desk.latest()).state, desk.said().length]).toEqual(['done', 1])
  })

  it('opens a return with its label for what comes back, and tells the customer how to send it', async () => {
    const { steps, inputs } = shipped('refund_return')
    const id = await desk.store(steps, { inputs })
    const answers = { ...STAYS, goods: 'Yes, they come back', label: 'https://labels.example/1.pdf' }
    const { plan, canRun } = await desk.rehearseMacro(id, { inputs: answers })
    expect(plan.steps[0]?.action?.answer).toMatchObject({ rehearsal: { effects: [{ is: 'comes_back', title: 'Mug', reason: 'Other' }, { is: 'allowed' }, { is: 'label_free' }, {}] } })
    expect([canRun, plan.steps.map(({ act }) => act.do)]).toEqual([true, ['order_action', 'order_action', 'send_message', 'add_note', 'add_labels', 'set_status']])
    desk.shop.travel(60_000)
    await desk.start(id, { inputs: answers })
    await desk.ticks(6)
    const { state, steps: done } = await desk.latest()
    expect([state, done.flatMap(({ code }) => code ?? [])]).toEqual(['done', []])
    const [opened] = desk.shop.shopify.state.returns
    expect(opened).toMatchObject({ name: '#1001-R1', lines: [{ quantity: 1, note: expect.stringMatching(/^Broken \[ref:/) }] })
    expect(opened?.deliveries).toHaveLength(1)
    expect(desk.said()).toEqual([expect.stringMatching(/1 × Mug from order #1001[\s\S]*https:\/\/labels\.example\/1\.pdf[\s\S]*#1001-R1/)])
    expect(paid()).toEqual([])
  })

  it('wants a label that is one, or an address, before a return is opened', async () => {
    const { steps, inputs } = shipped('refund_return')
    const id = await desk.store(steps, { inputs })
    const holes = async (over: object, name: Case = 'delivered') => {
      // The shop lets one ask for so much at a time.
      desk.shop.travel(60_000)
      const { plan } = await desk.rehearseMacro(id, { inputs: { ...STAYS, goods: 'Yes, they come back', ...over }, orderId: gid(name) })
      return plan.steps.flatMap(step => step.holes)
    }
    expect(await holes({ label: 'not a link' })).toEqual([{ because: 'part', value: 'label.url' }])
    expect(await holes({})).toEqual([{ because: 'value', value: 'inputs.address' }])
    expect(await holes({ address: '9 Dock Rd' })).toEqual([])
    expect(await holes({ address: '9 Dock Rd', lines: [{ lineId: lineOf('unshipped', 0), quantity: 1 }] }, 'unshipped')).toEqual([{ because: 'refused', value: 'not_returnable' }])
    expect(await holes({ address: '9 Dock Rd', lines: [{ lineId: lineOf('delivered', 0), quantity: 3 }] })).toEqual([{ because: 'refused', value: 'quantity_too_large' }])
    expect(await desk.states()).toEqual([])
  })

  it('buys the label where the shop buys labels', async () => {
    const seller = createShippoStandIn(KEY)
    Object.assign(desk.shop.vendors, { 'https://api.goshippo.com': seller })
    const home = { name: 'Returns', street1: '9 Dock Rd', city: 'Reno', state: 'NV', zip: '89501', country: 'US' }
    const parcel = { grams: 900, lengthCm: 30, widthCm: 20, heightCm: 10 }
    const saved = await desk.order('PUT', '/1/label-settings', { version: 0, settings: { provider: 'shippo', returnAddress: home, parcel }, apiKey: KEY }, 'ada')
    expect(saved.status).toBe(200)
    const { steps, inputs } = shipped('refund_return')
    const id = await desk.store(steps, { inputs })
    expect(await desk.start(id, { inputs: { ...STAYS, goods: 'Yes, they come back' } })).toMatchObject({ status: 202 })
    await desk.ticks(6)
    const { state, steps: done } = await desk.latest()
    const url = done[1]?.became?.detail
    expect([state, desk.shop.shopify.state.returns[0]?.deliveries.length, url]).toEqual(['done', 1, expect.stringMatching(/label\.pdf$/)])
    expect(desk.said()).toEqual([expect.stringContaining(url ?? '-')])
    await desk.shop.stack.sql('delete from public.label_settings')
  })

  it('sends the code that the shop made, by the macro that ships', async () => {
    const { steps, inputs } = shipped('goodwill_code')
    const answers = { percent: 15, why: 'Late' }
    const id = await desk.store(steps, { inputs })
    const { plan } = await desk.rehearseMacro(id, { inputs: answers })
    expect(plan.steps[1]?.text).toContain('With the code ‹discount.code› you get 15 %')
    await desk.start(id, { inputs: answers })
    await desk.ticks(2)
    const [code] = await desk.shop.stack.sql<{ detail: string }>('select detail from public.order_actions')
    expect(desk.said()).toEqual([expect.stringContaining(`With the code ${code?.detail} you get 15 %`)])
  })

  it.each<[string, object, string]>([
    ['more than is left', { do: 'refund', amountMinor: 9_999_999 }, 'amount_too_large'],
    ['what has left the house', { do: 'cancel', because: 'customer' }, 'already_shipped'],
    ['a percentage above the policy', { do: 'discount', off: { by: 'percent', percent: 80 } }, 'percent_too_large'],
  ])('refuses %s with the reason, and nothing is begun', async (_, action, because) => {
    const id = await desk.store([orderStep({ ...action }), say('Done')])
    const { plan, canRun } = await desk.rehearseMacro(id)
    expect([canRun, plan.steps[0]?.holes]).toEqual([false, [{ because: 'refused', value: because }]])
    expect(await desk.start(id)).toMatchObject({ status: 422, body: { code: 'macro_incomplete' } })
  })

  it('waits for the second person, and goes on when they agree', async () => {
    const id = await desk.store([goodwill(6_000), say('{{refund.amount}} back')])
    await desk.start(id)
    await desk.ticks(1)
    expect(await desk.latest()).toMatchObject({ state: 'waiting', steps: [{ state: 'pending', became: { state: 'waiting_approval' } }, { state: 'todo' }] })
    expect(paid()).toEqual([])
    await desk.decide(true)
    await desk.ticks(3)
    expect([(await desk.latest()).state, paid(), desk.said()]).toEqual(['done', [6_000], ['$60.00 back']])
  })

  it('is not paused by a runner who looks late, at what another has begun', async () => {
    await desk.start(await desk.store([goodwill(6_000), say('Done')]))
    await desk.ticks(1)
    const { id } = await desk.latest()
    const late = await desk.shop.stack.sql<{ paused: boolean }>(`select public.pause_macro_run($1, 0, true, '{}', '[]') as paused`, [id])
    expect([late, (await desk.latest()).state]).toEqual([[{ paused: false }], 'waiting'])
    await desk.decide(false)
    await desk.ticks(2)
  })

  it('ends when they do not', async () => {
    await desk.start(await desk.store([goodwill(6_000), say('Done')]))
    await desk.ticks(1)
    await desk.decide(false)
    await desk.ticks(2)
    expect([(await desk.latest()).state, paid(), desk.said()]).toEqual(['refused', [], []])
  })

  it('takes back what the shop was not asked for when it is stopped', async () => {
    await desk.start(await desk.store([goodwill(6_000), say('Done')]))
    await desk.ticks(1)
    const { id } = await desk.latest()
    expect((await desk.ask('POST', `/runs/${id}/stop`)).body).toMatchObject({ state: 'stopped' })
    await desk.ticks(3)
    expect([await desk.states(), paid(), desk.said()]).toEqual([[{ state: 'stopped', code: 'stopped' }], [], []])
  })

  it('goes on after the shop has refused, and pays once', async () => {
    desk.shop.shopify.failNext({ on: 'refundCreate', status: 403 })
    await desk.start(await desk.store([goodwill(700), say('{{refund.amount}} back')]))
    await desk.ticks(1)
    const failed = await desk.latest()
    expect(failed).toMatchObject({ state: 'failed', steps: [{ state: 'failed', code: 'shopify_refused' }, { state: 'todo' }] })
    await Promise.all([desk.ask('POST', `/runs/${failed.id}/retry`), desk.ask('POST', `/runs/${failed.id}/retry`)])
    await desk.ticks(3)
    expect([(await desk.latest()).state, paid(), desk.said()]).toEqual(['done', [700], ['$7.00 back']])
  })

  it('never asks again for what may have been done', async () => {
    desk.shop.shopify.failNext({ on: 'refundCreate', dropped: true })
    await desk.start(await desk.store([goodwill(700), say('{{refund.amount}} back')]))
    await desk.shop.settled()
    const { id } = await desk.latest()
    expect(await desk.ask('POST', `/runs/${id}/retry`)).toMatchObject({ status: 404 })
    await desk.ticks(4)
    expect([(await desk.latest()).state, paid(), desk.said()]).toEqual(['done', [700], ['$7.00 back']])
  })

  it('does not send a text whose value never came', async () => {
    const id = await desk.store([orderStep({ do: 'discount', off: { by: 'percent', percent: 10 } }), say('{{discount.code}}')])
    await desk.start(id)
    await desk.shop.settled()
    const { id: runId } = await desk.latest()
    await desk.shop.stack.sql(`update public.order_actions set detail = null`)
    await desk.shop.stack.sql(`delete from public.macro_run_steps where index = 1`)
    await desk.shop.stack.sql(`update public.macro_runs set state = 'running', finished_at = null where id = $1`, [runId])
    const before = desk.said().length
    await desk.shop.stack.sql(`insert into public.jobs (account_id, kind, payload, run_at) values (1, 'run_macro', jsonb_build_object('runId', $1::text), now())`, [runId])
    await desk.ticks(1)
    expect(await desk.latest()).toMatchObject({ state: 'failed', steps: [{ state: 'done' }, { state: 'failed', code: 'value_missing' }] })
    expect(desk.said()).toHaveLength(before)
  })
})

describe('a run that has paused', () => {
  const ship = async () => desk.shop.stack.sql('delete from public.shop_views')
  const wait: MacroStep = { do: 'wait', minutes: 5 }
  const goOn = async (digest: string | null) => desk.ask('POST', `/runs/${(await desk.latest()).id}/go-on`, { digest })

  it('goes on where nothing that it stands on has changed', async () => {
    await desk.start(await desk.store([{ do: 'add_note', text: 'first' }, wait, goodwill(700), say('{{refund.amount}} back for {{order.name}}')]))
    await desk.ticks(6)
    expect([(await desk.latest()).state, paid(), desk.said()]).toEqual(['done', [700], ['$7.00 back for #1001']])
  })

  it('shows what is different of the order, and pays only what somebody agreed to', async () => {
    await desk.start(await desk.store([wait, goodwill(700), say('{{refund.amount}} back')]))
    await desk.ticks(1)
    await desk.run(gid('delivered'), { do: 'refund', amountMinor: 500, tellsCustomer: false })
    await ship()
    await desk.ticks(4)
    const paused = await desk.latest()
    expect(paused).toMatchObject({ state: 'changed', change: { canRun: true, facts: expect.arrayContaining([expect.objectContaining({ fact: 'left' })]) } })
    expect([paid(), desk.said()]).toEqual([[500], []])
    expect(await goOn('another')).toMatchObject({ status: 409, body: { code: 'macro_changed' } })
    expect((await goOn(paused.change?.digest ?? '')).status).toBe(202)
    await desk.ticks(3)
    expect([(await desk.latest()).state, paid(), desk.said()]).toEqual(['done', [500, 700], ['$7.00 back']])
  })

  it('asks when its first word was of an order that has changed, and can be ended there', async () => {
    await desk.start(await desk.store([{ do: 'ask_approval', neededRole: 'supervisor', dueMinutes: 60, text: 'May I?' }, goodwill(700), say('Done')]))
    await desk.ticks(1)
    await desk.run(gid('delivered'), { do: 'refund', amountMinor: 500, tellsCustomer: false })
    await desk.decide(true)
    await desk.ticks(2)
    const { id, state } = await desk.latest()
    expect(state).toBe('changed')
    expect((await desk.ask('POST', `/runs/${id}/stop`)).body).toMatchObject({ state: 'stopped', change: null })
    await desk.ticks(2)
    expect([paid(), desk.said()]).toEqual([[500], []])
  })

  it('takes another way where a branch is decided otherwise by now, after another look', async () => {
    const branch: MacroStep = { do: 'if', match: 'all', conditions: [{ on: 'label', anyOf: ['hot'] }], then: [say('Hot')], otherwise: [say('Cold')] }
    await desk.start(await desk.store([wait, branch]))
    await desk.ticks(1)
    const talk = desk.shop.chatwoot.state.conversations.find(({ id }) => id === 1)
    Object.assign(talk ?? {}, { labels: ['hot'] })
    await desk.ticks(4)
    const paused = await desk.latest()
    expect(paused).toMatchObject({ state: 'changed', change: { facts: [{ fact: 'labels', after: 'hot' }] } })
    Object.assign(talk ?? {}, { labels: [] })
    await goOn(null)
    await desk.ticks(2)
    expect([(await desk.latest()).state, desk.said()]).toEqual(['done', ['Cold']])
  })
})
