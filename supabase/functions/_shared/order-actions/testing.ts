import type { SeedOrder, SeedWorld } from '../../../../local/seed/types.ts'
import type { AuditHead, AuditRow } from '../../../../shared/contracts/audit.ts'
import type { OrderAction, PlaceAnswer, Rehearsal } from '../../../../shared/contracts/order-action.ts'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { verifyChain } from '../../../../shared/audit/verify-chain.ts'
import { PlaceAnswer as PlaceAnswerShape, RehearsalAnswer } from '../../../../shared/contracts/order-action.ts'
import { createOrderActions } from '../../order-actions/app.ts'
import { startShop, WORLD } from '../jobs-testing.ts'

const MAYA = { id: 1, firstName: 'Maya', lastName: 'Brown', email: 'maya@example.com', phone: '+13105550142' }
const ADDRESS = { name: 'Maya Brown', line1: '1 Main St', city: 'Pomona', provinceCode: 'CA', countryCode: 'US', zip: '91766' }
const PARCEL = { daysAgo: 12, deliveredDaysAgo: 10, carrier: 'UPS', trackingNumber: '1Z', trackingUrl: 'https://ups.example/1Z', displayStatus: 'DELIVERED' as const, events: [] }

function order(over: Partial<SeedOrder> & { id: number }): SeedOrder {
  return {
    name: `#${1000 + over.id}`,
    customerId: 1,
    email: MAYA.email,
    daysAgo: 14,
    currency: 'USD',
    lines: [{ sku: 'MUG', quantity: 2 }, { sku: 'TENT', quantity: 1 }],
    shippingAmount: '5.90',
    payment: 'PAID',
    fulfilments: [PARCEL],
    ...over,
  }
}

/** Maya's orders: each is a case of its own. */
const ORDERS = {
  delivered: order({ id: 1, taxRate: 0.07, discount: { code: 'TEN', amount: '10.00' } }),
  unshipped: order({ id: 2, fulfilments: [], daysAgo: 1 }),
  euro: order({ id: 3, currency: 'EUR' }),
  guest: order({ id: 4, customerId: null }),
  old: order({ id: 5, daysAgo: 90 }),
  partly: order({ id: 6, lines: [{ sku: 'MUG', quantity: 3 }], fulfilments: [{ ...PARCEL, lines: [{ sku: 'MUG', quantity: 1 }] }] }),
  another: order({ id: 7, customerId: 2, email: 'noe@example.com' }),
  authorized: order({ id: 8, payment: 'AUTHORIZED', fulfilments: [], daysAgo: 1 }),
  refunded: order({ id: 9, payment: 'REFUNDED' }),
  long: order({ id: 10, lines: Array.from({ length: 60 }, () => ({ sku: 'MUG', quantity: 1 })) }),
}
/** Orders that are all alike, for what happens to many at once. */
export const TWINS = Array.from({ length: 10 }, (_, index) => order({ id: 101 + index }))
const WORLD_WITH_SHOP: SeedWorld = {
  ...WORLD,
  products: [
    { id: 1, title: 'Mug', productType: 'Kitchen', svg: '', variants: [{ id: 11, title: 'Default Title', sku: 'MUG', price: '18.00', stock: { main: 9, east: 0 } }] },
    { id: 2, title: 'Tent', productType: 'Camp', svg: '', variants: [{ id: 21, title: 'Moss', sku: 'TENT', price: '289.00', stock: { main: 3, east: 0 } }] },
  ],
  customers: [
    { ...MAYA, tags: [], locale: 'en', sinceDaysAgo: 400, address: ADDRESS },
    { id: 2, firstName: 'Noé', lastName: 'Blanc', email: 'noe@example.com', phone: null, tags: [], locale: 'fr', sinceDaysAgo: 30, address: ADDRESS },
  ],
  orders: [...Object.values(ORDERS), ...TWINS],
}

export type Case = keyof typeof ORDERS
export const gid = (name: Case) => `gid://shopify/Order/${ORDERS[name].id}`
export const lineOf = (name: Case, index: number) => `gid://shopify/LineItem/${ORDERS[name].id}${index}`

/** A draft of two mugs, Maya's unless it says otherwise; returns its id. */
export function addDraft({ shop: { shopify } }: MoneyDesk, over: Partial<SeedOrder> = {}, status: 'OPEN' | 'COMPLETED' = 'OPEN'): string {
  const { drafts } = shopify.state
  const id = `gid://shopify/DraftOrder/${drafts.length + 1}`
  const mugs = order({ id: 0, fulfilments: [], lines: [{ sku: 'MUG', quantity: 2 }], shippingAmount: '0.00', ...over })
  drafts.push({ id, name: `#D${drafts.length + 1}`, at: 1, order: mugs, address: null, status, orderId: null })
  return id
}

