import type { ShopifyFault } from '../../../../local/standins/shopify/index.ts'
import type { OrderAction, Rehearsal } from '../../../../shared/contracts/order-action.ts'
import type { Case, MoneyDesk } from './testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { OrderAction as ActionShape } from '../../../../shared/contracts/order-action.ts'
import { sendEffects } from '../alarms.ts'
import { dyingAfter } from '../jobs-testing.ts'
import { carryOutDue } from './carry-out.ts'
import { placeAction } from './place.ts'
import { addDraft, gid, lineOf, openMoneyDesk } from './testing.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 120_000 })

const MINUTE = 60_000
// Every third call, so that it takes half a minute.
const STRIDE = 3
let desk: MoneyDesk
type Work = ReturnType<MoneyDesk['work']>
interface Course {
  name: string
  at: Case
  action: object
  /** Without one the process dies after each of its calls; with one it lives. */
  fault?: ShopifyFault
  /** What is there beforehand. */
  begin?: () => void
  /** What the shop shows of it: each of these was done once. */
  seen: () => unknown
  once: unknown
}
const replace = { do: 'replace', lines: [{ lineId: lineOf('delivered', 0), quantity: 1 }] }
const orders = () => desk.shop.shopify.state.orders.map(({ lines }) => lines)
const REPLACED = [[{ sku: 'MUG', quantity: 1 }]]
const edit = { do: 'edit', changes: [{ lineId: lineOf('unshipped', 0), quantity: 1 }], adds: [{ variantId: 'gid://shopify/ProductVariant/11', quantity: 1 }] }
const reship = { do: 'edit', shippingChanges: [{ lineId: 'gid://shopify/ShippingLine/2', to: { title: 'Express', amountMinor: 1290 } }] }
const shippings = () => desk.shop.shopify.state.ledgers[2]?.shipping?.map(({ title, amount }) => `${title} ${amount}`)
const edits = () => desk.shop.shopify.state.ledgers[2]?.edits?.length
const draftInvoice = { do: 'invoice', draftId: 'gid://shopify/DraftOrder/1' }
const mails = () => desk.shop.shopify.state.drafts.flatMap(({ invoices = [] }) => invoices).length
const withDraft = { at: 'delivered', action: draftInvoice, begin: () => void addDraft(desk), seen: mails, once: 1 } as const
const COURSES: Course[] = [
  { name: 'the invoice of a draft', ...withDraft },
  { name: 'the invoice of a draft, its answer lost', ...withDraft, fault: { on: 'draftOrderInvoiceSend', dropped: true } },
  { name: 'the invoice of a draft, broken off', ...withDraft, fault: { on: 'draftOrderInvoiceSend', status: 502 } },
  { name: 'an edit', at: 'unshipped', action: edit, seen: edits, once: 1 },
  { name: 'other shipping', at: 'unshipped', action: reship, seen: shippings, once: ['Express 12.90'] },
  { name: 'other shipping, its answer lost', at: 'unshipped', action: reship, fault: { on: 'orderEditCommit', dropped: true }, seen: shippings, once: ['Express 12.90'] },
  { name: 'an edit, its answer lost', at: 'unshipped', action: edit, fault: { on: 'orderEditCommit', dropped: true }, seen: edits, once: 1 },
  { name: 'an edit, broken off', at: 'unshipped', action: edit, fault: { on: 'orderEditCommit', status: 502 }, seen: edits, once: 1 },
  { name: 'a replacement', at: 'delivered', action: replace, seen: orders, once: REPLACED },
  { name: 'a replacement, its draft\'s answer lost', at: 'delivered', action: replace, fault: { on: 'draftOrderCreate', dropped: true }, seen: orders, once: REPLACED },
  { name: 'a replacement, its last answer lost', at: 'delivered', action: replace, fault: { on: 'draftOrderComplete', dropped: true }, seen: orders, once: REPLACED },
  { name: 'a replacement, broken off', at: 'delivered', action: replace, fault: { on: 'draftOrderComplete', status: 502 }, seen: orders, once: REPLACED },
]

let ben = 0
beforeAll(async () => {
  desk = await openMoneyDesk()
  const [row] = await desk.shop.stack.sql<{ id: number }>(`select id::int from public.agents where name = 'Ben'`)
  ben = row?.id ?? 0
}, 60_000)
beforeEach(() => desk.reset())
afterAll(() => desk.shop.stack.stop())

async function place(work: Work, { digest, orderId }: Rehearsal, action: OrderAction, requestKey: string) {
  const who = { agentId: ben, name: 'Ben', role: 'agent' as const }
  return placeAction({ accountId: 1, conversationId: 1, who, orderId, action, requestKey, reason: 'Broken', digest }, work)
}
const isOpen = async () => (await desk.states()).some(({ state }) => ['ready', 'sent', 'unknown'].includes(state))
async function tick() {
  desk.shop.travel(3 * MINUTE)
  await carryOutDue(desk.work())
  await sendEffects(desk.work())
}

describe('whatever dies, and whichever answer is lost', () => {
  let points = 0
  it.each(COURSES)('$name is done once', async ({ at, action, fault, begin, seen, once }) => {
    const asked = ActionShape.parse(action)
    for (let lastStep = fault ? Number.POSITIVE_INFINITY : 1; ; lastStep += STRIDE) {
      await desk.reset()
      begin?.()
      const rehearsed = await desk.rehearse(gid(at), asked)
      if (rehearsed.status !== 'ready') throw new Error(rehearsed.because)
      const key = crypto.randomUUID()
      if (fault) desk.shop.shopify.failNext(fault)
      const dead = dyingAfter(desk.shop, desk.shop.fetch, lastStep)
      const work = { admin: dead.admin, now: desk.shop.now, fetch: dead.fetch }
      await place(work, rehearsed.rehearsal, asked, key)
        .then(async () => {
          desk.shop.travel(MINUTE)
          return carryOutDue(work)
        })
        .catch(() => null)
      desk.shop.die()
      // The agent who saw no answer presses again.
      await place(desk.work(), rehearsed.rehearsal, asked, key).catch(() => null)
      for (let round = 0; round < 6 && (round === 0 || await isOpen()); round++) await tick()
      const [state] = await desk.states()
      expect({ lastStep, state: state?.state, seen: seen(), receipts: desk.receipts().length }).toEqual({ lastStep, state: 'done', seen: once, receipts: 1 })
      if (dead.steps() < lastStep) break
      points++
    }
  })

  it('was killed at ten points and more, and the audit chain is whole', async () => {
    expect(points).toBeGreaterThanOrEqual(10)
    expect(await desk.chainFaults()).toEqual([])
  })
})
