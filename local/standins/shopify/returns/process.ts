import type { SeedOrder } from '../../../seed/types.ts'
import type { World } from '../mutations.ts'
import type { Shop } from '../shop.ts'
import type { KeptReturn } from './state.ts'
import { z } from 'zod'
import { amount, cents } from '../books.ts'
import { saleIdOf } from '../ids.ts'
import { reverseIdOf, reverseLineIdOf } from './view.ts'

const Money = z.object({ amount: z.string() })
const Processing = z.object({
  returnId: z.string(),
  note: z.string().nullish(),
  notifyCustomer: z.boolean().nullish(),
  returnLineItems: z.array(z.object({
    id: z.string(),
    quantity: z.number(),
    dispositions: z.array(z.object({
      reverseFulfillmentOrderLineItemId: z.string(),
      quantity: z.number(),
      dispositionType: z.string(),
      locationId: z.string().nullish(),
    })).nullish(),
  })).nullish(),
  refundShipping: z.object({ shippingRefundAmount: Money.nullish(), fullRefund: z.boolean().nullish() }).nullish(),
  financialTransfer: z.object({
    issueRefund: z.object({
      orderTransactions: z.array(z.object({ parentId: z.string(), transactionAmount: Money })),
      refundMethods: z.array(z.object({ storeCreditRefund: z.object({ amount: Money }) })).nullish(),
    }).nullish(),
  }).nullish(),
})

type Found = { kept: KeptReturn, order: SeedOrder } | null

/** What is done with goods that came back. */
export function createProcessing({ store, books, now }: World, shop: Shop, find: (id: unknown) => Found) {
  const refuse = (field: string[] | null, message: string, code: string) => ({ return: null, userErrors: [{ field, message, code }] })

  function returnProcess({ input }: Record<string, unknown>): object {
    const asked = Processing.parse(input)
    const found = find(asked.returnId)
    if (!found) return refuse(['input', 'returnId'], 'Return does not exist.', 'NOT_FOUND')
    const { kept, order } = found
    if (kept.status !== 'OPEN') return refuse(['input', 'returnId'], 'Return is not open.', 'INVALID_STATE')
    const items = asked.returnLineItems ?? []
    const parcels = new Set<string>()
    for (const [at, item] of items.entries()) {
      const field = ['input', 'returnLineItems', String(at)]
      const line = kept.lines.find(({ id }) => id === item.id)
      if (!line) return refuse([...field, 'id'], 'Return line item does not exist.', 'NOT_FOUND')
      if (item.quantity < 1 || item.quantity > line.quantity - line.processed) return refuse([...field, 'quantity'], 'Quantity is greater than the processable quantity.', 'INVALID')
      const disposed = item.dispositions ?? []
      if (disposed.reduce((sum, { quantity }) => sum + quantity, 0) > item.quantity) return refuse([...field, 'dispositions'], 'Disposition quantity is too large.', 'INVALID')
      if (disposed.some(one => one.reverseFulfillmentOrderLineItemId !== reverseLineIdOf(line))) return refuse([...field, 'dispositions'], 'Reverse fulfillment order line item does not match.', 'INVALID')
      if (disposed.some(one => one.dispositionType === 'RESTOCKED' && !one.locationId)) return refuse([...field, 'dispositions'], 'Location is required for restocking.', 'BLANK')
      if (disposed.length) parcels.add(reverseIdOf(kept, line.parcel))
    }
    if (parcels.size > 1) return refuse(['input'], 'Dispositions must belong to one reverse fulfillment order.', 'INVALID')
    const refund = asked.financialTransfer?.issueRefund
    const paid = (refund?.orderTransactions ?? []).reduce((sum, one) => sum + cents(one.transactionAmount.amount), 0)
    const credit = (refund?.refundMethods ?? []).reduce((sum, one) => sum + cents(one.storeCreditRefund.amount.amount), 0)
    if (refund?.orderTransactions.some(({ parentId }) => parentId !== saleIdOf(order))) return refuse(['input', 'financialTransfer'], 'Parent transaction does not exist.', 'NOT_FOUND')
    if (credit > 0 && order.customerId === null) return refuse(['input', 'financialTransfer'], 'Store credit refunds require a customer.', 'INVALID')
    if (paid + credit > books.net(order)) return refuse(['input', 'financialTransfer'], `Refund amount $${amount(paid + credit)} is greater than net payment received.`, 'INVALID')

    const refunded = items.flatMap((item) => {
      const line = kept.lines.find(({ id }) => id === item.id)
      if (!line) return []
      line.processed += item.quantity
      if (refund) line.refunded += item.quantity
      for (const { dispositionType, quantity, locationId } of item.dispositions ?? []) {
        line.dispositions.push({ type: dispositionType, quantity, locationId: locationId ?? null })
        const place = `${order.lines[line.index]?.sku} ${locationId}`
        if (dispositionType === 'RESTOCKED') store.state.restocked[place] = (store.state.restocked[place] ?? 0) + quantity
      }
      return [{ index: line.index, quantity: item.quantity, restockType: 'RETURN' as const, ...books.share(order, line.index, item.quantity) }]
    })
    if (refund) {
      store.addRefund(order.id, {
        at: now(),
        note: asked.note ?? null,
        notified: asked.notifyCustomer ?? false,
        lines: refunded,
        shipping: asked.refundShipping?.fullRefund ? books.shippingLeft(order) : cents(asked.refundShipping?.shippingRefundAmount?.amount ?? '0'),
        paid,
        credit,
        returnId: kept.id,
      })
    }
    if (items.length) kept.isFeeTaken = true
    store.ledger(order.id).changedAt = now()
    return { return: shop.viewReturn(order, kept), userErrors: [] }
  }

  function returnClose({ id }: Record<string, unknown>): object {
    const found = find(id)
    if (!found) return refuse(['id'], 'Return does not exist.', 'NOT_FOUND')
    const { kept, order } = found
    if (kept.status !== 'OPEN') return refuse(['id'], 'Return is not closeable.', 'INVALID_STATE')
    Object.assign(kept, { status: 'CLOSED', closedAt: now() })
    store.ledger(order.id).changedAt = now()
    return { return: shop.viewReturn(order, kept), userErrors: [] }
  }

  return { returnProcess, returnClose }
}
