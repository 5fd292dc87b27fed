import type { ShopTopic } from '../contracts/shop-news.ts'
import { lackingScopes } from '../actions/scopes.ts'
import { ShopTopic as Topics } from '../contracts/shop-news.ts'

/** `needs`: any one of these rights lets an app hear of it. `fields`: all that is asked for; null where the shape is not sure. */
interface Subscribed { needs: readonly string[], fields: readonly string[] | null }

const ORDER = { needs: ['read_orders'], fields: ['id', 'admin_graphql_api_id', 'updated_at', 'email', 'customer'] }
const OF_ORDER = ['id', 'admin_graphql_api_id', 'order_id']
const RETURN = { needs: ['read_returns'], fields: null }
const HOLD = { needs: ['read_merchant_managed_fulfillment_orders', 'read_third_party_fulfillment_orders'], fields: null }
const PARCEL = { needs: ['read_fulfillments'], fields: OF_ORDER }

const SUBSCRIBED: Record<ShopTopic, Subscribed> = {
  'orders/create': ORDER,
  'orders/updated': ORDER,
  'orders/cancelled': ORDER,
  'orders/edited': { needs: ['read_orders'], fields: ['order_edit'] },
  'refunds/create': { needs: ['read_orders'], fields: OF_ORDER },
  'order_transactions/create': { needs: ['read_orders'], fields: OF_ORDER },
  'returns/approve': RETURN,
  'returns/process': RETURN,
  'returns/close': RETURN,
  'fulfillment_orders/placed_on_hold': HOLD,
  'fulfillment_orders/hold_released': HOLD,
  'fulfillments/create': PARCEL,
  'fulfillments/update': PARCEL,
  'fulfillment_events/create': PARCEL,
}

/** What an app with these rights can hear of, and which fields of it. */
export function audibleTopics(granted: readonly string[]): { topic: ShopTopic, fields: readonly string[] | null }[] {
  return Topics.options
    .filter(topic => SUBSCRIBED[topic].needs.some(scope => lackingScopes([scope], granted).length === 0))
    .map(topic => ({ topic, fields: SUBSCRIBED[topic].fields }))
}

/** A topic as the Admin API writes it: `ORDERS_UPDATED`. */
export function topicName(topic: ShopTopic): string {
  return topic.replace('/', '_').toUpperCase()
}
