import type { SupabaseClient } from '@supabase/supabase-js'
import type { MoneyDesk } from '../testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createEasyPostStandIn } from '../../../../../local/standins/labels/easypost.ts'
import { createShippoStandIn } from '../../../../../local/standins/labels/shippo.ts'
import { OpenReturns, ReturnDesk } from '../../../../../shared/contracts/return-action.ts'
import { carryOutDue } from '../carry-out.ts'
import { gid, openMoneyDesk } from '../testing.ts'
import { dieEverywhere } from './testing.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 120_000 })

const MINUTE = 60_000
const KEY = 'label_key_for_tests'
const SHIPPO = createShippoStandIn(KEY)
const EASYPOST = createEasyPostStandIn(KEY)
const SELLERS = { shippo: { standIn: SHIPPO, buy: 'POST /transactions/' }, easypost: { standIn: EASYPOST, buy: '/buy' } }
type Seller = keyof typeof SELLERS
const HOME = { name: 'Returns', street1: '9 Dock Rd', street2: '', city: 'Reno', state: 'NV', zip: '89501', country: 'US', phone: '', email: '' }
const PARCEL = { grams: 900, lengthCm: 30, widthCm: 20, heightCm: 10 }

let desk: MoneyDesk
beforeAll(async () => {
  desk = await openMoneyDesk()
  Object.assign(desk.shop.vendors, { 'https://api.goshippo.com': SHIPPO, 'https://api.easypost.com': EASYPOST })
}, 180_000)
beforeEach(() => reset())
afterAll(() => desk.shop.stack.stop())

async function reset() {
  await desk.reset()
  SHIPPO.reset()
  EASYPOST.reset()
}
const settings = (provider: Seller | 'none') => ({ provider, returnAddress: HOME, parcel: PARCEL })
async function sell(by: Seller | 'none', apiKey: string | null = KEY, name = 'ada') {
  const { body: { version = 0 } } = await desk.ask('GET', '/1/label-settings', undefined, 'ada')
  return desk.ask('PUT', '/1/label-settings', { version, settings: settings(by), ...apiKey && { apiKey } }, name)
}
async function open() {
  const query = `?id=${encodeURIComponent(gid('delivered'))}`
  const { items: [item], reasons } = ReturnDesk.parse((await desk.ask('GET', `/1/1/returns${query}`)).body)
  const reasonId = reasons.find(({ handle }) => handle === 'too-tight')?.id ?? ''
  await desk.run(gid('delivered'), { do: 'return', lines: [{ itemId: item?.id ?? '', quantity: 1, reasonId, note: '' }], waivesFees: false })
  // Nobody buys a label in the second of its return; the shop's points come back meanwhile.
  desk.shop.travel(MINUTE)
  const { returns: [one], buys } = OpenReturns.parse((await desk.ask('GET', `/1/1/open-returns${query}`)).body)
  return { returnId: one?.id ?? '', buys }
}
const label = ({ returnId }: { returnId: string }) => ({ do: 'return_label' as const, returnId, label: { by: 'buy' as const, ...PARCEL }, tellsCustomer: false })
const deliveries = () => desk.shop.shopify.state.returns[0]?.deliveries ?? []
async function later(minutes: number) {
  desk.shop.travel(minutes * MINUTE)
  await carryOutDue(desk.work())
  return (await desk.states()).at(-1)?.state
}

