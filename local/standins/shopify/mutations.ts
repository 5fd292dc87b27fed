import type { SeedOrder, SeedWorld } from '../../seed/types.ts'
import type { Books } from './books.ts'
import type { KeptJob, KeptRefund, Store } from './state.ts'
import type { Stock } from './stock.ts'
import { GraphQLError } from 'graphql'
import { z } from 'zod'
import { amount, cents } from './books.ts'
import { lineIdOf, saleIdOf } from './ids.ts'
import { createWrites } from './writes.ts'

const DAY_MS = 86_400_000
const Refunding = z.object({
  orderId: z.string(),
  currency: z.string().nullish(),
  note: z.string().nullish(),
  notify: z.boolean().nullish(),
  allowOverRefunding: z.boolean().nullish(),
  refundLineItems: z.array(z.object({ lineItemId: z.string(), quantity: z.number(), restockType: z.enum(['RETURN', 'CANCEL', 'NO_RESTOCK']).nullish(), locationId: z.string().nullish() })).nullish(),
  shipping: z.object({ amount: z.string().nullish(), fullRefund: z.boolean().nullish() }).nullish(),
  transactions: z.array(z.object({ kind: z.string(), parentId: z.string().nullish(), amount: z.string() })).nullish(),
  refundMethods: z.array(z.object({ storeCreditRefund: z.object({ amount: z.object({ amount: z.string() }) }) })).nullish(),
})
const Cancelling = z.object({
  orderId: z.string(),
  reason: z.string(),
  restock: z.boolean(),
  refundMethod: z.object({ originalPaymentMethodsRefund: z.boolean().nullish(), storeCreditRefund: z.object({}).nullish() }).nullish(),
  staffNote: z.string().nullish(),
})

export interface World {
  world: SeedWorld
  store: Store
  books: Books
  stock: Stock
  now: () => number
  startedAt: number
  findOrder: (id: unknown) => SeedOrder | null
  cancelTakesMs: number
}
type Mutation = (args: Record<string, unknown>, key: string | null) => object
/** A part of the shop that has questions and changes of its own. */
export interface Part { mutations: Record<string, Mutation>, roots: Record<string, (args: Record<string, unknown>) => unknown> }

