import type { Kind } from './kind.ts'
import { z } from 'zod'
import { toDecimal } from '../../../../shared/actions/money.ts'
import { CANCEL_DOCUMENT, CANCELLATION_DOCUMENT } from './documents.ts'
import { markOf, refuse, toWord } from './kind.ts'
import { paymentsOf, titleOf } from './order.ts'

const Job = z.object({ done: z.boolean(), status: z.string(), errors: z.array(z.object({ message: z.string() })) })
const Cancelled = z.object({
  orderCancel: z.object({
    jobResult: Job.extend({ id: z.string() }).nullish(),
    orderCancelUserErrors: z.array(z.object({ message: z.string(), code: z.string().nullish() })),
  }),
})
const Cancellation = z.object({
  order: z.object({ cancelledAt: z.string().nullish(), cancellation: z.object({ staffNote: z.string().nullish() }).nullish() }).nullish(),
  node: Job.nullish(),
})
const ALREADY = /already been cancell?ed/i

/**
 * Cancels a whole order of which nothing has left, and gives the money back. Shopify does it after it has answered; an order can be
 * cancelled once, so asking twice pays once.
 */
export const cancel: Kind<'cancel'> = {
  async plan(action, { order, conversationId }) {
    if (order.cancelledAt !== null) return refuse('order_cancelled')
    if (order.fulfillments.some(({ status }) => status !== 'CANCELLED')) return refuse('already_shipped')
    if (action.payBack === 'store_credit' && !order.customer) return refuse('no_store_credit')
    const { amount, shop } = order.netPaymentSet
    const isPaid = amount.minor > 0
    const isCredit = action.payBack === 'store_credit'
    const units = order.lineItems.nodes.filter(({ unfulfilledQuantity }) => unfulfilledQuantity > 0)
    const to = paymentsOf(order).map(({ name }) => name).filter(Boolean).join(', ')
    return {
      status: 'ready',
      plan: {
        effects: [
          { is: 'cancelled', because: action.because },
          isPaid ? { is: 'pay', amount, by: action.payBack, to: isCredit ? '' : to } : { is: 'void' },
          ...action.restocks ? units.map(line => ({ is: 'not_sent' as const, title: titleOf(line), quantity: line.unfulfilledQuantity })) : [],
          { is: 'tells', who: action.tellsCustomer ? 'customer' : 'nobody' },
          { is: 'final' },
        ],
        money: isPaid ? { amount, shop } : null,
        daysSince: null,
        facts: {
          left: toDecimal(amount),
          payment: order.displayFinancialStatus ?? '',
          shipment: order.displayFulfillmentStatus,
          ...Object.fromEntries(units.map(line => [`units:${titleOf(line)}`, String(line.unfulfilledQuantity)])),
        },
        sameness: null,
        freeze: id => ({
          orderId: order.id,
          reason: action.because.toUpperCase(),
          restock: action.restocks,
          ...isPaid && { refundMethod: isCredit ? { storeCreditRefund: {} } : { originalPaymentMethodsRefund: true } },
          notifyCustomer: action.tellsCustomer,
          staffNote: `Pitwall, conversation ${conversationId} ${markOf(id)}`,
        }),
      },
    }
  },
  async send({ input }, shopify) {
    const told = await shopify.tell(CANCEL_DOCUMENT, input, Cancelled)
    // By whom it was cancelled, the order tells.
    if (told.is === 'answered' && told.value.orderCancel.orderCancelUserErrors.some(({ message }) => ALREADY.test(message))) {
      return { is: 'unknown', code: 'already_cancelled' }
    }
    return toWord(told, ({ orderCancel }) => orderCancel.orderCancelUserErrors, ({ orderCancel: { jobResult } }) => {
      if (!jobResult) return { is: 'unknown', code: 'in_progress' }
      if (jobResult.status === 'FAILED') return { is: 'refused', code: 'shop_refused', detail: jobResult.errors[0]?.message ?? null }
      return jobResult.status === 'SUCCEEDED' ? { is: 'done', ref: jobResult.id, detail: null } : { is: 'pending', ref: jobResult.id }
    })
  },
  async look({ id, orderId, shopRef }, shopify) {
    const variables = { id: orderId, job: shopRef ?? orderId, hasJob: shopRef !== null }
    const { order, node } = await shopify.request(CANCELLATION_DOCUMENT, variables, Cancellation)
    if (!order) return { is: 'unseen', code: 'order_not_found' }
    if (order.cancelledAt && order.cancellation?.staffNote?.includes(markOf(id))) return { is: 'done', ref: shopRef, detail: null }
    if (order.cancelledAt) return { is: 'gone', code: 'order_cancelled', detail: null }
    if (node && !node.done) return { is: 'pending' }
    return node?.status === 'FAILED' ? { is: 'gone', code: 'shop_refused', detail: node.errors[0]?.message ?? null } : { is: 'absent' }
  },
}
