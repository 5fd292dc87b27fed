import type { ActionEffect } from '../../../../../shared/contracts/order-action.ts'
import type { ActionOf, Kind, PlanContext, Planned } from '../kind.ts'
import { z } from 'zod'
import { inShopMoney, toDecimal } from '../../../../../shared/actions/money.ts'
import { itemObjections, reasonObjections, returnFees } from '../../../../../shared/returns/eligibility.ts'
import { markOf, refuse, toWord } from '../kind.ts'
import { nodes } from '../order.ts'
import { RETURN_DOCUMENT, RETURN_MARKS_DOCUMENT } from './documents.ts'
import { readShelf } from './shelf.ts'

// What a shop's reason "other" is called; Shopify wants a word with it.
const OTHER = 'other'
const NOTE_LENGTH = 150
const Opened = z.object({
  returnCreate: z.object({
    return: z.object({ id: z.string(), name: z.string() }).nullish(),
    userErrors: z.array(z.object({ message: z.string(), code: z.string().nullish() })),
  }),
})
const Marks = z.object({
  order: z.object({
    returns: nodes(z.object({ id: z.string(), name: z.string(), returnLineItems: nodes(z.object({ returnReasonNote: z.string() })) })),
  }).nullish(),
})

/**
 * Lets units come back: a return that is approved from the start. Nothing of Shopify's keeps it from being opened twice, so the
 * mark stands in the reason's note, and a lost answer is waited out before it is asked for again.
 */
export const openReturn: Kind<'return'> = {
  async plan(action, context) {
    const { shopify, order } = context
    if (order.cancelledAt !== null) return refuse('order_cancelled')
    if (!action.lines.length) return refuse('nothing_asked')
    const shelf = await readShelf(shopify, order)
    const asked = unitsOf(action, shelf)
    if ('status' in asked) return asked
    const lines = []
    for (const line of asked) {
      const item = shelf.items.find(({ id }) => id === line.itemId)
      const reason = shelf.reasons.find(({ id }) => id === line.reasonId)
      if (!item) return refuse('not_returnable')
      if (!reason) return refuse('reason_unknown')
      if (reason.handle === OTHER && !line.note) return refuse('note_needed')
      const all = asked.filter(({ itemId }) => itemId === item.id).reduce((sum, { quantity }) => sum + quantity, 0)
      if (all > item.quantity) return refuse('quantity_too_large')
      lines.push({ ...line, item, reason })
    }
    return planLines(action, lines, context)
  },
  async send({ input }, shopify) {
    const told = await shopify.tell(RETURN_DOCUMENT, { input }, Opened)
    return toWord(told, ({ returnCreate }) => returnCreate.userErrors, ({ returnCreate }) => returnCreate.return
      ? { is: 'done', ref: returnCreate.return.id, detail: returnCreate.return.name }
      : { is: 'unknown', code: 'shopify_unreachable' })
  },
  async look({ id, orderId }, shopify) {
    const { order } = await shopify.request(RETURN_MARKS_DOCUMENT, { id: orderId }, Marks)
    if (!order) return { is: 'unseen', code: 'order_not_found' }
    const found = order.returns.find(({ returnLineItems }) => returnLineItems.some(line => line.returnReasonNote.includes(markOf(id))))
    return found ? { is: 'done', ref: found.id, detail: found.name } : { is: 'absent', needsRest: true }
  },
}

type Shelf = Awaited<ReturnType<typeof readShelf>>
interface AskedUnit { itemId: string, quantity: number, reasonId: string, note: string }
interface Line { quantity: number, note: string, item: Shelf['items'][number], reason: Shelf['reasons'][number] }

/** What is asked for as units of parcels: a line of the order takes them from one parcel after the other. */
function unitsOf({ lines, reason: handle = OTHER, note = '' }: ActionOf<'return'>, { items, reasons }: Shelf): AskedUnit[] | Planned {
  const reasonId = reasons.find(reason => reason.handle === handle)?.id
  const units: AskedUnit[] = []
  for (const line of lines) {
    if ('itemId' in line) {
      units.push(line)
      continue
    }
    if (!reasonId) return refuse('reason_unknown')
    const parcels = items.filter(({ lineId }) => lineId === line.lineId)
    if (parcels.length === 0) return refuse('not_returnable')
    let left = line.quantity
    for (const { id: itemId, quantity: most } of parcels) {
      const quantity = Math.min(left, most)
      if (quantity > 0) units.push({ itemId, quantity, reasonId, note: note.slice(0, NOTE_LENGTH).trim() })
      left -= quantity
    }
    if (left > 0) return refuse('quantity_too_large')
  }
  return units
}

async function planLines(action: ActionOf<'return'>, lines: Line[], { order, policy, hasPhoto, now }: PlanContext) {
  const isPictured = await hasPhoto()
  const { percents, labelMinor } = returnFees(lines.map(({ reason }) => reason.handle), policy, action.waivesFees)
  const plain = returnFees(lines.map(({ reason }) => reason.handle), policy, false)
  const isWaived = action.waivesFees && (plain.labelMinor > 0 || plain.percents.some(percent => percent > 0))
  const objections = lines.map(({ item, reason }) =>
    [...itemObjections(item, policy, now), ...reasonObjections(reason.handle, policy, isPictured)])
  // The fee is in the shop's money; the return takes the customer's.
  const { shop, amount } = order.totalPriceSet
  const fee = inShopMoney({ minor: labelMinor, currency: order.currencyCode }, { amount: shop, shop: amount })
  const effects: ActionEffect[] = lines.flatMap(({ quantity, item: { title }, reason }, index): ActionEffect[] => [
    { is: 'comes_back', title, quantity, reason: reason.name, percent: percents[index] ?? 0 },
    ...objections[index]?.length
      ? objections[index].map(why => ({ is: 'objection' as const, title, why }))
      : [{ is: 'allowed' as const, title }],
  ])
  return {
    status: 'ready' as const,
    plan: {
      effects: [
        ...effects,
        isWaived ? { is: 'fees_waived' as const } : fee.minor > 0 ? { is: 'label_fee' as const, amount: fee } : { is: 'label_free' as const },
        { is: 'tells' as const, who: 'nobody' as const },
      ],
      money: null,
      daysSince: null,
      isException: isWaived || objections.some(list => list.length > 0),
      facts: Object.fromEntries(lines.map(({ item }) => [`units:${item.title}`, String(item.quantity)])),
      // Days pass; what the policy has against it is the same until it is something else.
      sameness: { percents, fee, objections: objections.map(list => list.map(({ is }) => is)) },
      freeze: (id: string) => ({
        orderId: order.id,
        requestedAt: new Date(now).toISOString(),
        returnLineItems: lines.map(({ item, quantity, reason, note }, index) => ({
          fulfillmentLineItemId: item.id,
          quantity,
          returnReasonDefinitionId: reason.id,
          returnReasonNote: [note, markOf(id)].filter(Boolean).join(' '),
          ...percents[index] && { restockingFee: { percentage: percents[index] } },
        })),
        ...fee.minor > 0 && { returnShippingFee: { amount: { amount: toDecimal(fee), currencyCode: fee.currency } } },
      }),
    },
  }
}
