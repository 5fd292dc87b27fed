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
export function fulfilmentOrderIdOf({ id }: Numbered): string {
  return `gid://shopify/FulfillmentOrder/${id}`
}
