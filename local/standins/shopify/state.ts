import type { SeedOrder, SeedWorld } from '../../seed/types.ts'
import type { KeptReturn } from './returns/state.ts'
import { totalOf } from './shipping.ts'

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
  /** Of a payment that a gateway takes its time with; without one it was made at once. */
  payout?: KeptPayout
}
type PaymentStatus = 'PENDING' | 'SUCCESS' | 'FAILURE'
/** `turnsTo` at `turnsAt` (epoch ms). */
interface KeptPayout { status: PaymentStatus, turnsTo: PaymentStatus, turnsAt: number }
interface KeptHold { id: string, handle: string | null, reason: string, notes: string | null, isOurs: boolean }

/** What happened to one order since the seed. `lines` and `shipping` are as edited, `received` is what was paid before that. */
export interface Ledger {
  refunds: KeptRefund[]
  cancelled: { at: number, reason: string, staffNote: string | null } | null
  holds: KeptHold[] | null
  note: string | null
  address: Record<string, string | null> | null
  changedAt: number
  lines?: KeptLine[]
  shipping?: KeptShipping[]
  received?: number
  edits?: { id: string, at: number, appId: string | null, staffNote: string | null, mail: 'invoice' | 'notice' | null }[]
  tags?: string[]
  invoices?: { to: string, message: string | null, owed: number }[]
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
  isOff?: boolean
  uses?: number
}
export interface KeptJob {
  id: string
  orderId: number
  dueAt: number
  ask: { reason: string, staffNote: string | null, restock: boolean, isCredit: boolean, isRefund: boolean }
  status: 'STARTED' | 'SUCCEEDED' | 'FAILED'
  error: string | null
}

/** A line as it was edited; `ordered` is what it was at first. */
interface KeptLine { sku: string, quantity: number, ordered: number, isRestocked: boolean }
export interface KeptShipping { id: string, title: string, amount: string }
/** An edit that is not committed; `shipping` has what was there before as well. */
export interface KeptEdit { id: string, orderId: number, lines: KeptLine[], shipping: (KeptShipping & { staged: 'NONE' | 'ADDED' | 'REMOVED' })[] }
/** A draft order: an order that is none yet. */
export interface KeptDraft {
  id: string
  name: string
  at: number
  order: SeedOrder
  address: Record<string, string | null> | null
  status: 'OPEN' | 'INVOICE_SENT' | 'COMPLETED'
  orderId: number | null
  /** Each mail that went out. */
  invoices?: { to: string, message: string | null, at: number }[]
}

/** Where the shop delivers what of it. */
export interface KeptSubscription { id: string, topic: string, uri: string, includeFields: string[], at: number, failures: number }

/** All that mutations change, as plain data: it can be kept in a file and put back. */
export interface ShopState {
  serial: number
  ledgers: Record<number, Ledger>
  discounts: KeptDiscount[]
  jobs: KeptJob[]
  /** Used idempotency keys, Shopify's for a day. */
  keys: Record<string, { at: number, print: string, refundId: string }>
  /** Units that came back, less those that were promised, by `sku location`. */
  restocked: Record<string, number>
  drafts: KeptDraft[]
  edits: KeptEdit[]
  /** Orders that came about after the seed. */
  orders: SeedOrder[]
  /** What an app of the shop puts on every draft, in the smallest unit. */
  draftFee: number
  returns: KeptReturn[]
  subscriptions: KeptSubscription[]
}

function emptyState(): ShopState {
  return {
    serial: 1,
    ledgers: {},
    discounts: [],
    jobs: [],
    keys: {},
    restocked: {},
    drafts: [],
    edits: [],
    orders: [],
    draftFee: 0,
    returns: [],
    subscriptions: [],
  }
}

export function createStore(world: SeedWorld, initial: Partial<ShopState> = {}) {
  const state: ShopState = { ...emptyState(), ...initial }
  let nextPayout: KeptPayout | undefined
  return {
    state,
    /** The shop's orders, as they are after what was edited. */
    orders: (): SeedOrder[] => [...world.orders, ...state.orders].map((order) => {
      const { lines = order.lines, shipping } = state.ledgers[order.id] ?? {}
      return { ...order, lines, shippingAmount: shipping ? totalOf(shipping) : order.shippingAmount }
    }),
    /** The payment of the next refund is pending, and then turns. */
    holdPayout: (turnsTo: PaymentStatus, turnsAt: number) => void (nextPayout = { status: 'PENDING', turnsTo, turnsAt }),
    /** Books a refund. */
    addRefund(orderId: number, refund: Omit<KeptRefund, 'id' | 'payout'>): KeptRefund {
      const payout = refund.paid > 0 ? nextPayout : undefined
      if (payout) nextPayout = undefined
      const kept = { id: this.nextId('Refund'), ...refund, ...payout && { payout } }
      this.ledger(orderId).refunds.push(kept)
      this.ledger(orderId).changedAt = refund.at
      return kept
    },
    /** Turns the payments whose time has come. */
    turnPayouts(now: number): void {
      for (const ledger of Object.values(state.ledgers)) {
        for (const { payout } of ledger.refunds) {
          if (payout?.status !== 'PENDING' || payout.turnsAt > now) continue
          payout.status = payout.turnsTo
          ledger.changedAt = now
        }
      }
    },
    /** Takes units from a place's stock, or puts them there. */
    moveStock(sku: string, locationId: string, by: number): void {
      const place = `${sku} ${locationId}`
      state.restocked[place] = (state.restocked[place] ?? 0) + by
    },
    ledger(orderId: number): Ledger {
      return (state.ledgers[orderId] ??= { refunds: [], cancelled: null, holds: null, note: null, address: null, changedAt: 0 })
    },
    nextId: (type: string) => `gid://shopify/${type}/8${String(state.serial++).padStart(6, '0')}`,
    /** As on the first day; who hears of the shop goes on hearing. */
    reset() {
      Object.assign(state, { ...emptyState(), subscriptions: state.subscriptions })
      nextPayout = undefined
    },
  }
}
export type Store = ReturnType<typeof createStore>