/** A desk with a shop: Ada is an admin, Ben an agent, Cleo a supervisor, Zoe of another account. */
export async function openMoneyDesk(clock?: () => number) {
  const shop = await startShop(WORLD_WITH_SHOP, clock)
  await shop.stack.sql(`insert into public.agents (account_id, chatwoot_user_id, name, email, role) values (1, 3, 'Cleo', 'cleo@shop.test', 'supervisor')`)
  const tokens = new Map<string, string>()
  for (const name of ['ada@shop.test', 'ben@shop.test', 'cleo@shop.test', 'zoe@other.test']) tokens.set(name.split('@')[0] ?? '', (await shop.stack.userClient(name)).token)
  await shop.stack.sql(`insert into public.contacts (account_id, contact_id, name, email, phone, source_version, source_digest) values (1, 1, 'Maya', $1, $2, 1, 1)`, [MAYA.email, MAYA.phone])
  await shop.stack.sql(`insert into public.conversations (account_id, conversation_id, contact_id, inbox_id, status, opened_at, last_activity_at, source_version, source_digest)
    values (1, 1, 1, 1, 'open', now(), now(), 1, 1), (1, 3, 1, 1, 'resolved', now(), now(), 1, 1)`)
  const app = createOrderActions(shop.stack.env, { now: shop.now, fetch: shop.fetch, sleep: async () => {} })

  async function ask(method: string, path: string, body?: unknown, name = 'ben') {
    const headers = { 'authorization': `Bearer ${tokens.get(name) ?? ''}`, 'content-type': 'application/json' }
    const response = await app.request(`/order-actions${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
    const text = await response.text()
    return { status: response.status, body: text ? JSON.parse(text) : null }
  }
  async function rehearse(orderId: string, action: Partial<OrderAction> & { do: OrderAction['do'] }, name = 'ben') {
    return RehearsalAnswer.parse((await ask('POST', '/1/1/rehearsals', { orderId, action }, name)).body)
  }
  /** Rehearses and confirms, as the panel does. */
  async function run(orderId: string, action: Partial<OrderAction> & { do: OrderAction['do'] }, { name = 'ben', requestKey = crypto.randomUUID() as string, at = 1 } = {}): Promise<PlaceAnswer> {
    const rehearsed = await rehearse(orderId, action, name)
    if (rehearsed.status === 'refused') throw new Error(`refused: ${rehearsed.because}`)
    return confirm(rehearsed.rehearsal, action, { name, requestKey, at })
  }
  async function confirm(rehearsal: Rehearsal, action: object, { name = 'ben', requestKey = crypto.randomUUID() as string, at = 1 } = {}): Promise<PlaceAnswer> {
    const asked = { orderId: rehearsal.orderId, action, requestKey, reason: 'Arrived broken', digest: rehearsal.digest }
    return PlaceAnswerShape.parse((await ask('POST', `/1/${at}`, asked, name)).body)
  }
  const refunds = (name: Case) => shop.shopify.state.ledgers[ORDERS[name].id]?.refunds ?? []
  const receipts = (conversationId = 1) => shop.threadOf(conversationId).filter(({ isPrivate, contentAttributes }) => isPrivate && contentAttributes?.pitwall_ref).map(({ content }) => content ?? '')

  /** What the verifier finds wrong in the account's audit chain. */
  async function chainFaults() {
    const rows = await shop.stack.sql<AuditRow>('select seq::int, record, hash from public.audit_log where account_id = 1 order by seq')
    const [head = null] = await shop.stack.sql<AuditHead>('select seq::int, hash from public.audit_heads where account_id = 1')
    const digest = async (text: string) => createHash('sha256').update(text).digest('hex')
    return (await verifyChain(1, Readable.from(rows), { head }, digest)).faults
  }

  return {
    shop,
    app,
    chainFaults,
    ask,
    rehearse,
    run,
    confirm,
    refunds,
    receipts,
    tokens,
    work: () => ({ admin: shop.stack.adminClient(), now: shop.now, fetch: shop.fetch }),
    states: async () => z.array(z.object({ state: z.string(), code: z.string().nullable() })).parse(await shop.stack.sql('select state, code from public.order_actions order by created_at, id')),
    /** As on the first morning; only the audit log goes on. */
    async reset() {
      await shop.settled()
      shop.shopify.reset()
      shop.shopify.clearFaults()
      shop.chatwoot.faults.clear()
      const { messages } = shop.chatwoot.state
      messages.splice(0, Number.POSITIVE_INFINITY, ...messages.filter(({ contentAttributes }) => !contentAttributes?.pitwall_ref))
      await shop.stack.sql(`with a as (delete from public.outbox), b as (delete from public.approvals), c as (delete from public.order_actions)
        delete from public.money_policies`)
    },
  }
}
export type MoneyDesk = Awaited<ReturnType<typeof openMoneyDesk>>
