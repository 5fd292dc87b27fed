import type { SeedOrder } from '../../seed/types.ts'

type Numbered = Pick<SeedOrder, 'id'>

export function orderIdOf({ id }: Numbered): string {
  return `gid://shopify/Order/${id}`
}
export function lineIdOf({ id }: Numbered, index: number): string {
  return `gid://shopify/LineItem/${id}${index}`
}
export function saleIdOf({ id }: Numbered): string {
  return `gid://shopify/OrderTransaction/${id}1`
}
/** The units of a line that one parcel holds. */
export function fulfilmentLineIdOf({ id }: Numbered, parcel: number, index: number): string {
  return `gid://shopify/FulfillmentLineItem/${id}${parcel}${index}`
}
export function fulfilmentOrderIdOf({ id }: Numbered): string {
  return `gid://shopify/FulfillmentOrder/${id}`
}