describe.each<Seller>(['shippo', 'easypost'])('a label of %s', (name) => {
  const { standIn, buy } = SELLERS[name]

  it('is offered at the lowest price, bought once it is confirmed, and kept by the shop', async () => {
    expect(await sell(name)).toMatchObject({ status: 200, body: { hasKey: true } })
    const one = await open()
    expect(one.buys).toEqual(PARCEL)
    const answer = await desk.rehearse(gid('delivered'), label(one))
    expect(answer).toMatchObject({ rehearsal: { money: null, effects: [{ is: 'label_bought', carrier: 'USPS', cost: { minor: 758, currency: 'USD' } }, { is: 'tells' }] } })
    expect(standIn.bought()).toBe(0)
    const placed = await desk.run(gid('delivered'), label(one))
    expect(placed).toMatchObject({ action: { state: 'done', detail: expect.stringContaining('http://shopify.test/staged/') } })
    expect([standIn.bought(), deliveries()]).toMatchObject([1, [{ number: expect.stringMatching(/./), url: expect.stringContaining('https://track') }]])
    expect(await (await desk.shop.fetch(deliveries()[0]?.labelUrl ?? '')).text()).toContain('%PDF-')
  })

  it.each([
    ['whose answer was lost', { dropped: true }, 1],
    ['that surely did not happen', { status: 502 }, 3],
  ])('is bought once after a purchase %s', async (_, mishap, minutes) => {
    await sell(name)
    const one = await open()
    standIn.failNext({ on: buy, ...mishap })
    expect(await desk.run(gid('delivered'), label(one))).toMatchObject({ action: { state: 'unknown' } })
    expect([await later(minutes), standIn.bought(), deliveries().length]).toEqual(['done', 1, 1])
  })

  it('is given back when the shop does not take it', async () => {
    await sell(name)
    const one = await open()
    const seen = await desk.rehearse(gid('delivered'), label(one))
    if (seen.status !== 'ready') throw new Error(seen.because)
    standIn.failNext({ on: buy, dropped: true })
    await desk.confirm(seen.rehearsal, label(one))
    for (const kept of desk.shop.shopify.state.returns) kept.status = 'CLOSED'
    for (let round = 0; round < 3; round++) await later(3)
    expect([(await desk.states()).at(-1)?.state, standIn.bought(), standIn.givenBack(), deliveries().length]).toEqual(['failed', 1, 1, 0])
  })

  it('is bought once wherever the process dies', async () => {
    await sell(name)
    const points = await dieEverywhere(desk, {
      orderId: gid('delivered'),
      begin: async () => label(await open()),
      again: () => standIn.reset(),
      async check(lastStep) {
        const states = (await desk.states()).map(({ state }) => state)
        expect({ lastStep, states, bought: standIn.bought(), labels: deliveries().length }).toEqual({ lastStep, states: ['done'], bought: 1, labels: 1 })
      },
    })
    expect(points).toBeGreaterThanOrEqual(14)
  })
})

describe('buying labels', () => {
  it('needs somebody who sells, and ends at the policy\'s limit', async () => {
    await sell('none', null)
    expect(await desk.rehearse(gid('delivered'), label(await open()))).toMatchObject({ because: 'no_label_provider' })
    await sell('shippo')
    const { body } = await desk.ask('GET', '/1/policy')
    await desk.ask('PUT', '/1/policy', { version: body.version, policy: { ...body.policy, returns: { ...body.policy.returns, labelMostMinor: 700 } } }, 'ada')
    desk.shop.travel(MINUTE)
    expect(await desk.rehearse(gid('delivered'), label(await open()))).toMatchObject({ because: 'label_too_dear', most: { minor: 700 } })
  })

  it('is set up by an admin, with a key that the provider takes and nobody reads back', async () => {
    expect(await sell('shippo', 'another_key')).toMatchObject({ status: 502, body: { code: 'label_refused', detail: 'Invalid token' } })
    expect(await sell('shippo', KEY, 'ben')).toMatchObject({ status: 403 })
    await sell('shippo')
    // The key of one provider is none of another's.
    expect(await sell('easypost', null)).toMatchObject({ status: 400 })
    expect(await desk.ask('PUT', '/1/label-settings', { version: 0, settings: settings('shippo') }, 'ada')).toMatchObject({ status: 409, body: { code: 'labels_changed' } })
    expect(JSON.stringify((await desk.ask('GET', '/1/label-settings', undefined, 'ada')).body)).not.toContain(KEY)
    expect(await desk.ask('GET', '/1/label-settings', undefined, 'zoe')).toMatchObject({ status: 404 })
    expect((await desk.ask('GET', '/1/label-settings', undefined, 'nobody')).status).toBe(401)
    const rows = await desk.shop.stack.sql(`select 1 from public.account_secrets where kind = 'label_api_key' and ciphertext not like '%${KEY}%'`)
    expect(rows).toHaveLength(1)
    // Where goods come back to: the account's people see it, nobody else does, and nobody writes it past the door.
    const seen = async (client: SupabaseClient) => (await client.from('label_settings').select('version')).data?.length ?? 'refused'
    const [ben, zoe] = [await desk.shop.stack.userClient('ben@shop.test'), await desk.shop.stack.userClient('zoe@other.test')]
    expect([await seen(ben.client), await seen(zoe.client), await seen(desk.shop.stack.anonymousClient())]).toEqual([1, 0, 'refused'])
    expect((await ben.client.from('label_settings').update({ version: 9 }).eq('account_id', 1)).error).not.toBeNull()
    await sell('none', null)
    expect(await desk.shop.stack.sql(`select 1 from public.account_secrets where kind = 'label_api_key'`)).toEqual([])
  })
})
