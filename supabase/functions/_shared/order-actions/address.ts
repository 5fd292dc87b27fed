import type { ShippingAddress } from '../../../../shared/contracts/order-action-parts.ts'
import type { Kind } from './kind.ts'
import type { ShopOrder } from './order.ts'
import { z } from 'zod'
import { ADDRESS_DOCUMENT } from './documents.ts'
import { refuse, toWord } from './kind.ts'
import { readOrder } from './order.ts'

const Changed = z.object({
  orderUpdate: z.object({ order: z.object({ id: z.string() }).nullish(), userErrors: z.array(z.object({ message: z.string() })) }),
})
const Input = z.object({ shippingAddress: z.record(z.string(), z.string()) })

/** The order's address in the shape in which another one is asked for; null without one. */
export function addressOf({ shippingAddress: address }: ShopOrder): ShippingAddress | null {
  if (!address) return null
  const [first = '', ...rest] = (address.name ?? '').split(' ')
  return {
    firstName: address.firstName ?? first,
    lastName: address.lastName ?? rest.join(' '),
    address1: address.address1 ?? '',
    address2: address.address2 ?? '',
    city: address.city ?? '',
    provinceCode: address.provinceCode ?? '',
    countryCode: address.countryCodeV2 ?? '',
    zip: address.zip ?? '',
  }
}

/** Sends what has not left to another address. Writing the same address twice changes nothing. */
export const address: Kind<'address'> = {
  async plan(action, { order }) {
    if (order.cancelledAt !== null) return refuse('order_cancelled')
    if (!order.lineItems.nodes.some(({ unfulfilledQuantity }) => unfulfilledQuantity > 0)) return refuse('already_shipped')
    const before = addressOf(order)
    if (before && inOneLine(before) === inOneLine(action.address)) return refuse('nothing_to_change')
    return {
      status: 'ready',
      plan: {
        effects: [
          { is: 'address', from: before ? inOneLine(before) : '', to: inOneLine(action.address) },
          { is: 'tells', who: 'nobody' },
        ],
        money: null,
        daysSince: null,
        facts: { address: before ? inOneLine(before) : '', shipment: order.displayFulfillmentStatus },
        sameness: null,
        freeze: () => ({ id: order.id, shippingAddress: action.address }),
      },
    }
  },
  async send({ input }, shopify) {
    const told = await shopify.tell(ADDRESS_DOCUMENT, { input }, Changed)
    return toWord(told, ({ orderUpdate }) => orderUpdate.userErrors, ({ orderUpdate: { order } }) => order
      ? { is: 'done', ref: order.id, detail: null }
      : { is: 'unknown', code: 'shopify_unreachable' })
  },
  async look({ orderId, input }, shopify) {
    const { shippingAddress: wanted } = Input.parse(input)
    const order = await readOrder(shopify, orderId)
    if (!order) return { is: 'unseen', code: 'order_not_found' }
    const now = addressOf(order)
    const isSame = now !== null && Object.entries(now).every(([part, text]) => (wanted[part] ?? '').trim().toLowerCase() === text.trim().toLowerCase())
    return isSame ? { is: 'done', ref: order.id, detail: null } : { is: 'absent' }
  },
}

/** An address as one reads it aloud. */
export function inOneLine({ firstName, lastName, address1, address2, city, provinceCode, zip, countryCode }: ShippingAddress): string {
  const person = [firstName, lastName].filter(Boolean).join(' ')
  return [person, address1, address2, [zip, city].filter(Boolean).join(' '), provinceCode, countryCode].filter(Boolean).join(', ')
}
