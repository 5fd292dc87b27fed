import type { ShopDelivery, ShopTopic } from '../contracts/shop-news.ts'

/** What a delivery is about, by Shopify's ids. `subjects`: orders and customers whose view no longer holds. */
export interface ShopNews {
  order: string | null
  /** Where no order is named, the one that leads to it. */
  fulfilmentOrder: string | null
  subjects: string[]
  email: string | null
}

/** Reads what a delivery is about; null when it names nothing that could be looked at. */
export function readShopNews(topic: ShopTopic, told: ShopDelivery): ShopNews | null {
  const order = orderOf(topic, told)
  const fulfilmentOrder = order ? null : told.fulfillment_order?.id ?? null
  if (!order && !fulfilmentOrder) return null
  const customer = told.customer?.admin_graphql_api_id ?? gid('Customer', told.customer?.id)
  const subjects = [order, customer].filter(one => one !== null)
  return { order, fulfilmentOrder, subjects, email: told.email?.toLowerCase() ?? null }
}

function orderOf(topic: ShopTopic, { id, admin_graphql_api_id, order_id, order, order_edit }: ShopDelivery): string | null {
  // Only orders themselves are named by their own id.
  if (topic === 'orders/create' || topic === 'orders/updated' || topic === 'orders/cancelled') return admin_graphql_api_id ?? gid('Order', id)
  return order?.admin_graphql_api_id ?? gid('Order', order_id ?? order?.id ?? order_edit?.order_id)
}

function gid(type: string, id: number | undefined): string | null {
  return id === undefined ? null : `gid://shopify/${type}/${id}`
}
