import type { ShopSight, ShopWord } from '../../../../shared/actions/state.ts'
import type { OrderAction } from '../../../../shared/contracts/order-action.ts'
import type { Kind, PlanContext, Planned, Remember, Written } from './kind.ts'
import type { Shopify, ShopOrder } from './order.ts'
import { ActionKind } from '../../../../shared/contracts/order-action.ts'
import { address } from './address.ts'
import { cancel } from './cancel.ts'
import { discount } from './discount.ts'
import { edit } from './edit.ts'
import { countHolds, hold, release } from './hold.ts'
import { invoice } from './invoice.ts'
import { note } from './note.ts'
import { refund } from './refund.ts'
import { replacement } from './replacement.ts'
import { returnLabel } from './returns/label.ts'
import { openReturn } from './returns/open.ts'
import { processReturn } from './returns/process.ts'

const KINDS: { [K in ActionKind]: Kind<K> } = {
  refund,
  cancel,
  discount,
  hold,
  release,
  address,
  replace: replacement,
  edit,
  note,
  invoice,
  return: openReturn,
  return_label: returnLabel,
  return_process: processReturn,
}

/** What the action would do now. */
export async function planAction(action: OrderAction, context: PlanContext): Promise<Planned> {
  switch (action.do) {
    case 'refund': return refund.plan(action, context)
    case 'cancel': return cancel.plan(action, context)
    case 'discount': return discount.plan(action, context)
    case 'hold': return hold.plan(action, context)
    case 'release': return release.plan(action, context)
    case 'address': return address.plan(action, context)
    case 'note': return note.plan(action, context)
    case 'invoice': return invoice.plan(action, context)
    case 'edit': return edit.plan(action, context)
    case 'replace': return replacement.plan(action, context)
    case 'return': return openReturn.plan(action, context)
    case 'return_label': return returnLabel.plan(action, context)
    case 'return_process': return processReturn.plan(action, context)
  }
}

export async function sendAction(kind: ActionKind, written: Written, shopify: Shopify, remember: Remember): Promise<ShopWord> {
  return KINDS[kind].send(written, shopify, remember)
}
export async function lookForAction(kind: ActionKind, written: Written, shopify: Shopify): Promise<ShopSight> {
  return KINDS[kind].look(written, shopify)
}

/** What is worth offering for an order as it stands; `hasDrafts`: a draft of its customer waits for money. */
export function possibleKinds(order: ShopOrder, hasDrafts: boolean): ActionKind[] {
  const isOpen = order.cancelledAt === null
  const isWaiting = isOpen && order.lineItems.nodes.some(({ unfulfilledQuantity }) => unfulfilledQuantity > 0)
  const isComing = order.returnStatus === 'IN_PROGRESS' || order.returnStatus === 'RETURN_REQUESTED'
  const isHeld = countHolds(order) > 0
  const offered: Record<ActionKind, boolean> = {
    refund: isOpen && order.netPaymentSet.amount.minor > 0,
    cancel: isOpen && !order.fulfillments.some(({ status }) => status !== 'CANCELLED'),
    discount: true,
    hold: isWaiting && !isHeld,
    release: isHeld,
    address: isWaiting,
    replace: isOpen,
    edit: isOpen,
    note: true,
    invoice: hasDrafts || (isOpen && order.totalOutstandingSet.amount.minor > 0 && Boolean(order.email)),
    return_label: isComing,
    return_process: isComing,
    return: isOpen && order.lineItems.nodes.some(({ refundableQuantity, unfulfilledQuantity }) => refundableQuantity > unfulfilledQuantity),
  }
  return ActionKind.options.filter(kind => offered[kind])
}
