import type { SeedOrder } from '../../../seed/types.ts'
import type { Books } from '../books.ts'
import type { Store } from '../state.ts'
import type { KeptReturn, KeptReturnLine } from './state.ts'
import { fulfilmentLineIdOf, orderIdOf } from '../ids.ts'
import { suggestOutcome } from './outcome.ts'
import { REASONS } from './reasons.ts'

interface Options { store: Store, books: Books, money: (minor: number, order: SeedOrder) => object }

/** Returns as Shopify's objects, and what they leave to come back. */
export function createReturnViews({ store, books, money }: Options) {
  function returnsOf(order: SeedOrder): KeptReturn[] {
    const own = () => store.state.returns.filter(({ orderId }) => orderId === order.id)
    if (order.returnStatus === 'IN_PROGRESS' && !own().length) store.state.returns.push(seedReturn(order))
    return own()
  }

  /** Units of a parcel that can still come back: what was in it, less what is on its way back or was given back otherwise. */
  function returnable(order: SeedOrder, parcel: number, index: number): number {
    const sent = (at: number) => sentUnits(order, at, index)
    const coming = (at: number) => returnsOf(order)
      .flatMap(({ lines }) => lines)
      .filter(line => line.parcel === at && line.index === index)
      .reduce((sum, { quantity }) => sum + quantity, 0)
    // What was refunded beside a return is gone from the first parcels.
    const beside = store.ledger(order.id).refunds.flatMap(({ returnId, lines }) => returnId ? [] : lines).filter(line => line.index === index && line.restockType !== 'CANCEL').reduce((sum, { quantity }) => sum + quantity, 0)
    const before = order.fulfilments.slice(0, parcel).reduce((sum, _, at) => sum + sent(at) - coming(at), 0)
    return Math.max(0, sent(parcel) - coming(parcel) - Math.max(0, beside - before))
  }

  /** What units of a line cost, taxes and fee apart. `ahead`: units of the same line that the same request counts before. */
  function worth(order: SeedOrder, { index, percent }: KeptReturnLine, quantity: number, ahead = 0) {
    const [whole, part] = [books.share(order, index, ahead + quantity), books.share(order, index, ahead)]
    const subtotal = whole.subtotal - part.subtotal
    return { subtotal, tax: whole.tax - part.tax, fee: Math.round(subtotal * percent / 100) }
  }

  function view(order: SeedOrder, kept: KeptReturn, lineItem: (index: number) => object | null): object {
    const parcels = [...new Set(kept.lines.map(({ parcel }) => parcel))]
    const unit = ({ parcel, index }: KeptReturnLine) => ({
      id: fulfilmentLineIdOf(order, parcel, index),
      quantity: sentUnits(order, parcel, index),
      lineItem: () => lineItem(index),
    })
    return {
      __typename: 'Return',
      id: kept.id,
      name: kept.name,
      status: kept.status,
      createdAt: new Date(kept.at).toISOString(),
      closedAt: kept.closedAt === null ? null : new Date(kept.closedAt).toISOString(),
      totalQuantity: kept.lines.reduce((sum, { quantity }) => sum + quantity, 0),
      returnShippingFees: kept.fee ? [{ id: `${kept.id}/fee`, amountSet: money(kept.fee, order) }] : [],
      returnLineItems: kept.lines.map(line => ({
        __typename: 'ReturnLineItem',
        id: line.id,
        quantity: line.quantity,
        processableQuantity: line.quantity - line.processed,
        processedQuantity: line.processed,
        unprocessedQuantity: line.quantity - line.processed,
        refundableQuantity: line.quantity - line.refunded,
        refundedQuantity: line.refunded,
        returnReasonNote: line.note,
        customerNote: null,
        returnReasonDefinition: REASONS.find(({ id }) => id === line.reasonId) ?? null,
        restockingFee: line.percent
          ? { id: `${line.id}/fee`, percentage: line.percent, amountSet: money(worth(order, line, line.quantity).fee, order) }
          : null,
        fulfillmentLineItem: unit(line),
      })),
      reverseFulfillmentOrders: parcels.map(parcel => ({
        id: reverseIdOf(kept, parcel),
        status: kept.status === 'OPEN' ? 'OPEN' : 'CLOSED',
        lineItems: kept.lines.filter(line => line.parcel === parcel).map(line => ({
          id: reverseLineIdOf(line),
          totalQuantity: line.quantity,
          fulfillmentLineItem: unit(line),
          dispositions: line.dispositions.map(({ type, quantity }) => ({ id: line.id, type, quantity, location: null })),
        })),
        reverseDeliveries: kept.deliveries.filter(one => one.parcel === parcel).map(({ id, labelUrl, number, url }) => ({
          id,
          deliverable: {
            __typename: 'ReverseDeliveryShippingDeliverable',
            label: labelUrl ? { publicFileUrl: labelUrl, createdAt: new Date(kept.at).toISOString() } : null,
            tracking: number || url ? { number, url, carrierName: null } : null,
          },
        })),
      })),
      order: { id: orderIdOf(order), name: order.name },
      suggestedFinancialOutcome: (args: unknown) => suggestOutcome({ books, money, worth }, order, kept, args),
      refunds: () => store.ledger(order.id).refunds.filter(one => one.returnId === kept.id).map(({ id, note, at, paid, credit }) => ({
        id,
        note,
        createdAt: new Date(at).toISOString(),
        totalRefundedSet: money(paid + credit, order),
      })),
    }
  }

  /** As Shopify sums an order's returns up. */
  function statusOf(order: SeedOrder): string {
    const states = returnsOf(order).map(({ status }) => status)
    if (states.includes('OPEN')) return 'IN_PROGRESS'
    return states.length ? 'RETURNED' : order.returnStatus ?? 'NO_RETURN'
  }

  return { returnsOf, returnable, worth, view, statusOf }
}

export function reverseIdOf({ id }: KeptReturn, parcel: number): string {
  return `gid://shopify/ReverseFulfillmentOrder/${numberOf(id)}${parcel}`
}
export function reverseLineIdOf({ id }: KeptReturnLine): string {
  return `gid://shopify/ReverseFulfillmentOrderLineItem/${numberOf(id)}`
}
export function sentUnits(order: SeedOrder, parcel: number, index: number): number {
  const lines = order.fulfilments[parcel]?.lines
  const line = order.lines[index]
  if (!order.fulfilments[parcel]) return 0
  return lines ? lines.filter(({ sku }) => sku === line?.sku).reduce((sum, { quantity }) => sum + quantity, 0) : line?.quantity ?? 0
}
function numberOf(id: string): string {
  return id.split('/').at(-1) ?? ''
}

/** The return that the seed says is on its way: everything of the first parcel. */
function seedReturn(order: SeedOrder): KeptReturn {
  const lines = order.lines.flatMap((_, index) => sentUnits(order, 0, index) > 0
    ? [{
        id: `gid://shopify/ReturnLineItem/${order.id}${index}`,
        parcel: 0,
        index,
        quantity: sentUnits(order, 0, index),
        processed: 0,
        refunded: 0,
        reasonId: REASONS.find(({ handle }) => handle === 'changed-mind')?.id ?? '',
        note: '',
        percent: 0,
        dispositions: [],
      }]
    : [])
  const id = `gid://shopify/Return/${order.id}`
  const common = { status: 'OPEN' as const, at: 0, closedAt: null, fee: 0, isFeeTaken: false, deliveries: [] }
  return { id, orderId: order.id, name: `${order.name}-R1`, lines, ...common }
}
