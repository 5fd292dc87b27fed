import type { ShopifyFault } from '../../../local/standins/shopify/index.ts'
import type { MacroPlan } from '../../../shared/contracts/macro.ts'
import type { Work } from '../_shared/jobs.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { sendEffects } from '../_shared/alarms.ts'
import { advanceMacro, nextWish } from '../_shared/jobs-macro.ts'
import { callRpc, timestamp } from '../_shared/jobs-rpc.ts'
import { dyingAfter } from '../_shared/jobs-testing.ts'
import { carryOutDue } from '../_shared/order-actions/carry-out.ts'
import { openMacroDesk, orderStep } from './money-testing.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 240_000 })

const MINUTE = 60_000
const CENTS = 700
const STEPS = [
  orderStep({ do: 'refund', amountMinor: CENTS, tellsCustomer: false }),
  { do: 'send_message' as const, texts: { en: '{{refund.amount}} back' } },
]
const Started = z.array(z.object({ id: z.uuid(), is_new: z.boolean() }))

let desk: Awaited<ReturnType<typeof openMacroDesk>>
let macroId = 0
let plan: MacroPlan
beforeAll(async () => {
  desk = await openMacroDesk()
  await desk.reset()
  macroId = await desk.store(STEPS)
  plan = (await desk.rehearseMacro(macroId)).plan
}, 240_000)
beforeEach(clear)
afterAll(async () => desk.shop.stack.stop())

/** As on the first morning; the macro and the audit log stay. */
async function clear() {
  await desk.shop.stack.sql('delete from public.jobs')
  await desk.shop.stack.sql('delete from public.macro_runs')
  await desk.reset(false)
}
async function begin(key: string, work: Work): Promise<string> {
  const [started] = await callRpc(work.admin, 'start_macro_run', {
    p_account_id: 1,
    p_conversation_id: 1,
    p_macro_id: macroId,
    p_version: 1,
    p_name: 'Refund',
    p_key: key,
    p_agent_id: desk.benId,
    p_agent_name: 'Ben',
    p_plan: plan,
    p_now: timestamp(work.now()),
  }, Started)
  return started?.id ?? ''
}
/** What a process does with a run: begins it, takes it on, and sees to what is due. */
async function work(key: string, by: Work) {
  await advanceMacro(await begin(key, by), by)
  await carryOutDue(by)
  await sendEffects(by)
}
async function retry(key: string) {
  const by = desk.work()
  const id = await begin(key, by)
  const args = { p_account_id: 1, p_run_id: id, p_now: timestamp(by.now()), ...await nextWish(id, by.admin) }
  await callRpc(by.admin, 'retry_macro_run', args, z.boolean())
}
async function untilOver(key: string) {
  for (let round = 0; round < 12; round++) {
    await desk.ticks(1, 3 * MINUTE)
    const [run] = await desk.shop.stack.sql<{ state: string }>('select state from public.macro_runs')
    const [waiting] = await desk.shop.stack.sql(`select 1 from public.outbox where state not in ('done', 'failed', 'cancelled')`)
    if (run?.state === 'failed') await retry(key)
    else if (run && run.state !== 'running' && run.state !== 'waiting' && !waiting) return
  }
}
async function outcome() {
  const paid = desk.refunds('delivered').map(refund => refund.paid)
  const states = (await desk.shop.stack.sql<{ state: string }>('select state from public.macro_runs')).map(({ state }) => state)
  return { paid, said: desk.said(), receipts: desk.receipts().filter(text => text.includes('Refund for')).length > 0, states }
}
const ONCE = { paid: [CENTS], said: ['$7.00 back'], receipts: true, states: ['done'] }

interface Variant { name: string, fault?: ShopifyFault, again: boolean, twice?: boolean }
const VARIANTS: Variant[] = [
  { name: 'nobody notices', again: false },
  { name: 'the agent clicks again', again: true, twice: true },
  { name: 'the answer of the shop is lost', fault: { on: 'refundCreate', dropped: true }, again: true },
  { name: 'the shop refuses at first, and the agent retries', fault: { on: 'refundCreate', status: 403 }, again: false },
]

let points = 0
describe('a macro that refunds, whose process dies', () => {
  it.each(VARIANTS)('pays once and tells the customer once: $name', async ({ fault, again, twice }) => {
    for (let lastStep = 1; ; lastStep += 2) {
      await clear()
      const key = crypto.randomUUID()
      if (fault) desk.shop.shopify.failNext(fault)
      const dead = dyingAfter(desk.shop, desk.shop.fetch, lastStep)
      const by: Work = { admin: dead.admin, now: desk.shop.now, fetch: dead.fetch }
      await Promise.all(Array.from({ length: twice ? 2 : 1 }, async () => work(key, by).catch(() => null)))
      desk.shop.die()
      if (again) await work(key, desk.work())
      // Whoever saw nothing begins it again, else there is nothing to go on with.
      else await begin(key, desk.work())
      await untilOver(key)
      expect({ lastStep, ...await outcome() }).toEqual({ lastStep, ...ONCE })
      points++
      if (dead.steps() < lastStep) break
    }
  })

  it('died at forty points and more, and the audit chain is whole', async () => {
    expect(points).toBeGreaterThanOrEqual(40)
    expect(await desk.chainFaults()).toEqual([])
  })
})
