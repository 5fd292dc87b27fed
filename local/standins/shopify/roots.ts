import type { Call } from './execute.ts'
import type { SearchField } from './search.ts'
import type { Shop, ShopCustomer, ShopOrder } from './shop.ts'
import type { KeptDiscount, Store } from './state.ts'
import { z } from 'zod'
import { OUR_APP } from './edits.ts'
import { fulfilmentOrderIdOf, orderIdOf } from './ids.ts'
import { viewJob } from './mutations.ts'
import { matchesSearch } from './search.ts'

const DAY_MS = 86_400_000
const ORDER_WINDOW_DAYS = 60
const Identifier = z.looseObject({ emailAddress: z.string().optional(), phoneNumber: z.string().optional() })

const ORDER_SEARCH: Record<string, SearchField<ShopOrder>> = {
  name: { by: 'name', read: order => order.name },
  email: { by: 'token', read: order => order.email },
  tag: { by: 'token', read: order => order.tags.join(' ') },
  financial_status: { by: 'token', read: order => order.displayFinancialStatus },
  fulfillment_status: { by: 'token', read: order => order.displayFulfillmentStatus },
  customer_id: { by: 'id', read: order => order.customer()?.id ?? null },
}
const CUSTOMER_SEARCH: Record<string, SearchField<ShopCustomer>> = {
  email: { by: 'token', read: customer => customer.defaultEmailAddress?.emailAddress ?? null },
  phone: { by: 'token', read: customer => customer.defaultPhoneNumber?.phoneNumber ?? null },
  name: { by: 'token', read: customer => customer.displayName },
  tag: { by: 'token', read: customer => customer.tags.join(' ') },
}

type ShopVariant = ReturnType<Shop['stock']['all']>[number]
const VARIANT_SEARCH: Record<string, SearchField<ShopVariant>> = {
  sku: { by: 'token', read: ({ sku }) => sku },
  title: { by: 'token', read: ({ title, product }) => `${product.title} ${title}` },
  product_status: { by: 'token', read: ({ product }) => product.status },
}

export function isWithinWindow(createdAt: string, { scopes, now }: Call): boolean {
  return scopes.has('read_all_orders') || Date.parse(createdAt) >= now - ORDER_WINDOW_DAYS * DAY_MS
}

/** What one may ask this shop. */
export function createRoots(shop: Shop, store: Store): Record<string, (args: Record<string, unknown>, call: Call) => unknown> {
  const visibleOrders = (call: Call) => shop.orders().map(({ view }) => view()).filter(({ createdAt }) => isWithinWindow(createdAt, call))
  const customers = () => shop.world.customers.flatMap(({ id }) => shop.viewCustomer(id) ?? [])
  return {
    currentAppInstallation: (_, call) => ({ app: { id: OUR_APP }, accessScopes: [...call.scopes].map(handle => ({ handle })) }),
    shop: () => ({ currencyCode: 'USD' }),
    customerByIdentifier: ({ identifier }) => {
      const { emailAddress, phoneNumber } = Identifier.parse(identifier)
      const found = shop.world.customers.find(({ email, phone }) =>
        emailAddress ? email?.toLowerCase() === emailAddress.toLowerCase() : phone !== null && phone === phoneNumber)
      return found ? shop.viewCustomer(found.id) : null
    },
    orders: ({ query = '' }, call) => visibleOrders(call).filter(order => matchesSearch(String(query), order, ORDER_SEARCH)),
    customer: ({ id }) => customers().find(customer => customer.id === id) ?? null,
    customers: ({ query = '' }) => customers().filter(customer => matchesSearch(String(query), customer, CUSTOMER_SEARCH)),
    order: ({ id }, call) => {
      const known = shop.orders().find(({ order }) => `gid://shopify/Order/${order.id}` === id)?.view()
      return known && isWithinWindow(known.createdAt, call) ? known : null
    },
    fulfillmentOrder: ({ id }) => {
      const found = store.orders().find(order => fulfilmentOrderIdOf(order) === id)
      return found ? { __typename: 'FulfillmentOrder', id, orderId: orderIdOf(found), orderName: found.name } : null
    },
    node: ({ id }) => {
      const job = store.state.jobs.find(one => one.id === id)
      return job ? viewJob(job) : null
    },
    productVariants: ({ query = '' }) => shop.stock.all().filter(variant => matchesSearch(String(query), variant, VARIANT_SEARCH)),
    codeDiscountNodeByCode: ({ code }) => {
      const found = store.state.discounts.find(one => one.code.toLowerCase() === String(code).toLowerCase())
      return found ? viewDiscount(found) : null
    },
  }

  function viewDiscount(discount: KeptDiscount) {
    const { id, title, percentage, amount, usageLimit, endsAt, startsAt, customerIds, tags, isOff = false, uses = 0 } = discount
    return {
      id,
      codeDiscount: {
        __typename: 'DiscountCodeBasic',
        title,
        status: isOff ? 'EXPIRED' : 'ACTIVE',
        startsAt,
        endsAt,
        usageLimit,
        tags,
        asyncUsageCount: uses,
        context: customerIds
          ? { __typename: 'DiscountCustomers', customers: customerIds.flatMap(one => shop.viewCustomer(one) ?? []) }
          : { __typename: 'DiscountBuyerSelectionAll', all: 'ALL' },
        customerGets: {
          value: percentage !== null
            ? { __typename: 'DiscountPercentage', percentage }
            : { __typename: 'DiscountAmount', amount: { amount, currencyCode: 'USD' }, appliesOnEachItem: false },
        },
      },
    }
  }
}
