import type { ShopWord } from '../../../../shared/actions/state.ts'
import type { Money } from '../../../../shared/contracts/money.ts'
import type { ActionEffect } from '../../../../shared/contracts/order-action.ts'
import type { CalculatedOrder } from './edit-step.ts'
import type { Shopify } from './order.ts'
import { z } from 'zod'
import { Edit } from '../../../../shared/contracts/order-action-edit.ts'
import { EDIT_ADD_DOCUMENT, EDIT_BEGIN_DOCUMENT, EDIT_QUANTITY_DOCUMENT } from './edit-documents.ts'
import { EditShipping, stageShipping } from './edit-shipping.ts'
import { readStep, Step, Totals } from './edit-step.ts'
import { BothMoney, nodes } from './order.ts'

const Title = { title: z.string(), variantTitle: z.string().nullish() }
const Line = z.object({ ...Title, id: z.string(), quantity: z.number(), editableQuantity: z.number() })
const Begun = z.object({
  orderEditBegin: z.object({ ...Step, calculatedOrder: z.object({ ...Totals, ...EditShipping, lineItems: nodes(Line) }).nullish() }),
})
const Added = z.object({
  orderEditAddVariant: z.object({ ...Step, calculatedLineItem: z.object({ ...Title, originalUnitPriceSet: BothMoney }).nullish() }),
})
const Changed = z.object({ orderEditSetQuantity: z.object(Step) })

/** An edit's parts as they are asked for, and as they are frozen. */
export const EditParts = Edit.pick({ adds: true, changes: true, restocks: true, shipping: true, shippingChanges: true })
export type EditParts = z.infer<typeof EditParts>

/** An order as it would be; in the shop nothing is different yet. */
export interface Staged {
  is: 'staged'
  id: string
  /** The order's total, and what the customer owes; below nothing is what is owed to them. */
  before: Money
  after: Money
  owedBefore: Money
  owed: Money
  added: { title: string, price: Money }[]
  changed: { title: string, from: number, to: number }[]
  shipping: ActionEffect[]
}

/** Begins an edit and puts its parts into it. Nothing of it is in the order before it is committed, so it can be begun again. */
export async function stageEdit(orderId: string, currency: string, parts: EditParts, shopify: Shopify): Promise<Staged | ShopWord> {
  const begun = readStep(await shopify.tell(EDIT_BEGIN_DOCUMENT, { id: orderId }, Begun), ({ orderEditBegin }) => orderEditBegin)
  if ('is' in begun) return begun.is === 'refused' ? { ...begun, code: 'not_editable' } : begun
  const { calculatedOrder: { id, totalPriceSet, totalOutstandingSet, lineItems, shippingLines, originalOrder } } = begun
  const first = { before: totalPriceSet.amount, owedBefore: totalOutstandingSet.amount }
  const staged: Staged = { is: 'staged', id, ...first, after: first.before, owed: first.owedBefore, added: [], changed: [], shipping: [] }
  const take = ({ calculatedOrder }: { calculatedOrder: CalculatedOrder }) => {
    staged.after = calculatedOrder.totalPriceSet.amount
    staged.owed = calculatedOrder.totalOutstandingSet.amount
  }

  for (const { lineId, quantity } of parts.changes) {
    // A line that was there before has its number in the edit, too.
    const line = lineItems.find(one => one.id.split('/').at(-1) === lineId.split('/').at(-1))
    if (!line) return { is: 'refused', code: 'line_not_in_order', detail: null }
    const variables = { id, lineItemId: line.id, quantity: line.quantity - line.editableQuantity + quantity, restock: parts.restocks }
    const told = await shopify.tell(EDIT_QUANTITY_DOCUMENT, variables, Changed)
    const step = readStep(told, ({ orderEditSetQuantity }) => orderEditSetQuantity)
    if ('is' in step) return step
    take(step)
    staged.changed.push({ title: titleOf(line), from: line.editableQuantity, to: quantity })
  }
  for (const add of parts.adds) {
    const step = readStep(await shopify.tell(EDIT_ADD_DOCUMENT, { id, ...add }, Added), ({ orderEditAddVariant }) => orderEditAddVariant)
    if ('is' in step) return step
    take(step)
    const { calculatedLineItem: line } = step
    staged.added.push({ title: line ? titleOf(line) : '', price: line?.originalUnitPriceSet.amount ?? { minor: 0, currency } })
  }
  const shipping = await stageShipping({ id, shippingLines, originalOrder }, parts, currency, shopify)
  if ('is' in shipping) return shipping
  if (shipping.last) take({ calculatedOrder: shipping.last })
  staged.shipping = shipping.effects
  return staged
}

function titleOf({ title, variantTitle }: { title: string, variantTitle?: string | null }): string {
  return variantTitle ? `${title}, ${variantTitle}` : title
}
