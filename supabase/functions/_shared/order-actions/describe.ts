import type { ActionOrder } from '../../../../shared/contracts/action-order.ts'
import type { OpenDraft } from '../../../../shared/contracts/order-action-invoice.ts'
import type { Work } from '../jobs.ts'
import type { Shopify, ShopOrder } from './order.ts'
import type { Asked } from './rehearse.ts'
import { ACTION_SCOPES, lackingScopes } from '../../../../shared/actions/scopes.ts'
import { ProblemError } from '../app.ts'
import { addressOf } from './address.ts'
import { openDraftsOf } from './draft-invoice.ts'
import { countHolds } from './hold.ts'
import { possibleKinds } from './kinds.ts'
import { paymentsOf, titleOf } from './order.ts'
import { openShop, readOwnOrder } from './rehearse.ts'

const DRAFT_SCOPES = ['write_draft_orders']

/** What can be done with an order, and with how much of it; refuses with `order_not_found`, also when it is another customer's. */
export async function describeOrder(asked: Pick<Asked, 'accountId' | 'conversationId' | 'orderId'>, work: Work): Promise<ActionOrder> {
  const { shopify } = await openShop(asked.accountId, work)
  const [found, granted] = await Promise.all([readOwnOrder(asked, shopify, work), shopify.grantedScopes()])
  if (found.status === 'refused') throw new ProblemError('order_not_found')
  const { order } = found
  const currency = order.presentmentCurrencyCode
  const drafts = await draftsOf(order, granted, shopify)
  const can = possibleKinds(order, drafts.length > 0)
  return {
    id: order.id,
    name: order.name,
    currency,
    shopCurrency: order.currencyCode,
    lines: order.lineItems.nodes.map(line => ({
      id: line.id,
      title: titleOf(line),
      quantity: line.quantity,
      refundable: line.refundableQuantity,
      unshipped: Math.min(line.unfulfilledQuantity, line.refundableQuantity),
      unitPrice: line.originalUnitPriceSet.amount,
    })),
    shippingLeft: order.suggestedRefund?.shipping.maximumRefundableSet.amount ?? { minor: 0, currency },
    shipping: order.shippingLines.flatMap(({ id, title, originalPriceSet: { amount } }) => id ? [{ id, title, amount }] : []),
    left: order.netPaymentSet.amount,
    paidBy: paymentsOf(order).map(({ name }) => name).filter(Boolean).join(', '),
    hasCustomer: Boolean(order.customer),
    heldByUs: countHolds(order),
    address: addressOf(order),
    tags: order.tags,
    owed: order.totalOutstandingSet.amount,
    drafts,
    can,
    lacks: can.map(kind => ({ kind, scopes: lackingScopes(ACTION_SCOPES[kind], granted) })).filter(({ scopes }) => scopes.length > 0),
  }
}

// What else can be done with the order does not wait for a shop that will not tell of drafts.
async function draftsOf(order: ShopOrder, granted: string[], shopify: Shopify): Promise<OpenDraft[]> {
  if (lackingScopes(DRAFT_SCOPES, granted).length > 0) return []
  return openDraftsOf(order, shopify).catch((error) => {
    if (error instanceof ProblemError) return []
    throw error
  })
}
