import type { KeptReturn } from './returns/state.ts'

type RestockType = 'RETURN' | 'CANCEL' | 'NO_RESTOCK'

/** Amounts in this stand-in are in the order's own currency, in its smallest unit. */
export interface KeptRefund {
  id: string
  at: number
  note: string | null
  notified: boolean
  lines: { index: number, quantity: number, restockType: RestockType, subtotal: number, tax: number }[]
  shipping: number
  paid: number
  credit: number
  returnId?: string
}
interface KeptHold { id: string, handle: string | null, reason: string, notes: string | null, isOurs: boolean }

/** What happened to one order since the seed. */
export interface Ledger {
  refunds: KeptRefund[]
  cancelled: { at: number, reason: string, staffNote: string | null } | null
  holds: KeptHold[] | null
  note: string | null
  address: Record<string, string | null> | null
  changedAt: number
}
export interface KeptDiscount {
  id: string
  code: string
  title: string
  percentage: number | null
  amount: string | null
  startsAt: string
  endsAt: string | null
  usageLimit: number | null
  customerIds: number[] | null
  tags: string[]
}
export interface KeptJob {
  id: string
  orderId: number
  dueAt: number
  ask: { reason: string, staffNote: string | null, restock: boolean, isCredit: boolean, isRefund: boolean }
  status: 'STARTED' | 'SUCCEEDED' | 'FAILED'
  error: string | null
}

/** All that mutations change, as plain data: it can be kept in a file and put back. */
export interface ShopState {
  serial: number
  ledgers: Record<number, Ledger>
  discounts: KeptDiscount[]
  jobs: KeptJob[]
  /** Used idempotency keys, Shopify's for a day. */
  keys: Record<string, { at: number, print: string, refundId: string }>
  /** Units that came back, by `sku location`. */
  restocked: Record<string, number>
  returns: KeptReturn[]
}

function emptyState(): ShopState {
  return { serial: 1, ledgers: {}, discounts: [], jobs: [], keys: {}, restocked: {}, returns: [] }
}

export function createStore(initial: Partial<ShopState> = {}) {
  const state: ShopState = { ...emptyState(), ...initial }
  return {
    state,
    ledger(orderId: number): Ledger {
      return (state.ledgers[orderId] ??= { refunds: [], cancelled: null, holds: null, note: null, address: null, changedAt: 0 })
    },
    nextId: (type: string) => `gid://shopify/${type}/8${String(state.serial++).padStart(6, '0')}`,
    reset: () => void Object.assign(state, emptyState()),
  }
}
export type Store = ReturnType<typeof createStore>
