import type { SeedOrder } from '../../seed/types.ts'
import type { World } from './mutations.ts'
import type { SearchField } from './search.ts'
import type { KeptDraft } from './state.ts'
import { z } from 'zod'
import { amount, cents, moneyOf } from './books.ts'
import { createDraftInvoices } from './draft-invoices.ts'
import { orderIdOf } from './ids.ts'
import { matchesSearch } from './search.ts'

const DAY_MS = 86_400_000
const Address = z.record(z.string(), z.string().nullish().transform(text => text ?? null))
const Draft = z.object({
  email: z.string().nullish(),
  note: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  purchasingEntity: z.object({ customerId: z.string().nullish() }).nullish(),
  lineItems: z.array(z.object({ variantId: z.string().nullish(), quantity: z.number() })).nullish(),
  appliedDiscount: z.object({ valueType: z.literal('PERCENTAGE'), value: z.number(), title: z.string().nullish() }).nullish(),
  shippingLine: z.object({ title: z.string().nullish(), priceWithCurrency: z.object({ amount: z.string() }).nullish() }).nullish(),
  shippingAddress: Address.nullish(),
  presentmentCurrencyCode: z.enum(['USD', 'CAD', 'EUR']).nullish(),
})
const Deleting = z.object({ id: z.string() })
const SEARCH: Record<string, SearchField<KeptDraft>> = {
  tag: { by: 'token', read: ({ order }) => (order.tags ?? []).join(' ') },
  status: { by: 'token', read: ({ status }) => status },
  customer_id: { by: 'id', read: ({ order }) => order.customerId === null ? null : `/${order.customerId}` },
}

