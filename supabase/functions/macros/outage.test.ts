import type { MacroStep } from '../../../shared/contracts/macro.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openMacroDesk, orderStep } from './money-testing.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 60_000 })

const SECOND = 1_000
const MINUTE = 60 * SECOND
const GOODWILL = orderStep({ do: 'refund', amountMinor: 700 }, { reason: 'Goodwill' })
const WAIT: MacroStep = { do: 'wait', minutes: 5 }
const NOTE: MacroStep = { do: 'add_note', text: 'About {{order.name}}' }

let desk: Awaited<ReturnType<typeof openMacroDesk>>
beforeAll(async () => {
  desk = await openMacroDesk()
}, 60_000)
beforeEach(async () => desk.reset())
afterAll(async () => desk.shop.stack.stop())

/** The shop answers nothing for a while. */
async function withoutShop(how: { status: number }, then: () => Promise<void>) {
  for (let time = 0; time < 500; time++) desk.shop.shopify.failNext(how)
  await then()
  desk.shop.shopify.clearFaults()
}
/** The run sleeps, and what was remembered of the shop is too old by then. */
async function sleep(steps: MacroStep[]) {
  await desk.start(await desk.store([WAIT, ...steps]))
  await desk.shop.settled()
  desk.shop.travel(20 * MINUTE)
  await desk.shop.stack.sql('delete from public.shop_views')
}

describe('a run in the middle of which the shop does not answer', () => {
  it.each([
    ['is too busy', { status: 429 }],
    ['is down', { status: 503 }],
  ])('goes on when it is back, and pays once: the shop %s', async (_, how) => {
    await sleep([GOODWILL])
    await withoutShop(how, async () => desk.ticks(6, 5 * SECOND))
    expect(await desk.latest()).toMatchObject({ state: expect.stringMatching(/running|waiting/), change: null })
    expect(desk.refunds('delivered')).toEqual([])
    await desk.ticks(3)
    expect((await desk.latest()).state).toBe('done')
    expect(desk.refunds('delivered').map(({ paid }) => paid)).toEqual([700])
  })

  it('ends with the reason at once when the shop refuses', async () => {
    await sleep([GOODWILL])
    await withoutShop({ status: 403 }, async () => desk.ticks(2, 5 * SECOND))
    expect(await desk.latest()).toMatchObject({ state: 'failed', code: 'shopify_refused' })
    expect(desk.refunds('delivered')).toEqual([])
  })

  it('takes no branch of an order that could not be read for one without', async () => {
    const branch: MacroStep = { do: 'if', match: 'all', conditions: [{ on: 'order', isKnown: true }], then: [NOTE], otherwise: [{ do: 'add_note', text: 'No order' }] }
    await sleep([branch])
    await withoutShop({ status: 503 }, async () => desk.ticks(4, 5 * SECOND))
    expect((await desk.latest()).change).toBeNull()
    await desk.ticks(3)
    expect((await desk.latest()).state).toBe('done')
    expect(desk.receipts()).toContainEqual('About #1001')
  })

  it('ends with the reason when the shop stays away, without having paid, and can be tried again', async () => {
    await sleep([GOODWILL])
    await withoutShop({ status: 503 }, async () => desk.ticks(12, 3 * MINUTE))
    const { id, state, code } = await desk.latest()
    expect([state, code]).toEqual(['failed', 'shopify_unreachable'])
    expect(desk.refunds('delivered')).toEqual([])
    expect((await desk.ask('POST', `/runs/${id}/retry`)).status).toBe(202)
    await desk.ticks(3)
    expect((await desk.latest()).state).toBe('done')
    expect(desk.refunds('delivered').map(({ paid }) => paid)).toEqual([700])
  })
})
