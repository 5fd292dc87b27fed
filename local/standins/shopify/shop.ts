import type { SeedAddress, SeedOrder, SeedWorld } from '../../seed/types.ts'
import type { KeptReturn } from './returns/state.ts'
import type { Store } from './state.ts'
import { amount, createBooks, inDollars, moneyOf } from './books.ts'
import { fulfilmentLineIdOf, orderIdOf } from './ids.ts'
import { createOrderParts } from './order-parts.ts'
import { createReturnViews, sentUnits } from './returns/view.ts'
import { createStock } from './stock.ts'

const DAY_MS = 86_400_000
const COUNTRIES = new Intl.DisplayNames('en', { type: 'region' })
type Fulfilment = SeedOrder['fulfilments'][number]

export type Shop = ReturnType<typeof createShop>
export type ShopCustomer = NonNullable<ReturnType<Shop['viewCustomer']>>
export type ShopOrder = ReturnType<ReturnType<Shop['orders']>[number]['view']>

/** The seed world as Shopify's objects; times are relative to `startedAt` (epoch ms), an order's numbers are in its own currency. */
export function createShop(world: SeedWorld, startedAt: number, origin: string, store: Store) {
  const iso = (daysAgo: number) => new Date(startedAt - daysAgo * DAY_MS).toISOString()
  const books = createBooks(world, store)
  const stock = createStock(world, store, origin)
  const returns = createReturnViews({ store, books, money: moneyOf })
  const parts = createOrderParts({ world, store, books, stock, iso, origin })

  const orders = () => store.orders().map(order => ({ order, view: () => viewOrder(order) }))
  const ordersOf = (customerId: number) => store.orders().filter(order => order.customerId === customerId).map(viewOrder)

  function viewCustomer(id: number) {
    const customer = world.customers.find(one => one.id === id)
    if (!customer) return null
    const own = store.orders().filter(order => order.customerId === id && order.cancelledDaysAgo === undefined)
    return {
      __typename: 'Customer',
      id: `gid://shopify/Customer/${id}`,
      legacyResourceId: String(id),
      displayName: `${customer.firstName} ${customer.lastName}`,
      firstName: customer.firstName,
      lastName: customer.lastName,
      tags: customer.tags.toSorted(),
      locale: customer.locale,
      createdAt: iso(customer.sinceDaysAgo),
      updatedAt: iso(0),
      numberOfOrders: String(own.length),
      amountSpent: { amount: amount(own.reduce((sum, order) => sum + inDollars(books.total(order) - books.refunded(order), order), 0)), currencyCode: 'USD' },
      defaultEmailAddress: customer.email ? { emailAddress: customer.email } : null,
      defaultPhoneNumber: customer.phone ? { phoneNumber: customer.phone } : null,
      orders: () => ordersOf(id),
    }
  }

  function viewOrder(order: SeedOrder) {
    const money = (minor: number) => moneyOf(minor, order)
    const ledger = store.ledger(order.id)
    const isCancelled = books.isCancelled(order)
    const total = books.total(order)
    const customer = order.customerId === null ? null : world.customers.find(({ id }) => id === order.customerId)
    return {
      __typename: 'Order',
      id: orderIdOf(order),
      legacyResourceId: String(order.id),
      name: order.name,
      createdAt: iso(order.daysAgo),
      processedAt: iso(order.daysAgo),
      updatedAt: ledger.changedAt
        ? new Date(ledger.changedAt).toISOString()
        : iso(Math.min(order.daysAgo, ...order.fulfilments.map(({ daysAgo }) => daysAgo), order.cancelledDaysAgo ?? Infinity)),
      cancelledAt: ledger.cancelled ? new Date(ledger.cancelled.at).toISOString() : isCancelled ? iso(order.cancelledDaysAgo ?? 0) : null,
      cancellation: isCancelled ? { staffNote: ledger.cancelled?.staffNote ?? null } : null,
      closed: isCancelled,
      currencyCode: 'USD',
      presentmentCurrencyCode: order.currency,
      displayFinancialStatus: parts.paymentStatus(order),
      displayFulfillmentStatus: parts.fulfilmentStatus(order),
      returnStatus: returns.statusOf(order),
      email: order.email,
      phone: customer?.phone ?? null,
      note: ledger.note ?? order.note ?? null,
      tags: (ledger.tags ?? order.tags ?? []).toSorted(),
      subtotalLineItemsQuantity: order.lines.reduce((pieces, { quantity }) => pieces + quantity, 0),
      totalPriceSet: money(total),
      currentTotalPriceSet: money(isCancelled ? 0 : total - books.refunded(order)),
      totalRefundedSet: money(books.refunded(order)),
      netPaymentSet: money(books.net(order)),
      customer: () => order.customerId === null ? null : viewCustomer(order.customerId),
      shippingAddress: ledger.address ? viewNewAddress(ledger.address) : customer ? viewAddress(customer.address) : null,
      ...parts.of(order),
      returns: () => returns.returnsOf(order).map(kept => viewReturn(order, kept)),
      fulfillments: () => order.fulfilments.map((fulfilment, index) => ({ ...viewFulfilment(fulfilment, `${order.id}${index}`), ...parts.sent(order, fulfilment) })),
    }
  }

  function viewFulfilment(fulfilment: Fulfilment, id: string) {
    return {
      id: `gid://shopify/Fulfillment/${id}`,
      displayStatus: fulfilment.displayStatus,
      createdAt: iso(fulfilment.daysAgo),
      inTransitAt: iso(fulfilment.daysAgo),
      deliveredAt: fulfilment.deliveredDaysAgo === undefined ? null : iso(fulfilment.deliveredDaysAgo),
      estimatedDeliveryAt: fulfilment.estimatedInDays === undefined ? null : iso(-fulfilment.estimatedInDays),
      trackingInfo: [{ company: fulfilment.carrier, number: fulfilment.trackingNumber, url: fulfilment.trackingUrl }],
      // Oldest first, as Shopify sorts them.
      events: () => fulfilment.events.toSorted((a, b) => b.daysAgo - a.daysAgo).map((event, index) => ({
        id: `gid://shopify/FulfillmentEvent/${id}${index}`,
        message: event.text,
        city: event.city,
        happenedAt: iso(event.daysAgo),
      })),
    }
  }

  const lineItemOf = (order: SeedOrder, index: number) => parts.of(order).lineItems()[index] ?? null
  function viewReturn(order: SeedOrder, kept: KeptReturn): object {
    return returns.view(order, kept, index => lineItemOf(order, index))
  }
  function viewReturnables(order: SeedOrder): object[] {
    return order.fulfilments.map((fulfilment, parcel) => ({
      id: `gid://shopify/ReturnableFulfillment/${order.id}${parcel}`,
      fulfillment: viewFulfilment(fulfilment, `${order.id}${parcel}`),
      returnableFulfillmentLineItems: order.lines.flatMap((_, index) => returns.returnable(order, parcel, index) > 0
        ? [{
            quantity: returns.returnable(order, parcel, index),
            fulfillmentLineItem: {
              id: fulfilmentLineIdOf(order, parcel, index),
              quantity: sentUnits(order, parcel, index),
              lineItem: lineItemOf(order, index),
            },
          }]
        : []),
    }))
  }

  return { orders, viewCustomer, viewReturn, viewReturnables, returns, world, books, stock }
}

function viewAddress(address: SeedAddress) {
  return {
    name: address.name,
    address1: address.line1,
    city: address.city,
    province: address.provinceCode,
    provinceCode: address.provinceCode,
    zip: address.zip,
    country: COUNTRIES.of(address.countryCode) ?? address.countryCode,
    countryCodeV2: address.countryCode,
  }
}
function viewNewAddress({ firstName, lastName, countryCode, provinceCode, ...address }: Record<string, string | null>) {
  return {
    ...address,
    name: [firstName, lastName].filter(Boolean).join(' '),
    province: provinceCode ?? null,
    provinceCode: provinceCode ?? null,
    country: countryCode ? COUNTRIES.of(countryCode) ?? countryCode : null,
    countryCodeV2: countryCode ?? null,
  }
}