/** Draft orders: calculated, kept, and turned into orders. Taxes are not modelled: a draft has none. */
export function createDrafts({ store, books, stock, now, startedAt }: World) {
  const { state } = store
  const draftOf = (id: unknown) => state.drafts.find(one => one.id === id) ?? null
  const errors = (message: string, field: string[] | null = null) => [{ field, message }]

  function read(input: unknown): { order: SeedOrder, address: KeptDraft['address'] } | { message: string } {
    const asked = Draft.parse(input)
    const lines = (asked.lineItems ?? []).map(({ variantId, quantity }) => ({ sku: stock.skuOf(variantId), variantId, quantity }))
    if (!lines.length) return { message: 'Add at least 1 product' }
    const gone = lines.find(({ sku }) => sku === null)
    if (gone) return { message: `Product with ID ${gone.variantId?.split('/').at(-1)} is no longer available.` }
    const percent = asked.appliedDiscount?.value ?? 0
    if (percent > 100) return { message: 'Value must be less than or equal to 100' }
    const own = lines.flatMap(({ sku, quantity }) => sku === null ? [] : [{ sku, quantity }])
    const goods = own.reduce((sum, { sku, quantity }) => sum + books.priceOf(sku) * quantity, 0)
    const order: SeedOrder = {
      id: 0,
      name: '',
      customerId: asked.purchasingEntity?.customerId ? Number(asked.purchasingEntity.customerId.split('/').at(-1)) : null,
      email: asked.email ?? '',
      daysAgo: (startedAt - now()) / DAY_MS,
      currency: asked.presentmentCurrencyCode ?? 'USD',
      lines: own,
      shippingAmount: amount(cents(asked.shippingLine?.priceWithCurrency?.amount ?? '0') + state.draftFee),
      ...percent && { discount: { code: asked.appliedDiscount?.title ?? '', amount: amount(Math.round(goods * percent / 100)) } },
      payment: 'PAID',
      fulfilments: [],
      tags: asked.tags ?? [],
      note: asked.note ?? '',
    }
    return { order, address: asked.shippingAddress ?? null }
  }

  function view(draft: KeptDraft): object {
    const total = books.total(draft.order)
    const made = state.orders.find(({ id }) => id === draft.orderId)
    return {
      __typename: 'DraftOrder',
      id: draft.id,
      name: draft.name,
      status: draft.status,
      ready: true,
      email: draft.order.email || null,
      customer: draft.order.customerId === null ? null : { __typename: 'Customer', id: `gid://shopify/Customer/${draft.order.customerId}` },
      invoiceUrl: `https://checkout.shop.example/invoices/${draft.id.split('/').at(-1)}`,
      invoiceSentAt: draft.invoices?.length ? new Date(draft.invoices.at(-1)?.at ?? 0).toISOString() : null,
      tags: (draft.order.tags ?? []).toSorted(),
      note2: draft.order.note,
      createdAt: new Date(draft.at).toISOString(),
      totalPriceSet: moneyOf(total, draft.order),
      totalShippingPriceSet: moneyOf(cents(draft.order.shippingAmount), draft.order),
      totalTaxSet: moneyOf(0, draft.order),
      lineItems: draft.order.lines.map(({ sku, quantity }, index) => ({ id: `${draft.id}${index}`, sku, quantity, title: sku, variant: stock.view(sku) })),
      order: made ? { __typename: 'Order', id: orderIdOf(made), name: made.name, createdAt: new Date(now()).toISOString() } : null,
    }
  }

  function draftOrderCalculate({ input }: Record<string, unknown>): object {
    const asked = read(input)
    if ('message' in asked) return { calculatedDraftOrder: null, userErrors: errors(asked.message) }
    const { order } = asked
    return {
      calculatedDraftOrder: {
        currencyCode: 'USD',
        presentmentCurrencyCode: order.currency,
        totalPriceSet: moneyOf(books.total(order), order),
        totalShippingPriceSet: moneyOf(cents(order.shippingAmount), order),
        totalTaxSet: moneyOf(0, order),
      },
      userErrors: [],
    }
  }

  function draftOrderCreate({ input }: Record<string, unknown>): object {
    const asked = read(input)
    if ('message' in asked) return { draftOrder: null, userErrors: errors(asked.message) }
    const draft: KeptDraft = { id: store.nextId('DraftOrder'), name: `#D${state.drafts.length + 1}`, at: now(), ...asked, status: 'OPEN', orderId: null }
    state.drafts.push(draft)
    return { draftOrder: view(draft), userErrors: [] }
  }

  function draftOrderComplete({ id }: Record<string, unknown>): object {
    const draft = draftOf(id)
    if (!draft) return { draftOrder: null, userErrors: errors('Draft order does not exist', ['id']) }
    if (draft.status === 'COMPLETED') return { draftOrder: null, userErrors: errors('This draft order has already been completed') }
    const last = Math.max(...store.orders().map(({ name }) => Number(name.replaceAll(/\D/g, ''))))
    const made: SeedOrder = { ...draft.order, id: 900_000 + state.orders.length, name: `#${last + 1}`, daysAgo: (startedAt - now()) / DAY_MS }
    state.orders.push(made)
    store.ledger(made.id).address = draft.address
    for (const { sku, quantity } of made.lines) stock.promise(sku, quantity)
    Object.assign(draft, { status: 'COMPLETED', orderId: made.id })
    return { draftOrder: view(draft), userErrors: [] }
  }

  function draftOrderDelete({ input }: Record<string, unknown>): object {
    const { id } = Deleting.parse(input)
    if (!draftOf(id)) return { deletedId: null, userErrors: errors('Draft order does not exist', ['id']) }
    state.drafts = state.drafts.filter(draft => draft.id !== id)
    return { deletedId: id, userErrors: [] }
  }

  const invoices = createDraftInvoices({ draftOf, view, now })
  return {
    mutations: { ...invoices, draftOrderCalculate, draftOrderCreate, draftOrderComplete, draftOrderDelete },
    roots: {
      draftOrder: ({ id }: Record<string, unknown>) => {
        const draft = draftOf(id)
        return draft && view(draft)
      },
      draftOrders: ({ query = '' }: Record<string, unknown>) => state.drafts.filter(draft => matchesSearch(String(query), draft, SEARCH)).map(view),
    },
  }
}
