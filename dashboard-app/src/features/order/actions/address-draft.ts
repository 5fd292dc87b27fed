import type { ActionOrder } from '#shared/contracts/action-order'
import type { ShippingAddress } from '#shared/contracts/order-action-parts'

/** The order's address to begin with, or an empty one. */
export function addressDraft({ address }: ActionOrder): ShippingAddress {
  const empty = { firstName: '', lastName: '', address1: '', address2: '', city: '', provinceCode: '', countryCode: '', zip: '' }
  return { ...empty, ...address }
}
