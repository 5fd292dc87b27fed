import type { ActionOrder } from '#shared/contracts/action-order'
import type { OrderAction } from '#shared/contracts/order-action'
import { readTyped } from '#shared/money/typed'

type ShippingParts = Pick<Extract<OrderAction, { do: 'edit' }>, 'shipping' | 'shippingChanges'>
export interface ShippingLineDraft { title: string, amount: string }
/** The shipping of an order as an agent would have it: what becomes of each line, and one more. */
export interface ShippingDraft {
  lines: Record<string, { becomes: 'kept' | 'changed' | 'removed' } & ShippingLineDraft>
  isAdded: boolean
  added: ShippingLineDraft
}

export function shippingDraft({ shipping }: ActionOrder): ShippingDraft {
  const lines = shipping.map(({ id, title }) => [id, { becomes: 'kept' as const, title, amount: '' }])
  return { lines: Object.fromEntries(lines), isAdded: false, added: { title: '', amount: '' } }
}

/** The parts of an edit; null where an amount cannot be read. */
export function shippingParts({ lines, isAdded, added }: ShippingDraft, currency: string, language: string): ShippingParts | null {
  let isBad = false
  function lineOf({ title, amount }: ShippingLineDraft) {
    const amountMinor = readTyped(amount, currency, language)
    isBad ||= amountMinor === null
    return { title: title.trim(), amountMinor: amountMinor ?? 0 }
  }
  const parts = {
    shipping: isAdded ? lineOf(added) : null,
    shippingChanges: Object.entries(lines).flatMap(([lineId, line]) => line.becomes === 'kept'
      ? []
      : [{ lineId, to: line.becomes === 'changed' ? lineOf(line) : null }]),
  }
  return isBad ? null : parts
}
