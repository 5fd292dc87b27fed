import type { Order } from '../contracts/order.ts'
import { describe, expect, it } from 'vitest'
import { suggestOrder } from './suggest-order.ts'

function order(name: string, over: Partial<Order> = {}): Order {
  return {
    id: `gid://shopify/Order/${name}`,
    name,
    createdAt: 0,
    updatedAt: 0,
    cancelledAt: null,
    payment: 'paid',
    fulfilment: 'in_transit',
    returnState: 'none',
    total: { minor: 1000, currency: 'USD' },
    refunded: { minor: 0, currency: 'USD' },
    lines: [],
    moreLines: 0,
    shipments: [],
    shippingAddress: null,
    note: '',
    tags: [],
    adminUrl: 'https://admin.shopify.com/store/acme/orders/1',
    ...over,
  }
}
const delivered = order('#1003', { fulfilment: 'delivered' })
const cancelled = order('#1002', { fulfilment: 'cancelled', cancelledAt: 1 })
const open = order('#1001')

describe('suggestOrder', () => {
  it('takes the order that the text names', () => {
    expect(suggestOrder([delivered, cancelled, open], ['1002'])).toEqual({ orderId: cancelled.id, because: 'number_in_text' })
  })

  it('believes the last of two named orders, as people correct themselves', () => {
    expect(suggestOrder([delivered, cancelled, open], ['1003', '1001'])).toEqual({ orderId: open.id, because: 'number_in_text' })
  })

  it('takes the latest that is still on its way when the number is not theirs', () => {
    expect(suggestOrder([delivered, cancelled, open], ['9999'])).toEqual({ orderId: open.id, because: 'latest_open' })
  })

  it('takes the latest when everything has arrived', () => {
    expect(suggestOrder([delivered, cancelled], [])).toEqual({ orderId: delivered.id, because: 'latest' })
  })

  it('suggests nothing without orders', () => {
    expect(suggestOrder([], ['1001'])).toBeNull()
  })
})
