import type { MacroUndo } from '../../../shared/contracts/macro-undo.ts'
import type { MacroStep } from '../../../shared/contracts/macro.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { UndoPreview } from '../../../shared/contracts/macro-undo.ts'
import { dyingAfter } from '../_shared/jobs-testing.ts'
import { advanceUndo, startUndo } from '../_shared/macro-undo.ts'
import { gid } from '../_shared/order-actions/testing.ts'
import { openMacroDesk, orderStep } from './money-testing.ts'
import { readRunRow } from './rows.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 240_000 })

const MINUTE = 60_000
const SETS: MacroStep[] = [
  { do: 'add_labels', labels: ['hot', 'vip'] },
  { do: 'set_priority', priority: 'high' },
  { do: 'set_priority', priority: 'urgent' },
  { do: 'assign_me' },
  { do: 'set_status', status: 'pending', snoozeHours: null },
]
const SHOP: MacroStep[] = [
  orderStep({ do: 'hold', because: 'other' }),
  orderStep({ do: 'discount', off: { by: 'percent', percent: 10 } }),
  { do: 'send_message', texts: { en: 'Hello' } },
]
const WAIT: MacroStep = { do: 'wait', minutes: 60 }
const ORDER = gid('unshipped')

let desk: Awaited<ReturnType<typeof openMacroDesk>>
beforeAll(async () => {
  desk = await openMacroDesk()
}, 240_000)
beforeEach(reset)
afterAll(async () => desk.shop.stack.stop())

const talk = () => desk.shop.chatwoot.state.conversations.find(({ id }) => id === 1)
async function reset() {
  await desk.reset()
  Object.assign(talk() ?? {}, { priority: 'low', assigneeId: null, labels: ['vip'], status: 'open' })
}
const holds = () => desk.shop.shopify.state.ledgers[2]?.holds ?? []
const codes = () => desk.shop.shopify.state.discounts
const asLeft = () => ({ ...talk(), labels: talk()?.labels.toSorted() })

/** Runs these steps and stops at the wait behind them; the id of the run. */
async function stopped(steps: MacroStep[]): Promise<string> {
  await desk.start(await desk.store([...steps, WAIT]), { orderId: ORDER })
  await desk.ticks(1)
  const { id } = await desk.latest()
  await desk.ask('POST', `/runs/${id}/stop`)
  await desk.shop.settled()
  expect(await desk.latest()).toMatchObject({ state: 'stopped' })
  return id
}
async function preview(id: string) {
  return UndoPreview.parse((await desk.ask('GET', `/runs/${id}/undo`)).body)
}
const undo = async (id: string, digest: string, name = 'ben') => desk.ask('POST', `/runs/${id}/undo`, { digest }, name)
/** Written down as a click does, and nobody goes on with it. */
async function begin(id: string) {
  const by = desk.work()
  const row = await readRunRow(by.admin, { accountId: 1, conversationId: 1, now: by.now() }, id)
  await startUndo(row, (await preview(id)).digest, { accountId: 1, conversationId: 1, who: { agentId: desk.benId, name: 'Ben', role: 'agent' } }, by)
}
function shown(items: { path: string, part: { part: string } | null, because: string | null }[]) {
  return items.map(({ path, part, because }) => `${path} ${part?.part ?? because}`)
}
async function result(): Promise<MacroUndo | null> {
  return (await desk.latest()).undo
}
const receipts = () => desk.receipts().filter(text => text.includes('undone by'))

