import type { World } from './mutations.ts'
import { z } from 'zod'
import { fulfilmentOrderIdOf } from './ids.ts'

const Discount = z.object({
  code: z.string().nullish(),
  title: z.string(),
  startsAt: z.string(),
  endsAt: z.string().nullish(),
  usageLimit: z.number().nullish(),
  tags: z.array(z.string()).nullish(),
  context: z.object({ customers: z.object({ add: z.array(z.string()) }).nullish() }).nullish(),
  customerGets: z.object({
    value: z.object({ percentage: z.number().nullish(), discountAmount: z.object({ amount: z.string() }).nullish() }),
  }),
})
const Hold = z.object({ reason: z.string(), reasonNotes: z.string().nullish(), handle: z.string().nullish() })
const Address = z.record(z.string(), z.string().nullish().transform(text => text ?? null))
const Update = z.object({ id: z.string(), note: z.string().nullish(), shippingAddress: Address.nullish() })

/** The other things one may ask of this shop: a code, a hold, another address. */
export function createWrites({ store, books, findOrder, now }: World) {
  function discountCodeBasicCreate(args: Record<string, unknown>): object {
    const asked = Discount.parse(args.basicCodeDiscount)
    const refuse = (message: string, field: string[], code: string) =>
      ({ codeDiscountNode: null, userErrors: [{ field: ['basicCodeDiscount', ...field], message, code, extraInfo: null }] })
    const { code, customerGets: { value } } = asked
    if (!code) return refuse('Code can\'t be blank', ['code'], 'BLANK')
    if (store.state.discounts.some(one => one.code.toLowerCase() === code.toLowerCase())) return refuse('Code must be unique. Please try a different code.', ['code'], 'TAKEN')
    const percentage = value.percentage ?? null
    if (percentage !== null && (percentage < 0 || percentage > 1)) return refuse('Value must be between 0.0 and 1.0', ['customerGets', 'value', 'percentage'], 'VALUE_OUTSIDE_RANGE')
    if (asked.endsAt && Date.parse(asked.endsAt) <= Date.parse(asked.startsAt)) return refuse('Ends at needs to be after starts_at', ['endsAt'], 'END_DATE_BEFORE_START_DATE')
    const kept = {
      id: store.nextId('DiscountCodeNode'),
      code,
      title: asked.title,
      percentage,
      amount: value.discountAmount?.amount ?? null,
      startsAt: asked.startsAt,
      endsAt: asked.endsAt ?? null,
      usageLimit: asked.usageLimit ?? null,
      customerIds: asked.context?.customers?.add.map(id => Number(id.split('/').at(-1))) ?? null,
      tags: asked.tags ?? [],
    }
    store.state.discounts.push(kept)
    return { codeDiscountNode: { id: kept.id }, userErrors: [] }
  }

  function discountCodeDeactivate({ id }: Record<string, unknown>): object {
    const found = store.state.discounts.find(one => one.id === id)
    if (!found) return { codeDiscountNode: null, userErrors: [{ field: ['id'], message: 'Code discount does not exist.', code: 'INVALID', extraInfo: null }] }
    found.isOff = true
    return { codeDiscountNode: { id }, userErrors: [] }
  }

  const orderOf = (id: unknown) => store.orders().find(order => fulfilmentOrderIdOf(order) === id) ?? null
  const missing = { fulfillmentOrder: null, userErrors: [{ field: ['id'], message: 'Fulfillment order does not exist.', code: 'FULFILLMENT_ORDER_NOT_FOUND' }] }

  function fulfillmentOrderHold(args: Record<string, unknown>): object {
    const order = orderOf(args.id)
    if (!order || books.isCancelled(order)) return { ...missing, fulfillmentHold: null }
    const { reason, reasonNotes, handle } = Hold.parse(args.fulfillmentHold)
    const ledger = store.ledger(order.id)
    const holds = ledger.holds ?? seedHolds(order.onHold ?? false, order.id)
    if (handle && holds.some(one => one.handle === handle)) {
      const message = 'The handle provided for the fulfillment hold is already in use by this app for another hold on this fulfillment order.'
      return { fulfillmentOrder: null, fulfillmentHold: null, userErrors: [{ field: ['fulfillmentHold', 'handle'], message, code: 'DUPLICATE_FULFILLMENT_HOLD_HANDLE' }] }
    }
    const hold = { id: store.nextId('FulfillmentHold'), handle: handle ?? null, reason, notes: reasonNotes ?? null, isOurs: true }
    ledger.holds = [...holds, hold]
    ledger.changedAt = now()
    return { fulfillmentOrder: { id: args.id, status: 'ON_HOLD' }, fulfillmentHold: { id: hold.id, handle: hold.handle }, userErrors: [] }
  }

  function fulfillmentOrderReleaseHold(args: Record<string, unknown>): object {
    const order = orderOf(args.id)
    if (!order) return missing
    const ids = z.array(z.string()).nullish().parse(args.holdIds)
    const ledger = store.ledger(order.id)
    const holds = ledger.holds ?? seedHolds(order.onHold ?? false, order.id)
    ledger.holds = ids ? holds.filter(({ id }) => !ids.includes(id)) : []
    ledger.changedAt = now()
    return { fulfillmentOrder: { id: args.id, status: ledger.holds.length ? 'ON_HOLD' : 'OPEN' }, userErrors: [] }
  }

  function orderUpdate({ input }: Record<string, unknown>): object {
    const { id, note, shippingAddress } = Update.parse(input)
    const order = findOrder(id)
    const refuse = (message: string, field: string[] | null) => ({ order: null, userErrors: [{ field, message }] })
    if (!order) return refuse('Order does not exist', ['id'])
    if (!shippingAddress && note === undefined) return refuse('No valid update parameters have been provided', null)
    if (shippingAddress && !shippingAddress.zip) return refuse('Enter a ZIP code', ['shippingAddress', 'zip'])
    const ledger = store.ledger(order.id)
    if (shippingAddress) ledger.address = shippingAddress
    if (note !== undefined) ledger.note = note
    ledger.changedAt = now()
    return { order: { id }, userErrors: [] }
  }

  return { discountCodeBasicCreate, discountCodeDeactivate, fulfillmentOrderHold, fulfillmentOrderReleaseHold, orderUpdate }
}

/** The holds that the seed puts on an order: a person's, not the app's. */
export function seedHolds(isHeld: boolean, orderId: number) {
  return isHeld ? [{ id: `gid://shopify/FulfillmentHold/${orderId}`, handle: null, reason: 'INCORRECT_ADDRESS', notes: null, isOurs: false }] : []
}
