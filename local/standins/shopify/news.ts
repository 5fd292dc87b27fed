import type { SeedOrder } from '../../seed/types.ts'
import type { Ledger, Store } from './state.ts'
import { fulfilmentOrderIdOf, orderIdOf } from './ids.ts'

/** What happened in the shop, as one delivery tells it. */
export interface ShopEvent { topic: string, payload: Record<string, unknown> }

interface Seen { ledger: Ledger, returns: { id: string, status: string, processed: number }[], text: string }

/** Finds what changed in the shop since it last looked: whoever changed it, and however. */
export function createNews(store: Store) {
  const seen = new Map<number, Seen>()
  const known = new Set<number>()

  function look(order: SeedOrder): Seen {
    const ledger = structuredClone(store.ledger(order.id))
    const returns = store.state.returns.filter(({ orderId }) => orderId === order.id)
      .map(({ id, status, lines }) => ({ id, status, processed: lines.reduce((sum, line) => sum + line.processed, 0) }))
    return { ledger, returns, text: JSON.stringify([ledger, returns]) }
  }
  const isTouched = ({ id }: SeedOrder) => id in store.state.ledgers || store.state.orders.some(one => one.id === id)
  const touched = () => store.orders().filter(isTouched)

  function remember(): void {
    seen.clear()
    for (const order of store.orders()) known.add(order.id)
    for (const order of touched()) seen.set(order.id, look(order))
  }
  remember()

  return {
    /** The news since the last time, oldest first. */
    take(): ShopEvent[] {
      const events: ShopEvent[] = []
      for (const order of touched()) {
        const before = seen.get(order.id)
        const now = look(order)
        if (!known.has(order.id)) events.push({ topic: 'orders/create', payload: orderPayload(order, now) })
        known.add(order.id)
        seen.set(order.id, now)
        if (before ? before.text !== now.text : now.ledger.changedAt > 0) events.push(...changes(order, before, now))
      }
      return events
    },
    remember,
  }
}

function changes(order: SeedOrder, before: Seen | undefined, { ledger, returns, text }: Seen): ShopEvent[] {
  const event = (topic: string, payload: Record<string, unknown>): ShopEvent => ({ topic, payload })
  const whole = orderPayload(order, { ledger, returns, text })
  const old = before?.ledger
  const ofOrder = (id: string) => ({ id: numberOf(id), admin_graphql_api_id: id, order_id: order.id })
  const refunds = ledger.refunds.flatMap((refund) => {
    const earlier = old?.refunds.find(({ id }) => id === refund.id)
    const status = refund.payout?.status ?? 'SUCCESS'
    const made = earlier ? [] : [event('refunds/create', { ...ofOrder(refund.id), note: refund.note })]
    // Shopify tells of a payment when it has an outcome, not while it is on its way.
    const isTurned = refund.paid > 0 && status !== 'PENDING' && (!earlier || (earlier.payout?.status ?? 'SUCCESS') !== status)
    const transaction = `gid://shopify/OrderTransaction/${numberOf(refund.id)}`
    return [...made, ...isTurned ? [event('order_transactions/create', { ...ofOrder(transaction), kind: 'refund', status: status.toLowerCase() })] : []]
  })
  const parcel = { fulfillment_order: { id: fulfilmentOrderIdOf(order), status: ledger.holds?.length ? 'on_hold' : 'open' } }
  const [wasHeld, isHeld] = [(old?.holds?.length ?? 0) > 0, (ledger.holds?.length ?? 0) > 0]
  const comings = returns.flatMap(({ id, status, processed }) => {
    const earlier = before?.returns.find(one => one.id === id)
    const payload = { id: numberOf(id), admin_graphql_api_id: id, order: { id: order.id, admin_graphql_api_id: orderIdOf(order) } }
    return [
      ...earlier ? [] : [event('returns/approve', payload)],
      ...processed > (earlier?.processed ?? 0) ? [event('returns/process', payload)] : [],
      ...status === 'CLOSED' && earlier?.status !== 'CLOSED' ? [event('returns/close', payload)] : [],
    ]
  })
  return [
    ...refunds,
    ...ledger.cancelled && !old?.cancelled ? [event('orders/cancelled', whole)] : [],
    ...(ledger.edits?.length ?? 0) > (old?.edits?.length ?? 0) ? [event('orders/edited', { order_edit: { id: order.id, order_id: order.id } })] : [],
    ...isHeld && !wasHeld ? [event('fulfillment_orders/placed_on_hold', parcel)] : [],
    ...!isHeld && wasHeld ? [event('fulfillment_orders/hold_released', parcel)] : [],
    ...comings,
    event('orders/updated', whole),
  ]
}

function orderPayload(order: SeedOrder, { ledger }: Seen): Record<string, unknown> {
  return {
    id: order.id,
    admin_graphql_api_id: orderIdOf(order),
    name: order.name,
    email: order.email,
    updated_at: new Date(ledger.changedAt).toISOString(),
    customer: order.customerId === null ? null : { id: order.customerId, admin_graphql_api_id: `gid://shopify/Customer/${order.customerId}` },
  }
}
function numberOf(id: string): number {
  return Number(id.split('/').at(-1))
}
