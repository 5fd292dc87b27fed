import { z } from 'zod'

/** What the shop tells of, as its deliveries name it in `X-Shopify-Topic`. */
export const ShopTopic = z.enum([
  'orders/create',
  'orders/updated',
  'orders/cancelled',
  'orders/edited',
  'refunds/create',
  'order_transactions/create',
  'returns/approve',
  'returns/process',
  'returns/close',
  'fulfillment_orders/placed_on_hold',
  'fulfillment_orders/hold_released',
  'fulfillments/create',
  'fulfillments/update',
  'fulfillment_events/create',
])
export type ShopTopic = z.infer<typeof ShopTopic>

// What is not understood is not there: a delivery only says where to look.
const Id = z.number().int().positive().optional().catch(undefined)
const Gid = (type: string) => z.string().regex(new RegExp(`^gid://shopify/${type}/\\d{1,20}$`)).optional().catch(undefined)
const Part = <S extends z.ZodRawShape>(shape: S) => z.object(shape).optional().catch(undefined)

/** Any delivery, as far as it says what it is about; everything else of it is dropped at the door. */
export const ShopDelivery = z.object({
  id: Id,
  admin_graphql_api_id: Gid('Order'),
  order_id: Id,
  email: z.email().max(320).optional().catch(undefined),
  customer: Part({ id: Id, admin_graphql_api_id: Gid('Customer') }),
  order: Part({ id: Id, admin_graphql_api_id: Gid('Order') }),
  order_edit: Part({ order_id: Id }),
  fulfillment_order: Part({ id: Gid('FulfillmentOrder') }),
})
export type ShopDelivery = z.infer<typeof ShopDelivery>