describe('undoing a run that was stopped', () => {
  it('shows what can be undone and what cannot, and does nothing', async () => {
    const id = await stopped([...SETS, ...SHOP])
    const { items, canUndo } = await preview(id)
    expect(shown(items)).toEqual(['7 sent', '6 code', '5 release', '4 status', '3 assignee', '2 priority', '1 priority', '0 labels'])
    expect([canUndo, talk()?.priority, holds().length, codes()[0]?.isOff]).toEqual([true, 'urgent', 1, undefined])
  })

  it('does exactly that, once, however often it is clicked, and says so', async () => {
    const id = await stopped([...SETS, ...SHOP])
    const { digest } = await preview(id)
    const answers = await Promise.all([undo(id, digest), undo(id, digest)])
    expect(answers.map(({ status }) => status)).toEqual([202, 202])
    await desk.ticks(2)
    expect(asLeft()).toMatchObject({ labels: ['vip'], priority: 'low', assigneeId: null, status: 'open' })
    expect([holds(), codes().map(({ isOff }) => isOff), desk.said()]).toEqual([[], [true], ['Hello']])
    expect((await result())?.items.map(({ state }) => state)).toEqual(['kept', ...Array.from({ length: 7 }, () => 'done')])
    expect(receipts()).toEqual([expect.stringContaining('↶ Labels: hot, vip (undone)')])
    expect(receipts()[0]).toContain('– Reply to the customer (was sent, and stays)')
    expect(await desk.shop.stack.sql(`select 1 from public.order_actions where kind = 'release'`)).toHaveLength(1)
    const acts = await desk.shop.stack.sql<{ act: string }>(`select act from public.audit_log where account_id = 1 and act like 'macro.und%' order by seq`)
    expect(acts.map(({ act }) => act)).toEqual(['macro.undo_asked', 'macro.undone'])
    expect(await desk.chainFaults()).toEqual([])
    expect(await undo(id, digest)).toMatchObject({ status: 202, body: { undo: { isOver: true } } })
    expect((await desk.ask('GET', `/runs/${id}/undo`)).status).toBe(404)
  })

  it('undoes nothing when it is not what was shown', async () => {
    const id = await stopped(SETS)
    const { digest } = await preview(id)
    Object.assign(talk() ?? {}, { priority: 'medium' })
    expect(await undo(id, digest)).toMatchObject({ status: 409, body: { code: 'macro_changed' } })
    expect(shown((await preview(id)).items)).toEqual(['4 status', '3 assignee', '2 changed', '1 changed', '0 labels'])
    expect(talk()).toMatchObject({ labels: ['vip', 'hot'], priority: 'medium', status: 'pending' })
  })

  it('keeps what somebody changed between the word and the deed', async () => {
    const id = await stopped([{ do: 'set_priority', priority: 'high' }])
    const { digest } = await preview(id)
    desk.shop.chatwoot.faults.add({ kind: 'status', method: 'POST', path: '/conversations/1/toggle_priority', status: 503 })
    await undo(id, digest)
    await desk.shop.settled()
    Object.assign(talk() ?? {}, { priority: 'urgent' })
    desk.shop.chatwoot.faults.clear()
    await desk.ticks(3)
    expect([talk()?.priority, (await result())?.items]).toEqual(['urgent', [expect.objectContaining({ state: 'failed', code: 'changed_since' })]])
    expect(receipts()).toEqual([expect.stringContaining('✗ Priority: high (somebody changed it since)')])
  })

  it('leaves a code that was used, and a hold that somebody released', async () => {
    const id = await stopped(SHOP)
    Object.assign(codes()[0] ?? {}, { uses: 1 })
    const [hold] = holds()
    holds().splice(0)
    expect(shown((await preview(id)).items)).toEqual(['2 sent', '1 used', '0 changed'])
    expect((await preview(id)).canUndo).toBe(false)
    if (hold) Object.assign(hold, { handle: 'of-another-action' })
    desk.shop.shopify.state.ledgers[2]?.holds?.push(...hold ? [hold] : [])
    expect(shown((await preview(id)).items)).toEqual(['2 sent', '1 used', '0 changed'])
  })

  it('is offered for runs that ended early only, to members only, and a run that was undone is not tried again', async () => {
    await desk.start(await desk.store(SETS), { orderId: ORDER })
    await desk.ticks(1)
    const whole = await desk.latest()
    expect([whole.state, (await desk.ask('GET', `/runs/${whole.id}/undo`)).status]).toEqual(['done', 404])
    await reset()
    desk.shop.chatwoot.faults.add({ kind: 'status', method: 'POST', path: '/conversations/1/toggle_status', status: 422 })
    desk.shop.travel(MINUTE)
    await desk.start(await desk.store(SETS), { orderId: ORDER })
    await desk.ticks(1)
    const failed = await desk.latest()
    expect(failed.state).toBe('failed')
    expect((await desk.ask('GET', `/runs/${failed.id}/undo`, undefined, 'zoe')).status).toBe(404)
    expect((await undo(failed.id, 'x', 'nobody')).status).toBe(401)
    await undo(failed.id, (await preview(failed.id)).digest)
    await desk.ticks(1)
    expect(await desk.ask('POST', `/runs/${failed.id}/retry`)).toMatchObject({ status: 404, body: { code: 'run_not_found' } })
    expect(asLeft()).toMatchObject({ labels: ['vip'], priority: 'low', assigneeId: null, status: 'open' })
  })

  it('comes to the same end wherever its runner dies', async () => {
    let points = 0
    for (let lastStep = 1; ; lastStep += 4) {
      await reset()
      const id = await stopped([...SETS, ...SHOP])
      await begin(id)
      const dying = dyingAfter(desk.shop, desk.shop.fetch, lastStep)
      const ran = advanceUndo(id, { admin: dying.admin, now: desk.shop.now, fetch: dying.fetch })
      const isDead = await ran.then(() => dying.steps() > lastStep, () => true)
      points++
      await desk.ticks(5)
      expect([lastStep, asLeft()]).toEqual([lastStep, expect.objectContaining({ labels: ['vip'], priority: 'low', assigneeId: null, status: 'open' })])
      expect([lastStep, holds(), codes().map(({ isOff }) => isOff), receipts().length]).toEqual([lastStep, [], [true], 1])
      expect((await result())?.isOver).toBe(true)
      if (!isDead) break
    }
    expect(points).toBeGreaterThan(8)
  })
})
