import type { SeedAddress, SeedOrder, SeedWorld } from '../../seed/types.ts'

const DAY_MS = 86_400_000
const COUNTRIES = new Intl.DisplayNames('en', { type: 'region' })
// What a unit of the order's currency is worth in the shop's own, US dollars.
const RATES: Record<SeedOrder['currency'], number> = { USD: 1, CAD: 0.72, EUR: 1.08 }
type Fulfilment = SeedOrder['fulfilments'][number]

export type Shop = ReturnType<typeof createShop>
export type ShopCustomer = NonNullable<ReturnType<Shop['viewCustomer']>>
export type ShopOrder = ReturnType<Shop['orders'][number]['view']>

/** The seed world as Shopify's objects; times are relative to `startedAt` (epoch ms), an order's numbers are in its own currency. */
export function createShop(world: SeedWorld, startedAt: number, origin: string) {
  const iso = (daysAgo: number) => new Date(startedAt - daysAgo * DAY_MS).toISOString()
  const variants = new Map(world.products.flatMap(product => product.variants.map(variant => [variant.sku, { product, variant }] as const)))

  const orders = world.orders.map(order => ({ order, view: () => viewOrder(order) }))
  const ordersOf = (customerId: number) => world.orders.filter(order => order.customerId === customerId).map(viewOrder)

  function viewCustomer(id: number) {
    const customer = world.customers.find(one => one.id === id)
    if (!customer) return null
    const own = world.orders.filter(order => order.customerId === id && order.cancelledDaysAgo === undefined)
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
      amountSpent: { amount: amount(own.reduce((sum, order) => sum + inDollars(totalCents(order) - refundedCents(order), order), 0)), currencyCode: 'USD' },
      defaultEmailAddress: customer.email ? { emailAddress: customer.email } : null,
      defaultPhoneNumber: customer.phone ? { phoneNumber: customer.phone } : null,
      orders: () => ordersOf(id),
    }
  }

  function totalCents({ lines, shippingAmount, discount }: SeedOrder): number {
    const goods = lines.reduce((sum, { sku, quantity }) => sum + cents(variants.get(sku)?.variant.price ?? '0') * quantity, 0)
    return goods + cents(shippingAmount) - cents(discount?.amount ?? '0')
  }
  function refundedCents(order: SeedOrder): number {
    if (order.refundedAmount) return cents(order.refundedAmount)
    return order.payment === 'REFUNDED' ? totalCents(order) : 0
  }

  function viewOrder(order: SeedOrder) {
    const money = (minor: number) => ({
      shopMoney: { amount: amount(inDollars(minor, order)), currencyCode: 'USD' },
      presentmentMoney: { amount: amount(minor), currencyCode: order.currency },
    })
    const isCancelled = order.cancelledDaysAgo !== undefined
    const total = totalCents(order)
    const customer = order.customerId === null ? null : world.customers.find(({ id }) => id === order.customerId)
    return {
      __typename: 'Order',
      id: `gid://shopify/Order/${order.id}`,
      legacyResourceId: String(order.id),
      name: order.name,
      createdAt: iso(order.daysAgo),
      processedAt: iso(order.daysAgo),
      updatedAt: iso(Math.min(order.daysAgo, ...order.fulfilments.map(({ daysAgo }) => daysAgo), order.cancelledDaysAgo ?? Infinity)),
      cancelledAt: isCancelled ? iso(order.cancelledDaysAgo ?? 0) : null,
      displayFinancialStatus: order.payment,
      displayFulfillmentStatus: fulfilmentStatus(order),
      returnStatus: order.returnStatus ?? 'NO_RETURN',
      email: order.email,
      phone: customer?.phone ?? null,
      note: order.note ?? null,
      tags: order.tags ?? [],
      subtotalLineItemsQuantity: order.lines.reduce((pieces, { quantity }) => pieces + quantity, 0),
      totalPriceSet: money(total),
      currentTotalPriceSet: money(isCancelled ? 0 : total - refundedCents(order)),
      totalRefundedSet: money(refundedCents(order)),
      customer: () => order.customerId === null ? null : viewCustomer(order.customerId),
      shippingAddress: customer ? viewAddress(customer.address) : null,
      lineItems: () => order.lines.map(({ sku, quantity }, index) => {
        const known = variants.get(sku)
        return {
          id: `gid://shopify/LineItem/${order.id}${index}`,
          title: known?.product.title ?? sku,
          variantTitle: known?.variant.title === 'Default Title' ? null : known?.variant.title ?? null,
          sku,
          quantity,
          currentQuantity: isCancelled ? 0 : quantity,
          originalUnitPriceSet: money(cents(known?.variant.price ?? '0')),
          image: known ? { url: `${origin}/products/${known.product.id}.svg` } : null,
        }
      }),
      fulfillments: () => order.fulfilments.map((fulfilment, index) => viewFulfilment(fulfilment, `${order.id}${index}`)),
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

  return { orders, viewCustomer, world }
}

function fulfilmentStatus({ fulfilments, lines, onHold }: SeedOrder): string {
  if (onHold) return 'ON_HOLD'
  if (!fulfilments.length) return 'UNFULFILLED'
  const ordered = lines.reduce((sum, line) => sum + line.quantity, 0)
  const sent = fulfilments.reduce((sum, one) => sum + (one.lines?.reduce((units, line) => units + line.quantity, 0) ?? ordered), 0)
  return sent < ordered ? 'PARTIALLY_FULFILLED' : 'FULFILLED'
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
function inDollars(minor: number, { currency }: SeedOrder): number {
  return Math.round(minor * RATES[currency])
}
function cents(decimal: string): number {
  return Math.round(Number(decimal) * 100)
}
/** Shopify writes amounts without padding: "20.0", "44.9", "44.99". */
function amount(minor: number): string {
  return (minor / 100).toFixed(2).replace(/0$/, '')
}
