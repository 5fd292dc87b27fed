import type { OpenReturns, ReturnDesk } from '../../../../../shared/contracts/return-action.ts'
import type { Work } from '../../jobs.ts'
import type { Asked } from '../rehearse.ts'
import { daysBetween } from '../../../../../shared/actions/policy.ts'
import { itemObjections } from '../../../../../shared/returns/eligibility.ts'
import { ProblemError } from '../../app.ts'
import { readLabelSettings } from '../../labels/desk.ts'
import { readPolicy } from '../policy.ts'
import { hasSentPhoto, openShop, readOwnOrder } from '../rehearse.ts'
import { lineTitle, readOpenReturns } from './coming.ts'
import { readShelf } from './shelf.ts'

/** What of an order can come back, with what the policy has to say; refuses with `order_not_found`, also when it is another customer's. */
export async function describeReturns(asked: Pick<Asked, 'accountId' | 'conversationId' | 'orderId'>, work: Work): Promise<ReturnDesk> {
  const { shopify } = await openShop(asked.accountId, work)
  const found = await readOwnOrder(asked, shopify, work)
  if (found.status === 'refused') throw new ProblemError('order_not_found')
  const [{ policy }, { items, reasons }, hasPhoto] = await Promise.all([
    readPolicy(work.admin, asked.accountId, found.order.currencyCode),
    readShelf(shopify, found.order),
    hasSentPhoto(asked, work.admin),
  ])
  const { photoReasons, approvalReasons, faultReasons, restockingPercent, labelPaidBy, labelFeeMinor } = policy.returns
  return {
    items: items.map(item => ({
      id: item.id,
      title: item.title,
      quantity: item.quantity,
      daysSince: item.arrivedAt === null ? null : daysBetween(item.arrivedAt, work.now()),
      isDelivered: item.isDelivered,
      objections: itemObjections(item, policy, work.now()),
      suggested: item.suggested,
    })),
    reasons: reasons.map(reason => ({
      ...reason,
      needsPhoto: photoReasons.includes(reason.handle),
      needsSecond: approvalReasons.includes(reason.handle),
      isFault: faultReasons.includes(reason.handle),
    })),
    hasPhoto,
    hasFees: restockingPercent > 0 || (labelPaidBy === 'customer' && labelFeeMinor > 0),
  }
}

/** An order's returns that are on their way; refuses as the above. */
export async function describeOpenReturns(asked: Pick<Asked, 'accountId' | 'conversationId' | 'orderId'>, work: Work): Promise<OpenReturns> {
  const { shopify, labels } = await openShop(asked.accountId, work)
  const found = await readOwnOrder(asked, shopify, work)
  if (found.status === 'refused') throw new ProblemError('order_not_found')
  const [returns, desk, { settings: { parcel } }] = await Promise.all([
    readOpenReturns(shopify, found.order.id),
    labels(),
    readLabelSettings(work.admin, asked.accountId),
  ])
  const buys = desk && parcel
  return {
    buys,
    returns: returns.map(({ id, name, returnLineItems, returnShippingFees, reverseFulfillmentOrders }) => {
      const deliverable = reverseFulfillmentOrders[0]?.reverseDeliveries[0]?.deliverable
      return {
        id,
        name,
        lines: returnLineItems.map(line => ({
          id: line.id,
          title: lineTitle(line),
          quantity: line.quantity,
          left: line.processableQuantity,
          percent: line.restockingFee?.percentage ?? 0,
        })),
        fee: returnShippingFees[0]?.amountSet.amount ?? null,
        label: deliverable ? { url: deliverable.label?.publicFileUrl ?? null, number: deliverable.tracking?.number ?? null } : null,
      }
    }),
  }
}
