import type { ActionKind } from '../contracts/order-action.ts'

const SHELVES = ['read_products', 'read_inventory', 'read_locations']

/** What the shop's app must be allowed for each kind of action, as the schema's own table and the payloads have it. */
export const ACTION_SCOPES: Record<ActionKind, readonly string[]> = {
  refund: ['write_orders', 'read_locations'],
  cancel: ['write_orders'],
  discount: ['write_discounts'],
  hold: ['write_merchant_managed_fulfillment_orders'],
  release: ['write_merchant_managed_fulfillment_orders'],
  address: ['write_orders'],
  replace: ['write_draft_orders', ...SHELVES],
  edit: ['write_order_edits', ...SHELVES],
  note: ['write_orders'],
  invoice: ['write_orders'],
  return: ['write_returns', 'read_locations'],
  return_label: ['write_returns', 'read_locations'],
  return_process: ['write_returns', 'read_locations'],
}

/** Those of the needed that are not granted; who may write may read. */
export function lackingScopes(needed: readonly string[], granted: readonly string[]): string[] {
  return needed.filter(scope => !granted.includes(scope) && !granted.includes(scope.replace(/^read_/, 'write_')))
}