/** What this shop does when it is asked to, with Shopify's own refusals. */
export function createMutations(shop: World, parts: Part[]) {
  const { store, books, now, findOrder, cancelTakesMs } = shop

  function refundCreate({ input }: Record<string, unknown>, key: string | null): object {
    if (key === null) throw new GraphQLError('The @idempotent directive is required for this mutation but was not provided.', { extensions: { code: 'BAD_REQUEST' } })
    const asked = Refunding.parse(input)
    const order = findOrder(asked.orderId)
    const refuse = (message: string, field: string[] | null = null) => ({ refund: null, order: null, userErrors: [{ field, message }] })
    const print = JSON.stringify(input)
    const used = store.state.keys[key]
    if (used && now() - used.at < DAY_MS) {
      if (used.print !== print) return refuse('The request with this idempotency key has different parameters than the original request.')
      return { refund: { id: used.refundId, note: asked.note ?? null }, order: null, userErrors: [] }
    }
    if (!order) return refuse('Order does not exist', ['orderId'])
    const items = asked.refundLineItems ?? []
    const payments = asked.transactions ?? []
    const credits = asked.refundMethods ?? []
    if (!items.length && !payments.length && !credits.length && !asked.shipping) return refuse('either refund line items or refund duties or transactions or refund methods must be present')
    if (order.currency !== 'USD' && !asked.currency) return refuse('Currency must be provided for orders with a presentment currency different from the shop currency', ['currency'])
    const lines = items.map(({ lineItemId, quantity, restockType, locationId }) => ({
      index: order.lines.findIndex((_, at) => lineIdOf(order, at) === lineItemId),
      quantity,
      restockType: restockType ?? 'NO_RESTOCK' as const,
      locationId: locationId ?? null,
    }))
    if (lines.some(({ index }) => index < 0)) return refuse('Line item does not exist on the order', ['refundLineItems'])
    if (lines.some(({ restockType, locationId }) => restockType !== 'NO_RESTOCK' && !locationId)) return refuse('Location must be provided when restocking', ['refundLineItems'])
    const units = (index: number, type?: string) => lines
      .filter(line => line.index === index && (!type || line.restockType === type))
      .reduce((sum, { quantity }) => sum + quantity, 0)
    if (lines.some(({ index }) => units(index) > books.refundable(order, index))) return refuse('Quantity cannot refund more items than were purchased', ['refundLineItems', '0', 'quantity'])
    if (lines.some(({ index }) => units(index, 'CANCEL') > books.unfulfilled(order, index))) return refuse('Quantity cannot cancel more items than are unfulfilled', ['refundLineItems', '0', 'quantity'])
    if (payments.some(({ kind }) => kind !== 'REFUND')) return refuse('Kind sale is not a valid transaction')
    if (payments.some(({ parentId }) => parentId !== saleIdOf(order))) return refuse('Transactions require a parent_id associated with the order', ['transactions'])
    if (credits.length && order.customerId === null) return refuse('Store credit refunds require a customer', ['refundMethods'])
    const paid = payments.reduce((sum, one) => sum + cents(one.amount), 0)
    const credit = credits.reduce((sum, one) => sum + cents(one.storeCreditRefund.amount.amount), 0)
    const shipping = asked.shipping?.fullRefund ? books.shippingLeft(order) : cents(asked.shipping?.amount ?? '0')
    if (shipping > books.shippingLeft(order)) return refuse('Refund amount for shipping is greater than the shipping price', ['shipping'])
    if (paid + credit > books.net(order)) return refuse(`Refund amount $${amount(paid + credit)} is greater than net payment received $${amount(books.net(order))}`)
    const refund = book(order, {
      note: asked.note ?? null,
      notified: asked.notify ?? false,
      shipping,
      paid,
      credit,
      lines: lines.map(line => ({ ...line, ...books.share(order, line.index, line.quantity) })),
    })
    for (const { index, quantity, restockType, locationId } of lines) {
      if (restockType !== 'NO_RESTOCK' && locationId) store.moveStock(order.lines[index]?.sku ?? '', locationId, quantity)
    }
    store.state.keys[key] = { at: now(), print, refundId: refund.id }
    return { refund: { id: refund.id, note: refund.note }, order: null, userErrors: [] }
  }

  function book(order: SeedOrder, refund: Omit<KeptRefund, 'id' | 'at' | 'payout'>): KeptRefund {
    return store.addRefund(order.id, { at: now(), ...refund })
  }

  function orderCancel(args: Record<string, unknown>): object {
    const { orderId, reason, restock, refundMethod, staffNote } = Cancelling.parse(args)
    const refuse = (message: string, code: string) => ({ job: null, jobResult: null, orderCancelUserErrors: [{ field: ['orderId'], message, code }], userErrors: [] })
    const order = findOrder(orderId)
    if (!order) return refuse('Order does not exist', 'NOT_FOUND')
    if (books.isCancelled(order)) return refuse('Cannot cancel an order that has already been canceled', 'INVALID')
    if ((staffNote ?? '').length > 255) return refuse('Staff note is too long. Maximum length is 255 characters.', 'INVALID')
    const isCredit = Boolean(refundMethod?.storeCreditRefund)
    const ask = { reason, staffNote: staffNote ?? null, restock, isRefund: Boolean(refundMethod), isCredit }
    const job: KeptJob = { id: store.nextId('OrderCancelJobResult'), orderId: order.id, dueAt: now() + cancelTakesMs, ask, status: 'STARTED', error: null }
    store.state.jobs.push(job)
    finishJobs()
    return { job: { id: job.id.replace('OrderCancelJobResult', 'Job'), done: job.status !== 'STARTED' }, jobResult: viewJob(job), orderCancelUserErrors: [], userErrors: [] }
  }

  function cancel(order: SeedOrder, job: KeptJob): void {
    if (books.isCancelled(order)) return void Object.assign(job, { status: 'FAILED', error: 'Cannot cancel an order that has already been canceled' })
    if (order.fulfilments.length) return void Object.assign(job, { status: 'FAILED', error: 'Cannot cancel an order with fulfillments' })
    const net = books.net(order)
    const lines = order.lines.map((_, index) => ({ index, quantity: books.refundable(order, index), restockType: 'CANCEL' as const, ...books.share(order, index, books.refundable(order, index)) }))
    const { isRefund, isCredit, reason, staffNote } = job.ask
    if (isRefund && net > 0) book(order, { note: 'Order canceled', notified: false, lines, shipping: books.shippingLeft(order), paid: isCredit ? 0 : net, credit: isCredit ? net : 0 })
    const ledger = store.ledger(order.id)
    ledger.cancelled = { at: now(), reason, staffNote }
    ledger.changedAt = now()
    job.status = 'SUCCEEDED'
  }

  function finishJobs(): void {
    for (const job of store.state.jobs) {
      const order = store.orders().find(({ id }) => id === job.orderId)
      if (order && job.status === 'STARTED' && job.dueAt <= now()) cancel(order, job)
    }
  }

  const byName: Record<string, Mutation> = { refundCreate, orderCancel, ...createWrites(shop) }
  for (const part of parts) Object.assign(byName, part.mutations)
  return { byName, finishJobs }
}

export function viewJob({ id, status, error }: KeptJob): object {
  return { __typename: 'OrderCancelJobResult', id, status, done: status !== 'STARTED', errors: error ? [{ field: ['orderId'], message: error, code: 'INVALID' }] : [] }
}
