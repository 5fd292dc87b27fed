import type { ShopWord } from '../../../../shared/actions/state.ts'
import type { Money } from '../../../../shared/contracts/money.ts'
import type { ActionEffect } from '../../../../shared/contracts/order-action.ts'
import type { EditParts } from './edit-session.ts'
import type { CalculatedOrder } from './edit-step.ts'
import type { Shopify } from './order.ts'
import { z } from 'zod'
import { toDecimal } from '../../../../shared/actions/money.ts'
import { EDIT_SHIPPING_DOCUMENT, EDIT_UNSHIP_DOCUMENT } from './edit-documents.ts'
import { readStep, Step } from './edit-step.ts'
import { BothMoney, nodes } from './order.ts'

const Shipped = z.object({ orderEditAddShippingLine: z.object(Step) })
const Unshipped = z.object({ orderEditRemoveShippingLine: z.object(Step) })

/** The shipping of an edit that was just begun, and what it was called in the order. */
export const EditShipping = {
  shippingLines: z.array(z.object({ id: z.string().nullish(), title: z.string(), stagedStatus: z.string(), price: BothMoney })),
  originalOrder: z.object({ shippingLines: nodes(z.object({ id: z.string().nullish(), title: z.string(), originalPriceSet: BothMoney })) }),
}
type Shipping = z.output<z.ZodObject<typeof EditShipping>>
export interface StagedShipping { effects: ActionEffect[], last: CalculatedOrder | null }

/**
 * Puts an edit's shipping into it. A line that is there cannot be changed, so another takes its place in the same edit. `last` is the
 * order after the last step, null without one.
 */
export async function stageShipping(
  { id, ...shipping }: Shipping & { id: string },
  { shipping: added, shippingChanges }: Pick<EditParts, 'shipping' | 'shippingChanges'>,
  currency: string,
  shopify: Shopify,
): Promise<StagedShipping | ShopWord> {
  const effects: ActionEffect[] = []
  let last: CalculatedOrder | null = null
  const priceOf = (amountMinor: number): Money => ({ minor: amountMinor, currency })
  const add = async ({ title, amountMinor }: NonNullable<typeof added>) => {
    const price = { amount: toDecimal(priceOf(amountMinor)), currencyCode: currency }
    return readStep(
      await shopify.tell(EDIT_SHIPPING_DOCUMENT, { id, shippingLine: { title, price } }, Shipped),
      ({ orderEditAddShippingLine }) => orderEditAddShippingLine,
    )
  }

  for (const { lineId, to } of shippingChanges) {
    const line = findShippingLine(lineId, shipping)
    if (!line?.id) return { is: 'refused', code: 'line_not_in_order', detail: null }
    const out = readStep(
      await shopify.tell(EDIT_UNSHIP_DOCUMENT, { id, shippingLineId: line.id }, Unshipped),
      ({ orderEditRemoveShippingLine }) => orderEditRemoveShippingLine,
    )
    if ('is' in out) return out
    last = out.calculatedOrder
    const from = { title: line.title, amount: line.price.amount }
    if (!to) {
      effects.push({ is: 'shipping_removed', ...from })
      continue
    }
    const step = await add(to)
    if ('is' in step) return step
    last = step.calculatedOrder
    effects.push({ is: 'shipping_changed', from, to: { title: to.title, amount: priceOf(to.amountMinor) } })
  }
  if (added) {
    const step = await add(added)
    if ('is' in step) return step
    last = step.calculatedOrder
    effects.push({ is: 'shipping_added', title: added.title, amount: priceOf(added.amountMinor) })
  }
  return { effects, last }
}

/** The edit's own line for one of the order: by its number, else the only one of this name and price. */
export function findShippingLine(lineId: string, { shippingLines, originalOrder }: Shipping) {
  const there = shippingLines.filter(({ stagedStatus }) => stagedStatus === 'NONE')
  const numbered = there.find(({ id }) => id?.split('/').at(-1) === lineId.split('/').at(-1))
  if (numbered) return numbered
  const known = originalOrder.shippingLines.find(({ id }) => id === lineId)
  const [alike, another] = there.filter(({ title, price: { amount } }) =>
    title === known?.title && amount.minor === known.originalPriceSet.amount.minor)
  return another ? undefined : alike
}
