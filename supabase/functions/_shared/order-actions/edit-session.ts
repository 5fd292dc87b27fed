import type { ShopWord } from '../../../../shared/actions/state.ts'
import type { Money } from '../../../../shared/contracts/money.ts'
import type { Told } from '../shopify.ts'
import type { Shopify } from './order.ts'
import { z } from 'zod'
import { toDecimal } from '../../../../shared/actions/money.ts'
import { Edit } from '../../../../shared/contracts/order-action-edit.ts'
import { EDIT_ADD_DOCUMENT, EDIT_BEGIN_DOCUMENT, EDIT_QUANTITY_DOCUMENT, EDIT_SHIPPING_DOCUMENT } from './edit-documents.ts'
import { BothMoney, nodes } from './order.ts'

const WAIT_MS = 5_000
const Title = { title: z.string(), variantTitle: z.string().nullish() }
const Totals = { id: z.string(), totalPriceSet: BothMoney, totalOutstandingSet: BothMoney }
const Line = z.object({ ...Title, id: z.string(), quantity: z.number(), editableQuantity: z.number() })
const Step = { calculatedOrder: z.object(Totals).nullish(), userErrors: z.array(z.object({ message: z.string() })) }
const Begun = z.object({
  orderEditBegin: z.object({ ...Step, calculatedOrder: z.object({ ...Totals, lineItems: nodes(Line) }).nullish() }),
})
const Added = z.object({
  orderEditAddVariant: z.object({ ...Step, calculatedLineItem: z.object({ ...Title, originalUnitPriceSet: BothMoney }).nullish() }),
})
const Changed = z.object({ orderEditSetQuantity: z.object(Step) })
const Shipped = z.object({ orderEditAddShippingLine: z.object(Step) })

/** An edit's parts as they are asked for, and as they are frozen. */
export const EditParts = Edit.pick({ adds: true, changes: true, restocks: true, shipping: true })
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
}

type CalculatedOrder = z.output<z.ZodObject<typeof Totals>>
interface StepAnswer { calculatedOrder?: CalculatedOrder | null, userErrors: { message: string }[] }

/** Begins an edit and puts its parts into it. Nothing of it is in the order before it is committed, so it can be begun again. */
export async function stageEdit(orderId: string, currency: string, parts: EditParts, shopify: Shopify): Promise<Staged | ShopWord> {
  const begun = readStep(await shopify.tell(EDIT_BEGIN_DOCUMENT, { id: orderId }, Begun), ({ orderEditBegin }) => orderEditBegin)
  if ('is' in begun) return begun.is === 'refused' ? { ...begun, code: 'not_editable' } : begun
  const { calculatedOrder: { id, totalPriceSet, totalOutstandingSet, lineItems } } = begun
  const first = { before: totalPriceSet.amount, owedBefore: totalOutstandingSet.amount }
  const staged: Staged = { is: 'staged', id, ...first, after: first.before, owed: first.owedBefore, added: [], changed: [] }
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
  if (parts.shipping) {
    const { title, amountMinor } = parts.shipping
    const price = { amount: toDecimal({ minor: amountMinor, currency }), currencyCode: currency }
    const told = await shopify.tell(EDIT_SHIPPING_DOCUMENT, { id, shippingLine: { title, price } }, Shipped)
    const step = readStep(told, ({ orderEditAddShippingLine }) => orderEditAddShippingLine)
    if ('is' in step) return step
    take(step)
  }
  return staged
}

/** A step's answer with its order, or why it has none; nothing is in doubt before the commit. */
function readStep<T, S extends StepAnswer>(told: Told<T>, stepOf: (value: T) => S) {
  if (told.is === 'unknown') return { is: 'not_executed' as const, code: told.code, waitMs: WAIT_MS, isFinal: false }
  if (told.is !== 'answered') return told
  const step = stepOf(told.value)
  const { calculatedOrder, userErrors: [error] } = step
  if (error) return { is: 'refused' as const, code: 'shop_refused', detail: error.message }
  if (!calculatedOrder) return { is: 'not_executed' as const, code: 'shopify_unreachable', waitMs: WAIT_MS, isFinal: false }
  return { ...step, calculatedOrder }
}

function titleOf({ title, variantTitle }: { title: string, variantTitle?: string | null }): string {
  return variantTitle ? `${title}, ${variantTitle}` : title
}
