import type { ShopifyFault } from '../../../../local/standins/shopify/index.ts'
import type { Rehearsal } from '../../../../shared/contracts/order-action.ts'
import type { MoneyDesk } from './testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { seededRandom } from '../../../../shared/random/seeded.ts'
import { sendEffects } from '../alarms.ts'
import { callRpc, timestamp } from '../jobs-rpc.ts'
import { dyingAfter } from '../jobs-testing.ts'
import { carryOutDue } from './carry-out.ts'
import { placeAction } from './place.ts'
import { gid, openMoneyDesk, TWINS } from './testing.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 240_000 })

const BATCHES = 10
const ROUNDS = 5
const MINUTE = 60_000
const CENTS = 700
const ACTION = { do: 'refund' as const, lines: [], shippingMinor: 0, amountMinor: CENTS, payBack: 'original' as const, tellsCustomer: false }
const FAULTS: [ShopifyFault, ...ShopifyFault[]] = [
  { throttled: true },
  { status: 500 },
  { status: 502 },
  { dropped: true },
  { status: 429 },
]
type Work = ReturnType<MoneyDesk['work']>

let desk: MoneyDesk
let agents = new Map<string, number>()
beforeAll(async () => {
  desk = await openMoneyDesk()
  const rows = await desk.shop.stack.sql<{ name: string, id: number }>('select name, id::int from public.agents where account_id = 1')
  agents = new Map(rows.map(({ name, id }) => [name, id]))
}, 60_000)
beforeEach(() => desk.reset())
afterAll(() => desk.shop.stack.stop())

// Every course begins on the same morning, with the same rehearsal.
const seenBefore = new Map<string, Rehearsal>()
async function rehearsal(amountMinor = CENTS, orderId = gid('delivered')): Promise<Rehearsal> {
  const known = seenBefore.get(`${orderId} ${amountMinor}`)
  if (known) return known
  const answer = await desk.rehearse(orderId, { ...ACTION, amountMinor })
  if (answer.status !== 'ready') throw new Error(answer.status)
  seenBefore.set(`${orderId} ${amountMinor}`, answer.rehearsal)
  return answer.rehearsal
}
/** An agent's confirmation, by a process that may die in it. */
async function place(work: Work, { orderId, digest }: Rehearsal, requestKey: string, amountMinor = CENTS) {
  const who = { agentId: agents.get('Ben') ?? 0, name: 'Ben', role: 'agent' as const }
  const asked = { accountId: 1, conversationId: 1, who, orderId, action: { ...ACTION, amountMinor }, requestKey, reason: 'Broken', digest }
  return placeAction(asked, work)
}
async function approve(work: Work) {
  const [waiting] = await desk.shop.stack.sql<{ id: number }>(`select id::int from public.approvals where state = 'waiting'`)
  if (!waiting) return
  const by = { p_agent_id: agents.get('Cleo'), p_content: null, p_reason: null, p_now: timestamp(work.now()) }
  await callRpc(work.admin, 'decide_approval', { p_account_id: 1, p_id: waiting.id, p_is_approved: true, ...by }, z.string())
}
/** The tick of a later minute, by a process that lives. */
async function tick(ms = 3 * MINUTE) {
  desk.shop.travel(ms)
  await carryOutDue(desk.work())
  await sendEffects(desk.work())
}
const isOpen = async () => (await desk.states()).some(({ state }) => ['ready', 'sent', 'unknown'].includes(state))
async function untilOver(ms?: number) {
  for (let round = 0; round < 40 && (round === 0 || await isOpen()); round++) await tick(ms)
  await tick()
}
async function outcome() {
  const actions = await desk.states()
  return { paid: desk.refunds('delivered').map(({ paid }) => paid), receipts: desk.receipts().length, states: actions.map(({ state }) => state) }
}
const ONCE = { paid: [CENTS], receipts: 1, states: ['done'] }

/** A refund by a process that does `act` and dies after `lastStep` calls; returns how many it would have made. */
async function diesAfter(lastStep: number, act: (work: Work) => Promise<unknown>): Promise<number> {
  const dead = dyingAfter(desk.shop, desk.shop.fetch, lastStep)
  await act({ admin: dead.admin, now: desk.shop.now, fetch: dead.fetch }).catch(() => null)
  return dead.steps()
}

