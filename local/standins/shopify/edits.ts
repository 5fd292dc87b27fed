import type { SeedOrder } from '../../seed/types.ts'
import type { World } from './mutations.ts'
import type { KeptEdit } from './state.ts'
import { z } from 'zod'
import { cents, moneyOf } from './books.ts'
import { lineIdOf, orderIdOf } from './ids.ts'
import { shippingOf, shippingViews, totalOf } from './shipping.ts'
import { MAIN } from './stock.ts'

export const OUR_APP = 'gid://shopify/App/1'
const Adding = z.object({ id: z.string(), variantId: z.string(), quantity: z.number(), allowDuplicates: z.boolean().nullish() })
const Setting = z.object({ id: z.string(), lineItemId: z.string(), quantity: z.number(), restock: z.boolean().nullish() })
const Shipping = z.object({ id: z.string(), shippingLine: z.object({ title: z.string(), price: z.object({ amount: z.string() }) }) })
const Unshipping = z.object({ id: z.string(), shippingLineId: z.string() })
const Committing = z.object({ id: z.string(), notifyCustomer: z.boolean().nullish(), staffNote: z.string().nullish() })

/** Edits of orders, by session: nothing of one is in the order before it is committed, and then the session is gone. */
export function createEdits({ store, books, stock, now, findOrder }: World) {
  const { state } = store
  const editOf = (id: string) => state.edits.find(one => one.id.split('/').at(-1) === id.split('/').at(-1))
  const errors = (message: string, field: string[] | null = null) => [{ field, message }]
  const gone = { calculatedOrder: null, calculatedLineItem: null, userErrors: errors('The calculated order does not exist.', ['id']) }
  const lineId = (edit: KeptEdit, index: number) => lineIdOf({ id: edit.orderId }, index).replace('LineItem', 'CalculatedLineItem')
  const orderOf = (edit: KeptEdit) => findOrder(orderIdOf({ id: edit.orderId }))

  function edited(order: SeedOrder, edit: KeptEdit): SeedOrder {
    return { ...order, lines: edit.lines, shippingAmount: totalOf(edit.shipping.filter(({ staged }) => staged !== 'REMOVED')) }
  }
  function viewLine(order: SeedOrder, edit: KeptEdit, index: number) {
    const line = edit.lines[index]
    const variant = line && stock.view(line.sku)
    if (!line || !variant) return null
    const before = order.lines[index]?.quantity ?? 0
    return {
      id: lineId(edit, index),
      title: variant.product.title,
      variantTitle: variant.title === 'Default Title' ? null : variant.title,
      sku: line.sku,
      quantity: line.quantity,
      editableQuantity: line.quantity - (before - books.unfulfilled(order, index)),
      restockable: true,
      restocking: line.isRestocked,
      variant,
      originalUnitPriceSet: moneyOf(books.priceOf(line.sku), order),
    }
  }
  function view(order: SeedOrder, edit: KeptEdit) {
    const after = edited(order, edit)
    return {
      id: edit.id,
      totalPriceSet: moneyOf(books.total(after), order),
      totalOutstandingSet: moneyOf(books.total(after) - books.received(order), order),
      lineItems: () => edit.lines.flatMap((_, index) => viewLine(order, edit, index) ?? []),
      originalOrder: () => ({
        __typename: 'Order',
        id: orderIdOf(order),
        shippingLines: shippingViews(order, shippingOf(order, store.ledger(order.id))),
      }),
      shippingLines: edit.shipping
        .map(({ id, title, amount, staged }) => ({ id, title, price: moneyOf(cents(amount), order), stagedStatus: staged })),
    }
  }

  function orderEditBegin({ id }: Record<string, unknown>): object {
    const order = findOrder(id)
    if (!order || books.isCancelled(order)) return { calculatedOrder: null, orderEditSession: null, userErrors: errors('The order cannot be edited.', ['id']) }
    const kept = store.ledger(order.id).lines
    const lines = order.lines.map((line, index) => ({ ...line, ordered: kept?.[index]?.ordered ?? line.quantity, isRestocked: false }))
    const shipping = shippingOf(order, store.ledger(order.id))
      .map(line => ({ ...line, id: line.id.replace('ShippingLine', 'CalculatedShippingLine'), staged: 'NONE' as const }))
    const edit: KeptEdit = { id: store.nextId('CalculatedOrder'), orderId: order.id, lines, shipping }
    state.edits.push(edit)
    return { calculatedOrder: view(order, edit), orderEditSession: { id: edit.id.replace('CalculatedOrder', 'OrderEditSession') }, userErrors: [] }
  }

  function orderEditAddVariant(args: Record<string, unknown>): object {
    const { id, variantId, quantity, allowDuplicates } = Adding.parse(args)
    const edit = editOf(id)
    const order = edit && orderOf(edit)
    if (!edit || !order) return gone
    const sku = stock.skuOf(variantId)
    if (sku === null) return { ...gone, userErrors: errors('Variant does not exist', ['variantId']) }
    if (!allowDuplicates && edit.lines.some(line => line.sku === sku && line.quantity > 0)) {
      return { ...gone, userErrors: errors(`${stock.view(sku)?.product.title} was not added because it's already on the order.`, ['variantId']) }
    }
    edit.lines.push({ sku, quantity, ordered: quantity, isRestocked: false })
    return { calculatedOrder: view(order, edit), calculatedLineItem: viewLine(order, edit, edit.lines.length - 1), userErrors: [] }
  }

  function orderEditSetQuantity(args: Record<string, unknown>): object {
    const { id, lineItemId, quantity, restock } = Setting.parse(args)
    const edit = editOf(id)
    const order = edit && orderOf(edit)
    if (!edit || !order) return gone
    const index = edit.lines.findIndex((_, at) => lineId(edit, at) === lineItemId)
    const line = edit.lines[index]
    if (!line) return { ...gone, userErrors: errors('The line item does not exist.', ['lineItemId']) }
    const fixed = (order.lines[index]?.quantity ?? 0) - books.unfulfilled(order, index)
    if (quantity < fixed) return { ...gone, userErrors: errors('Cannot remove more items than can be edited', ['quantity']) }
    Object.assign(line, { quantity, isRestocked: restock ?? false })
    return { calculatedOrder: view(order, edit), calculatedLineItem: viewLine(order, edit, index), userErrors: [] }
  }

  function orderEditAddShippingLine(args: Record<string, unknown>): object {
    const { id, shippingLine: { title, price } } = Shipping.parse(args)
    const edit = editOf(id)
    const order = edit && orderOf(edit)
    if (!edit || !order) return gone
    edit.shipping.push({ id: store.nextId('CalculatedShippingLine'), title, amount: price.amount, staged: 'ADDED' })
    return { calculatedOrder: view(order, edit), calculatedShippingLine: null, userErrors: [] }
  }

  function orderEditRemoveShippingLine(args: Record<string, unknown>): object {
    const { id, shippingLineId } = Unshipping.parse(args)
    const edit = editOf(id)
    const order = edit && orderOf(edit)
    if (!edit || !order) return gone
    const line = edit.shipping.find(one => one.id === shippingLineId && one.staged !== 'REMOVED')
    if (!line) return { ...gone, userErrors: errors('The shipping line does not exist.', ['shippingLineId']) }
    line.staged = 'REMOVED'
    return { calculatedOrder: view(order, edit), userErrors: [] }
  }

  function orderEditCommit(args: Record<string, unknown>): object {
    const { id, notifyCustomer, staffNote } = Committing.parse(args)
    const edit = editOf(id)
    const order = edit && orderOf(edit)
    if (!edit || !order) return { order: null, successMessages: [], userErrors: errors('The calculated order does not exist.', ['id']) }
    const ledger = store.ledger(order.id)
    const after = edited(order, edit)
    const owed = books.total(after) - books.received(order)
    for (const [index, { sku, quantity, isRestocked }] of edit.lines.entries()) {
      const more = quantity - (order.lines[index]?.quantity ?? 0)
      if (more > 0) stock.promise(sku, more)
      if (more < 0 && isRestocked) store.moveStock(sku, MAIN.id, -more)
    }
    const shipping = edit.shipping
      .filter(({ staged }) => staged !== 'REMOVED')
      .map(({ id: line, title, amount }) => ({ id: line.replace('Calculated', ''), title, amount }))
    Object.assign(ledger, { received: books.received(order), lines: edit.lines, shipping, changedAt: now() })
    const mail = notifyCustomer ? owed > 0 ? 'invoice' as const : 'notice' as const : null
    ledger.edits = [...ledger.edits ?? [], { id: store.nextId('OrderEditAgreement'), at: now(), appId: OUR_APP, staffNote: staffNote ?? null, mail }]
    state.edits = state.edits.filter(one => one !== edit)
    const successMessages = ['Order updated', ...mail === 'invoice' ? ['Invoice sent'] : []]
    return { order: { __typename: 'Order', id: orderIdOf(order), name: order.name, createdAt: new Date(now()).toISOString() }, successMessages, userErrors: [] }
  }

  return {
    mutations: {
      orderEditBegin,
      orderEditAddVariant,
      orderEditSetQuantity,
      orderEditAddShippingLine,
      orderEditRemoveShippingLine,
      orderEditCommit,
    },
    roots: {},
  }
}
