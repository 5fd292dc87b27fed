import type { Customer, MatchedBy, Order, ShopView } from '../../../shared/contracts/order.ts'
import type { ShopifyOptions } from './shopify-http.ts'
import type { ShopifyCustomer, ShopifyOrder, ShopifyPerson } from './shopify-shapes.ts'
import { z } from 'zod'
import { findOrderNumbers, isOrderNamed } from '../../../shared/orders/order-reference.ts'
import { suggestOrder } from '../../../shared/orders/suggest-order.ts'
import { ProblemError } from './app.ts'
import { NAMED_ORDERS_DOCUMENT, PANEL_DOCUMENT, PERSON_DOCUMENT } from './shopify-documents.ts'
import { ShopifyCustomer as CustomerShape, ShopifyOrder as OrderShape, ShopifyPerson as PersonShape, toCustomer, toOrder } from './shopify-shapes.ts'
import { createShopify, quoteSearch } from './shopify.ts'

const ORDER_WINDOW_MS = 60 * 86_400_000
const Orders = z.object({ nodes: z.array(OrderShape) })
const Panel = z.object({
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
  byEmail: CustomerShape.nullish(),
  byPhone: CustomerShape.nullish(),
  guests: Orders.nullish(),
})
const People = z.object({ byEmail: PersonShape.nullish(), byPhone: PersonShape.nullish() })

/** Who writes, as Chatwoot knows them: only their own address and number, never one from the text. */
export interface ShopQuestion { email: string | null, phone: string | null, text: string, now: number }

/**
 * What the shop knows of this person. The customer is found by exact e-mail or phone; an order named in the text is shown
 * only when it is this person's, and otherwise reported as unknown, so that nobody reads another's order by guessing numbers.
 */
export async function readShopView(shop: ShopifyOptions, { email, phone, text, now }: ShopQuestion): Promise<ShopView> {
  const shopify = createShopify(shop)
  const { address, number, variables } = searchedBy(email, phone)
  try {
    const panel = await shopify.request(PANEL_DOCUMENT, { ...variables, guests: `email:${quoteSearch(address)}` }, Panel)
    const people = matchPeople(panel, address, number)
    const isOwn = (order: ShopifyOrder) => order.customer
      ? people.some(({ customer }) => customer.id === order.customer?.id)
      : address !== '' && order.email?.toLowerCase() === address

    const numbers = findOrderNumbers(text)
    const known = [...people.flatMap(({ customer }) => customer.orders.nodes), ...panel.guests?.nodes ?? []].filter(isOwn)
    const unseen = numbers.filter(one => !known.some(order => isOrderNamed(order.name, one)))
    const named = unseen.length && (people.length || address)
      ? (await shopify.request(NAMED_ORDERS_DOCUMENT, { query: unseen.map(nameQuery).join(' OR ') }, z.object({ orders: Orders }))).orders.nodes.filter(isOwn)
      : []
    const orders = newestFirst([...known, ...named], shopify.adminBase)
    const suggested = suggestOrder(orders, numbers)
    const [main, ...others] = arrange(people, suggested?.orderId ?? null, [...known, ...named])
    const isGuest = !main && orders.length > 0
    return {
      status: 'ready',
      customer: main?.customer ?? null,
      matchedBy: [
        ...main?.by ?? (isGuest ? ['guest_email' as const] : []),
        ...suggested?.because === 'number_in_text' ? ['order_number' as const] : [],
      ],
      others: others.map(({ customer }) => customer),
      orders,
      suggested,
      unknownNumbers: numbers.filter(one => !orders.some(order => isOrderNamed(order.name, one))),
      ordersSince: panel.currentAppInstallation.accessScopes.some(({ handle }) => handle === 'read_all_orders') ? null : now - ORDER_WINDOW_MS,
      asOf: now,
      outdated: null,
      mayHaveChanged: false,
    }
  }
  catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const known = error.code === 'shopify_refused' || error.code === 'shopify_unreachable' || error.code === 'shopify_busy'
    return { status: 'failed', code: known ? error.code : 'internal' }
  }
}

/** Who writes, without their orders; null when the shop does not know them. Throws what `createShopify` refuses with. */
export async function readShopCustomer(shop: ShopifyOptions, { email, phone }: Pick<ShopQuestion, 'email' | 'phone'>): Promise<Customer | null> {
  const { address, number, variables } = searchedBy(email, phone)
  if (!variables.hasEmail && !variables.hasPhone) return null
  const people = await createShopify(shop).request(PERSON_DOCUMENT, variables, People)
  const [main] = matchPeople(people, address, number)
  return main ? toCustomer(main.customer) : null
}

function searchedBy(email: string | null, phone: string | null) {
  const address = email?.trim().toLowerCase() ?? ''
  const number = phone?.replace(/[^\d+]/g, '') ?? ''
  return { address, number, variables: { email: address, phone: number, hasEmail: address !== '', hasPhone: /^\+\d{6,15}$/.test(number) } }
}

interface Match<P = ShopifyCustomer> { customer: P, by: MatchedBy[] }

/** Shopify's answer is believed only where it names the very address or number that was asked for. */
function matchPeople<P extends ShopifyPerson>(
  { byEmail, byPhone }: { byEmail?: P | null, byPhone?: P | null },
  address: string,
  number: string,
): Match<P>[] {
  const mail = byEmail && byEmail.defaultEmailAddress?.emailAddress?.toLowerCase() === address ? byEmail : null
  const call = byPhone && byPhone.defaultPhoneNumber?.phoneNumber === number ? byPhone : null
  if (mail && call?.id === mail.id) return [{ customer: mail, by: ['email', 'phone'] }]
  return [...mail ? [{ customer: mail, by: ['email' as const] }] : [], ...call ? [{ customer: call, by: ['phone' as const] }] : []]
}

/** The person whose order is talked about comes first; else whoever the e-mail address found. */
function arrange(people: Match[], suggestedId: string | null, raw: ShopifyOrder[]): { customer: Customer, by: MatchedBy[] }[] {
  const ownerId = raw.find(order => order.id === suggestedId)?.customer?.id
  return people
    .toSorted((a, b) => Number(b.customer.id === ownerId) - Number(a.customer.id === ownerId))
    .map(({ customer, by }) => ({ customer: toCustomer(customer), by }))
}

function newestFirst(orders: ShopifyOrder[], adminBase: string): Order[] {
  const unique = new Map(orders.map(order => [order.id, order]))
  return [...unique.values()].map(order => toOrder(order, adminBase)).sort((a, b) => b.createdAt - a.createdAt)
}

/** A shop may have replaced the `#` before its numbers. */
function nameQuery(number: string): string {
  return [`#${number}`, number].map(name => `name:${quoteSearch(name)}`).join(' OR ')
}
