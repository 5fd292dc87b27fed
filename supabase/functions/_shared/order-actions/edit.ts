import type { ActionEffect } from '../../../../shared/contracts/order-action.ts'
import type { Staged } from './edit-session.ts'
import type { ActionOf, Kind, PlanContext, Planned } from './kind.ts'
import { z } from 'zod'
import { toDecimal } from '../../../../shared/actions/money.ts'
import { ProblemError } from '../app.ts'
import { EDIT_COMMIT_DOCUMENT, EDITS_DOCUMENT } from './edit-documents.ts'
import { EditParts, stageEdit } from './edit-session.ts'
import { markOf, refuse, toWord } from './kind.ts'
import { BothMoney, nodes, titleOf } from './order.ts'

const Edits = z.object({
  order: z.object({
    merchantEditable: z.boolean(),
    currentTotalPriceSet: BothMoney,
    agreements: nodes(z.object({ __typename: z.string(), id: z.string(), app: z.object({ id: z.string() }).nullish() })),
  }).nullish(),
  currentAppInstallation: z.object({ app: z.object({ id: z.string() }) }),
})
const Committed = z.object({
  orderEditCommit: z.object({ order: z.object({ id: z.string() }).nullish(), userErrors: z.array(z.object({ message: z.string() })) }),
})
const Input = z.object({
  parts: EditParts,
  currency: z.string(),
  total: z.string(),
  current: z.string(),
  known: z.array(z.string()),
  notifyCustomer: z.boolean(),
  staffNote: z.string(),
})

/**
 * Changes what is in an order. All steps but the last leave no trace; the session's id is written down before the last, which the
 * shop does once for a session. Whether it was done the order's agreements tell.
 */
export const edit: Kind<'edit'> = {
  async plan(action, context) {
    const { order, shopify, conversationId } = context
    if (order.cancelledAt !== null) return refuse('order_cancelled')
    const bad = badPart(action, context)
    if (bad) return bad
    const parts = EditParts.parse(action)
    const { order: editable } = await shopify.request(EDITS_DOCUMENT, { id: order.id }, Edits)
    if (!editable?.merchantEditable) return refuse('not_editable')
    const currency = order.presentmentCurrencyCode
    const staged = await stageEdit(order.id, currency, parts, shopify)
    if (staged.is === 'refused') return refuse(staged.code === 'not_editable' ? 'not_editable' : 'shop_refused')
    if (staged.is !== 'staged') throw new ProblemError(problemOf('code' in staged ? staged.code : ''))
    const difference = staged.after.minor - staged.before.minor
    return {
      status: 'ready',
      plan: {
        effects: effectsOf(action, staged),
        money: null,
        daysSince: null,
        facts: {
          total: toDecimal(staged.before),
          payment: order.displayFinancialStatus ?? '',
          ...Object.fromEntries(order.lineItems.nodes.map(line => [`units:${titleOf(line)}`, `${line.quantity} / ${line.unfulfilledQuantity}`])),
        },
        sameness: { after: staged.after, owed: staged.owed, shipping: staged.shipping },
        freeze: id => ({
          parts,
          currency,
          total: toDecimal(staged.after),
          current: toDecimal({ currency, minor: editable.currentTotalPriceSet.amount.minor + difference }),
          known: editable.agreements.map(one => one.id),
          notifyCustomer: action.tellsCustomer,
          staffNote: [action.staffNote, `Pitwall, conversation ${conversationId} ${markOf(id)}`].filter(Boolean).join(' · '),
        }),
      },
    }
  },

  async send({ orderId, input, shopRef }, shopify, remember) {
    const { parts, currency, total, notifyCustomer, staffNote } = Input.parse(input)
    let session = shopRef
    if (session === null) {
      const staged = await stageEdit(orderId, currency, parts, shopify)
      if (staged.is !== 'staged') return staged
      if (toDecimal(staged.after) !== total) return { is: 'refused', code: 'order_changed', detail: null }
      session = staged.id
      if (!await remember(session)) return { is: 'unknown', code: 'in_progress' }
    }
    const told = await shopify.tell(EDIT_COMMIT_DOCUMENT, { id: session, notifyCustomer, staffNote }, Committed)
    const ref = session
    const word = toWord(told, ({ orderEditCommit }) => orderEditCommit.userErrors, ({ orderEditCommit: { order } }) => order
      ? { is: 'done', ref, detail: null }
      : { is: 'unknown', code: 'shopify_unreachable' })
    // A session that was asked for before may be gone because it is in the order.
    return word.is === 'refused' && shopRef !== null ? { ...word, code: 'edit_expired' } : word
  },

  async look({ orderId, input, shopRef }, shopify) {
    const { known, current } = Input.parse(input)
    const { order, currentAppInstallation: { app } } = await shopify.request(EDITS_DOCUMENT, { id: orderId }, Edits)
    if (!order) return { is: 'unseen', code: 'order_not_found' }
    const since = order.agreements.filter(({ __typename, id }) => __typename === 'OrderEditAgreement' && !known.includes(id))
    const isOurs = since.some(one => one.app?.id === app.id)
      || (since.some(one => !one.app) && toDecimal(order.currentTotalPriceSet.amount) === current)
    return isOurs ? { is: 'done', ref: shopRef, detail: null } : { is: 'absent' }
  },
}

function badPart({ adds, changes, shipping, shippingChanges }: ActionOf<'edit'>, { order }: PlanContext): Planned | null {
  if (!adds.length && !changes.length && !shipping && !shippingChanges.length) return refuse('nothing_asked')
  if (new Set(changes.map(({ lineId }) => lineId)).size < changes.length) return refuse('quantity_too_large')
  for (const { lineId, quantity } of changes) {
    const line = order.lineItems.nodes.find(({ id }) => id === lineId)
    if (!line) return refuse('line_not_in_order')
    if (line.unfulfilledQuantity === 0) return refuse('already_shipped')
    if (line.unfulfilledQuantity === quantity) return refuse('nothing_to_change')
  }
  if (new Set(shippingChanges.map(({ lineId }) => lineId)).size < shippingChanges.length) return refuse('line_not_in_order')
  for (const { lineId, to } of shippingChanges) {
    const line = order.shippingLines.find(({ id }) => id === lineId)
    if (!line) return refuse('line_not_in_order')
    if (to?.title === line.title && to.amountMinor === line.originalPriceSet.amount.minor) return refuse('nothing_to_change')
  }
  return null
}

function effectsOf({ adds, restocks, tellsCustomer }: ActionOf<'edit'>, { added, changed, shipping, before, after, owed }: Staged): ActionEffect[] {
  const { currency } = after
  return [
    ...added.map(({ title, price }, index) => ({ is: 'added' as const, title, price, quantity: adds[index]?.quantity ?? 0 })),
    ...changed.map(({ title, from, to }) => ({ is: 'quantity' as const, title, from, to, isRestocked: restocks && to < from })),
    ...shipping,
    { is: 'new_total', before, after },
    ...owed.minor > 0 ? [{ is: 'to_pay' as const, amount: owed, isInvoiced: tellsCustomer }] : [],
    ...owed.minor < 0 ? [{ is: 'to_give_back' as const, amount: { minor: -owed.minor, currency } }] : [],
    { is: 'tells', who: tellsCustomer ? 'customer' : 'nobody' },
  ]
}

function problemOf(code: string) {
  if (code === 'shopify_busy') return 'shopify_busy'
  return code === 'scope_missing' || code === 'shopify_refused' ? 'shopify_refused' : 'shopify_unreachable'
}
