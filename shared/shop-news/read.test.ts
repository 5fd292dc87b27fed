import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ShopDelivery, ShopTopic } from '../contracts/shop-news.ts'
import { readShopNews } from './read.ts'
import { audibleTopics, topicName } from './topics.ts'

const ORDER = 'gid://shopify/Order/5001'
const read = (topic: ShopTopic, body: unknown) => readShopNews(topic, ShopDelivery.parse(body))

describe('readShopNews', () => {
  it.each([
    ['orders/updated', { id: 5001, admin_graphql_api_id: ORDER, updated_at: '2026-11-26T08:00:00Z' }],
    ['orders/cancelled', { id: 5001 }],
    ['orders/edited', { order_edit: { id: 7, order_id: 5001, app_id: 1 } }],
    ['refunds/create', { id: 9, admin_graphql_api_id: 'gid://shopify/Refund/9', order_id: 5001, note: 'x' }],
    ['order_transactions/create', { id: 9, order_id: 5001, kind: 'refund', status: 'failure', admin_graphql_api_id: 'gid://shopify/OrderTransaction/9' }],
    ['returns/approve', { id: 3, admin_graphql_api_id: 'gid://shopify/Return/3', order: { id: 5001, admin_graphql_api_id: ORDER } }],
    ['fulfillments/create', { id: 4, order_id: 5001, tracking_number: '1Z' }],
  ] as const)('finds the order in %s', (topic, body) => {
    expect(read(topic, body)).toMatchObject({ order: ORDER, fulfilmentOrder: null, subjects: [ORDER] })
  })

  it('finds who ordered, by their id, and a guest by their address', () => {
    expect(read('orders/create', { id: 5001, email: 'Maya@Example.com', customer: { id: 12, first_name: 'Maya' } })).toEqual({
      order: ORDER,
      fulfilmentOrder: null,
      subjects: [ORDER, 'gid://shopify/Customer/12'],
      email: 'maya@example.com',
    })
  })

  it('follows a hold by its fulfilment order, which is all that its delivery names', () => {
    expect(read('fulfillment_orders/placed_on_hold', { fulfillment_order: { id: 'gid://shopify/FulfillmentOrder/8', status: 'on_hold' } }))
      .toEqual({ order: null, fulfilmentOrder: 'gid://shopify/FulfillmentOrder/8', subjects: [], email: null })
  })

  it.each([
    ['an id that JSON has rounded', 'orders/updated', JSON.parse('{ "id": 8209829119461545087 }')],
    ['an id that is a text', 'orders/updated', { id: '5001' }],
    ['the id of something else', 'orders/updated', { admin_graphql_api_id: 'gid://shopify/Product/5001' }],
    ['an id with more in it', 'orders/updated', { admin_graphql_api_id: `${ORDER}") { id } }` }],
    ['a refund that names no order', 'refunds/create', { id: 5001 }],
    ['nothing', 'returns/close', {}],
  ] as const)('leaves %s alone', (_, topic, body) => {
    expect(read(topic, body)).toBeNull()
  })

  it('makes nothing but ids of whatever an object holds', () => {
    fc.assert(fc.property(fc.constantFrom(...ShopTopic.options), fc.dictionary(fc.constantFrom('id', 'order_id', 'order', 'customer', 'email', 'fulfillment_order', 'admin_graphql_api_id'), fc.jsonValue()), (topic, body) => {
      const news = read(topic, body)
      for (const id of [news?.order, news?.fulfilmentOrder, ...news?.subjects ?? []]) {
        if (id) expect(id).toMatch(/^gid:\/\/shopify\/[A-Za-z]+\/\d+$/)
      }
    }))
  })
})

describe('audibleTopics', () => {
  it('is what the rights of the app let it hear of', () => {
    expect(audibleTopics(['read_customers', 'write_orders']).map(({ topic }) => topicName(topic)))
      .toEqual(['ORDERS_CREATE', 'ORDERS_UPDATED', 'ORDERS_CANCELLED', 'ORDERS_EDITED', 'REFUNDS_CREATE', 'ORDER_TRANSACTIONS_CREATE'])
    expect(audibleTopics(['write_returns', 'write_merchant_managed_fulfillment_orders', 'read_fulfillments'])).toHaveLength(8)
    expect(audibleTopics([])).toEqual([])
  })
})
