import type { LabelAddress, LabelParcel } from '../../../../../shared/contracts/label-settings.ts'
import type { Money } from '../../../../../shared/contracts/money.ts'
import type { ActionEffect } from '../../../../../shared/contracts/order-action.ts'
import type { Purchase } from '../../labels/provider.ts'
import type { PlanContext, Planned } from '../kind.ts'
import type { ShopOrder } from '../order.ts'
import { toDecimal } from '../../../../../shared/actions/money.ts'
import { addressOf } from '../address.ts'
import { refuse } from '../kind.ts'

interface Offer { effect: ActionEffect, fact: string, purchase: Purchase }

/** The lowest price for a parcel from the customer to the shop, in the shop's money and within the policy; asking costs nothing. */
export async function offerOf(asked: Partial<LabelParcel>, { order, policy, labels }: PlanContext): Promise<Offer | Planned> {
  const desk = await labels()
  if (!desk) return refuse('no_label_provider')
  const { parcel } = desk
  const { grams = parcel.grams, lengthCm = parcel.lengthCm, widthCm = parcel.widthCm, heightCm = parcel.heightCm } = asked
  const from = senderOf(order)
  if (!from) return refuse('no_label_address')
  const quotes = await desk.provider.quote({ from, to: desk.returnAddress, parcel: { grams, lengthCm, widthCm, heightCm } })
  const inShop = quotes
    .flatMap(quote => quote.costs.map(cost => ({ ...quote, cost })))
    .filter(({ cost }) => cost.currency === order.currencyCode)
  const [best] = inShop.sort((a, b) => a.cost.minor - b.cost.minor || (a.carrier < b.carrier ? -1 : 1))
  if (!best) return refuse('no_label_offer')
  const { labelMostMinor } = policy.returns
  const most: Money | null = labelMostMinor === null ? null : { minor: labelMostMinor, currency: policy.currency }
  if (most && best.cost.minor > most.minor) return refuse('label_too_dear', most)
  const { carrier, service, cost, shipmentId, rateId } = best
  return {
    effect: { is: 'label_bought', carrier, service, cost },
    fact: `${carrier} ${service} ${toDecimal(cost)} ${cost.currency}`,
    purchase: { shipmentId, rateId },
  }
}

function senderOf(order: ShopOrder): LabelAddress | null {
  const address = addressOf(order)
  if (!address?.address1 || !address.city || !address.zip || !address.countryCode) return null
  return {
    name: [address.firstName, address.lastName].filter(Boolean).join(' '),
    street1: address.address1,
    street2: address.address2,
    city: address.city,
    state: address.provinceCode,
    zip: address.zip,
    country: address.countryCode,
    phone: order.customer?.defaultPhoneNumber?.phoneNumber ?? '',
    email: order.email ?? '',
  }
}