interface Variant {
  name: string
  amount?: number
  prepare?: () => void
  act: (work: Work, seen: Rehearsal, key: string) => Promise<unknown>
  /** What the agent does after the crash, who saw no answer. */
  again?: (seen: Rehearsal, key: string) => Promise<unknown>
}
const VARIANTS: Variant[] = [
  { name: 'plain', act: place, again: async (seen, key) => place(desk.work(), seen, key) },
  {
    name: 'throttled',
    prepare: () => desk.shop.shopify.failNext({ on: 'refundCreate', throttled: true }),
    act: async (work, seen, key) => {
      await place(work, seen, key)
      desk.shop.travel(MINUTE)
      await carryOutDue(work)
    },
    again: async (seen, key) => place(desk.work(), seen, key),
  },
  {
    name: 'a lost answer',
    prepare: () => desk.shop.shopify.failNext({ on: 'refundCreate', dropped: true }),
    act: async (work, seen, key) => {
      await place(work, seen, key)
      desk.shop.travel(MINUTE)
      await carryOutDue(work)
    },
    again: async (seen, key) => place(desk.work(), seen, key),
  },
  {
    name: 'a second person',
    amount: 6_000,
    act: async (work, seen, key) => {
      await place(work, seen, key, 6_000)
      await approve(work)
      await carryOutDue(work)
    },
    again: async (seen, key) => {
      await place(desk.work(), seen, key, 6_000)
      await approve(desk.work())
    },
  },
  {
    name: 'two runs of the same job',
    act: async (work, seen, key) => {
      await place(work, seen, key)
      await Promise.all([carryOutDue(work), carryOutDue(work)])
      await sendEffects(work)
    },
    again: async (seen, key) => place(desk.work(), seen, key),
  },
  {
    name: 'a double click',
    act: async (work, seen, key) => Promise.all([place(work, seen, key), place(work, seen, key)]),
    again: async (seen, key) => place(desk.work(), seen, key),
  },
]

describe('a refund', () => {
  let points = 0
  it.each(VARIANTS)('is paid once wherever the process dies: $name', async ({ amount = CENTS, prepare, act, again }) => {
    for (let lastStep = 1; ; lastStep++) {
      await desk.reset()
      const seen = await rehearsal(amount)
      const key = crypto.randomUUID()
      prepare?.()
      const steps = await diesAfter(lastStep, async work => act(work, seen, key))
      desk.shop.die()
      await again?.(seen, key).catch(() => null)
      await untilOver()
      expect({ lastStep, ...await outcome() }).toEqual({ lastStep, ...ONCE, paid: [amount] })
      if (steps < lastStep) break
      points++
    }
  })

  it('was killed at forty points and more, and the audit chain is whole', async () => {
    expect(points).toBeGreaterThanOrEqual(40)
    expect(await desk.chainFaults()).toEqual([])
  })

  const batches = Array.from({ length: BATCHES }, (_, batch) => batch)
  it.each(batches)(`is paid once, or surely not at all, in each of ${ROUNDS * TWINS.length} random courses (batch %i of ${BATCHES})`, async (batch) => {
    for (let seed = batch * ROUNDS + 1; seed <= (batch + 1) * ROUNDS; seed++) {
      await desk.reset()
      await randomRound(seededRandom(seed))
      const actions = await desk.shop.stack.sql<{ order_name: string, state: string }>('select order_name, state from public.order_actions')
      const told = desk.receipts()
      for (const { id, name } of TWINS) {
        const states = actions.filter(action => action.order_name === name).map(({ state }) => state)
        const paid = (desk.shop.shopify.state.ledgers[id]?.refunds ?? []).map(refund => refund.paid)
        const receipts = told.filter(text => text.includes(`${name}*`) || text.includes(`${name}:`)).length
        const isDone = states.includes('done')
        expect({ seed, name, states, paid, receipts }).toEqual({ seed, name, states: [isDone ? 'done' : 'failed'], paid: isDone ? [CENTS] : [], receipts: 1 })
      }
    }
    expect(await desk.chainFaults()).toEqual([])
  })
})

/** Ten refunds side by side: faults, deaths, impatient agents and duplicate jobs in an order of their own, and then a quiet world. */
async function randomRound(random: () => number) {
  const pick = <T>(choices: readonly [T, ...T[]]): T => choices[Math.floor(random() * choices.length)] ?? choices[0]
  const courses: { seen: Rehearsal, key: string }[] = []
  for (const { id } of TWINS) courses.push({ seen: await rehearsal(CENTS, `gid://shopify/Order/${id}`), key: crypto.randomUUID() })
  for (let count = Math.floor(random() * 14); count > 0; count--) {
    desk.shop.shopify.failNext({ on: pick(['refundCreate', 'refundCreate', 'Refunds($id']), ...pick(FAULTS) })
  }
  const lifetime = () => random() < 0.7 ? Math.ceil(random() * 140) : Number.POSITIVE_INFINITY
  const placeSome = async (work: Work, share: number) => Promise.all(courses
    .filter(() => random() < share)
    .flatMap(({ seen, key }) => Array.from({ length: random() < 0.3 ? 2 : 1 }, async () => place(work, seen, key).catch(() => null))))
  await diesAfter(lifetime(), async work => placeSome(work, 1))
  desk.shop.die()
  for (let left = Math.ceil(random() * 3); left > 0; left--) {
    desk.shop.travel(pick([0, 4_000, MINUTE, 5 * MINUTE]))
    await diesAfter(lifetime(), async (work) => {
      await placeSome(work, 0.3)
      await (random() < 0.4 ? Promise.all([carryOutDue(work), carryOutDue(work)]) : carryOutDue(work))
      await sendEffects(work)
    })
    desk.shop.die()
  }
  // A minute fills the shop's bucket again, so that nobody waits in a test.
  desk.shop.travel(MINUTE)
  for (const { seen, key } of courses) await place(desk.work(), seen, key)
  await untilOver(11 * MINUTE)
}
