import type { Part, World } from '../mutations.ts'
import type { Shop } from '../shop.ts'
import type { KeptReturn } from './state.ts'
import { z } from 'zod'
import { cents } from '../books.ts'
import { fulfilmentLineIdOf } from '../ids.ts'
import { createDeliveries } from './deliveries.ts'
import { createProcessing } from './process.ts'
import { REASONS } from './reasons.ts'

const LONGEST_NOTE = 255
const Fee = z.object({ amount: z.object({ amount: z.string() }) })
const Opening = z.object({
  orderId: z.string(),
  returnLineItems: z.array(z.object({
    fulfillmentLineItemId: z.string(),
    quantity: z.number(),
    returnReasonDefinitionId: z.string().nullish(),
    returnReasonNote: z.string().nullish(),
    restockingFee: z.object({ percentage: z.number() }).nullish(),
  })),
  returnShippingFee: Fee.nullish(),
})

/** Returns: what can come back, and what is made of it. */
export function createReturns(rooms: World, shop: Shop, origin: string): Part {
  const { store, now, findOrder } = rooms
  const { returns } = shop
  const refuse = (field: string[], message: string, code: string) => ({ return: null, userErrors: [{ field, message, code }] })

  function returnCreate({ returnInput }: Record<string, unknown>): object {
    const { orderId, returnLineItems, returnShippingFee } = Opening.parse(returnInput)
    const order = findOrder(orderId)
    if (!order) return refuse(['returnInput', 'orderId'], 'Order does not exist.', 'NOT_FOUND')
    if (!returnLineItems.length) return refuse(['returnInput', 'returnLineItems'], 'Return line items can\'t be blank.', 'BLANK')
    const units = order.fulfilments.flatMap((_, parcel) =>
      order.lines.map((_line, index) => ({ parcel, index, id: fulfilmentLineIdOf(order, parcel, index) })))
    const lines: KeptReturn['lines'] = []
    for (const [at, asked] of returnLineItems.entries()) {
      const field = (name: string) => ['returnInput', 'returnLineItems', String(at), name]
      const unit = units.find(({ id }) => id === asked.fulfillmentLineItemId)
      if (!unit) return refuse(field('fulfillmentLineItemId'), 'Fulfillment line item does not exist.', 'NOT_FOUND')
      const taken = lines
        .filter(({ parcel, index }) => parcel === unit.parcel && index === unit.index)
        .reduce((sum, { quantity }) => sum + quantity, 0)
      if (asked.quantity < 1 || taken + asked.quantity > returns.returnable(order, unit.parcel, unit.index)) {
        return refuse(field('quantity'), 'Return line item has an invalid quantity.', 'INVALID')
      }
      const reason = REASONS.find(({ id }) => id === asked.returnReasonDefinitionId)
      if (!reason) return refuse(field('returnReasonDefinitionId'), 'Return reason definition does not exist.', 'NOT_FOUND')
      const note = asked.returnReasonNote ?? ''
      if (reason.handle === 'other' && !note) return refuse(field('returnReasonNote'), 'Return reason note can\'t be blank.', 'BLANK')
      if (note.length > LONGEST_NOTE) return refuse(field('returnReasonNote'), 'Return reason note is too long (maximum is 255 characters).', 'TOO_LONG')
      const percent = asked.restockingFee?.percentage ?? 0
      if (percent < 0 || percent > 100) return refuse(field('restockingFee'), 'Restocking fee percentage must be between 0 and 100.', 'INVALID')
      const id = store.nextId('ReturnLineItem')
      lines.push({ ...unit, id, quantity: asked.quantity, processed: 0, refunded: 0, reasonId: reason.id, note, percent, dispositions: [] })
    }
    const kept: KeptReturn = {
      id: store.nextId('Return'),
      orderId: order.id,
      name: `${order.name}-R${returns.returnsOf(order).length + 1}`,
      status: 'OPEN',
      at: now(),
      closedAt: null,
      fee: returnShippingFee ? cents(returnShippingFee.amount.amount) : 0,
      isFeeTaken: false,
      lines,
      deliveries: [],
    }
    store.state.returns.push(kept)
    store.ledger(order.id).changedAt = now()
    return { return: shop.viewReturn(order, kept), userErrors: [] }
  }

  const find = (id: unknown) => {
    const kept = store.state.returns.find(one => one.id === id)
    const order = kept && shop.world.orders.find(one => one.id === kept.orderId)
    return kept && order ? { kept, order } : null
  }

  return {
    mutations: { returnCreate, ...createProcessing(rooms, shop, find), ...createDeliveries(rooms, origin) },
    roots: {
      returnReasonDefinitions: () => REASONS,
      return: ({ id }) => {
        const found = find(id)
        return found ? shop.viewReturn(found.order, found.kept) : null
      },
      returnableFulfillments: ({ orderId }) => {
        const order = findOrder(orderId)
        return order ? shop.viewReturnables(order) : []
      },
    },
  }
}
