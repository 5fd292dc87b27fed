import type { World } from './mutations.ts'
import { z } from 'zod'
import { orderIdOf } from './ids.ts'

const Tagging = z.object({ id: z.string(), tags: z.array(z.string()) })
const Invoicing = z.object({ id: z.string(), email: z.object({ to: z.string().nullish(), customMessage: z.string().nullish() }).nullish() })

/** What colleagues and customers read of an order: tags and invoices. */
export function createNotes({ store, books, now, findOrder }: World) {
  const missing = [{ field: ['id'], message: 'Order does not exist' }]

  function changeTags(args: Record<string, unknown>, change: (before: string[], asked: string[]) => string[]): object {
    const { id, tags } = Tagging.parse(args)
    const order = findOrder(id)
    if (!order) return { node: null, userErrors: missing }
    const ledger = store.ledger(order.id)
    ledger.tags = change(ledger.tags ?? order.tags ?? [], tags)
    ledger.changedAt = now()
    return { node: { __typename: 'Order', id, createdAt: new Date(now()).toISOString() }, userErrors: [] }
  }
  const has = (tags: string[], tag: string) => tags.some(one => one.toLowerCase() === tag.toLowerCase())

  function orderInvoiceSend(args: Record<string, unknown>): object {
    const { id, email } = Invoicing.parse(args)
    const order = findOrder(id)
    if (!order) return { order: null, userErrors: missing }
    const to = email?.to ?? order.email
    const blank = { field: ['email', 'to'], message: 'To can\'t be blank', code: 'ORDER_INVOICE_SEND_UNSUCCESSFUL' }
    if (!to) return { order: null, userErrors: [blank] }
    const ledger = store.ledger(order.id)
    const owed = books.total(order) - books.received(order)
    ledger.invoices = [...ledger.invoices ?? [], { to, message: email?.customMessage ?? null, owed }]
    return { order: { __typename: 'Order', id: orderIdOf(order), createdAt: new Date(now()).toISOString() }, userErrors: [] }
  }

  return {
    mutations: {
      tagsAdd: (args: Record<string, unknown>) =>
        changeTags(args, (before, asked) => [...before, ...asked.filter(tag => !has(before, tag))]),
      tagsRemove: (args: Record<string, unknown>) =>
        changeTags(args, (before, asked) => before.filter(tag => !has(asked, tag))),
      orderInvoiceSend,
    },
    roots: {},
  }
}
