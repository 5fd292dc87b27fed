import type { MoneyDesk } from '../_shared/order-actions/testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { OrderStock } from '../../../shared/contracts/order-stock.ts'
import { gid, openMoneyDesk } from '../_shared/order-actions/testing.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

let desk: MoneyDesk
beforeAll(async () => {
  desk = await openMoneyDesk()
}, 60_000)
beforeEach(() => desk.reset())
afterAll(() => desk.shop.stack.stop())

const ask = async (id: string, name = 'ben') => desk.ask('GET', `/1/1/stock?id=${encodeURIComponent(id)}`, undefined, name)
const stock = async () => OrderStock.parse((await ask(gid('delivered'))).body).lines.map(({ title, state, stock: places }) => ({ title, state, places }))

describe('the stock of an order', () => {
  it('is told line by line and place by place, and changes with what is sent again', async () => {
    const tent = { title: 'Tent, Moss', state: 'counted', places: [{ place: 'Main warehouse', available: 3 }, { place: 'East warehouse', available: 0 }] }
    expect(await stock()).toEqual([
      { title: 'Mug', state: 'counted', places: [{ place: 'Main warehouse', available: 9 }, { place: 'East warehouse', available: 0 }] },
      tent,
    ])
    const { body } = await ask(gid('delivered'))
    const [mug] = OrderStock.parse(body).lines
    await desk.run(gid('delivered'), { do: 'replace', lines: [{ lineId: mug?.id ?? '', quantity: 2 }] })
    expect(await stock()).toMatchObject([{ places: [{ available: 7 }, { available: 0 }] }, tent])
  })

  it('is nobody\'s whose order it is not', async () => {
    expect(await ask(gid('another'))).toMatchObject({ status: 404, body: { code: 'order_not_found' } })
    expect((await ask(gid('delivered'), 'zoe')).status).toBe(404)
    expect((await ask(gid('delivered'), 'nobody')).status).toBe(401)
  })

  it('is refused with the reason where the app may not read it', async () => {
    desk.shop.shopify.setScope('read_inventory', false)
    expect(await ask(gid('delivered'))).toMatchObject({ body: { code: 'shopify_refused' } })
    desk.shop.shopify.setScope('read_inventory', true)
  })
})
