import type { OrderStep } from '../../../shared/contracts/macro-action.ts'
import type { MacroDefinition, MacroRun, MacroStep } from '../../../shared/contracts/macro.ts'
import { MacroShelf, Rehearsal } from '../../../shared/contracts/macro.ts'
import { macroOf } from '../../../shared/macros/testing.ts'
import { sendEffects } from '../_shared/alarms.ts'
import { JOB_HANDLERS } from '../_shared/jobs-handlers.ts'
import { runDueJobs } from '../_shared/jobs.ts'
import { carryOutDue } from '../_shared/order-actions/carry-out.ts'
import { gid, openMoneyDesk } from '../_shared/order-actions/testing.ts'
import { createDeliver } from '../_shared/outbox-deliver.ts'
import { sendDue } from '../_shared/outbox.ts'
import { createMacros } from './app.ts'

const MINUTE = 60_000

/** A step that does something with the order. */
export function orderStep(action: OrderStep['action'], over: Partial<OrderStep> = {}): OrderStep {
  return { do: 'order_action', action, from: {}, each: {}, reason: 'Arrived broken', ...over }
}

/** The desk with a shop, with macros beside it. */
export async function openMacroDesk() {
  const desk = await openMoneyDesk()
  const { shop, tokens } = desk
  const app = createMacros(shop.stack.env, { now: shop.now, fetch: shop.fetch, embedder: null })

  const [ben] = await shop.stack.sql<{ id: number }>(`select id::int from public.agents where name = 'Ben' and account_id = 1`)

  async function ask(method: string, path: string, body?: unknown, name = 'ben') {
    const headers = { 'authorization': `Bearer ${tokens.get(name) ?? ''}`, 'content-type': 'application/json' }
    const response = await app.request(`/macros/1/1${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
    return { status: response.status, body: await response.json() }
  }
  async function store(steps: MacroStep[], over: Partial<MacroDefinition> = {}): Promise<number> {
    const [row] = await shop.stack.sql<{ id: number }>(
      'insert into public.chatwoot_macros (account_id, position, definition) values (1, 1, $1) returning id::int',
      [macroOf(steps, over)],
    )
    return row?.id ?? 0
  }
  async function rehearse(macroId: number, { inputs = {} as object, orderId = gid('delivered'), name = 'ben' } = {}) {
    const { status, body } = await ask('POST', '/rehearse', { macroId, inputs, orderId }, name)
    if (status !== 200) throw new Error(JSON.stringify(body))
    return Rehearsal.parse(body)
  }
  interface Starting { inputs?: object, orderId?: string, name?: string, key?: string }
  async function start(macroId: number, { inputs = {}, orderId = gid('delivered'), name = 'ben', key = crypto.randomUUID() }: Starting = {}) {
    const { digest } = await rehearse(macroId, { inputs, orderId, name })
    return ask('POST', '/run', { macroId, inputs, orderId, digest, key }, name)
  }
  async function latest(): Promise<MacroRun> {
    const [first] = MacroShelf.parse((await ask('GET', '')).body).runs
    if (!first) throw new Error('no run')
    return first
  }
  /** Lets ticks pass, each `ms` after the one before. */
  async function ticks(rounds = 4, ms = 2 * MINUTE) {
    for (let round = 0; round < rounds; round++) {
      const work = desk.work()
      await carryOutDue(work)
      await sendDue(work.admin, createDeliver(work), work.now)
      await sendEffects(work)
      await runDueJobs(JOB_HANDLERS, work, 5_000, undefined, { only: ['run_macro'] })
      await shop.settled()
      shop.travel(ms)
    }
  }
  /** Cleo, a supervisor, decides what waits. */
  async function decide(isApproved: boolean) {
    const [waiting] = await shop.stack.sql<{ id: number }>(`select id::int from public.approvals where state = 'waiting'`)
    const [cleo] = await shop.stack.sql<{ id: number }>(`select id::int from public.agents where name = 'Cleo'`)
    const by = { p_agent_id: cleo?.id, p_content: null, p_reason: null, p_now: new Date(shop.now()).toISOString() }
    await shop.stack.adminClient().rpc('decide_approval', { p_account_id: 1, p_id: waiting?.id, p_is_approved: isApproved, ...by })
  }
  return {
    ...desk,
    ask,
    order: desk.ask,
    store,
    rehearseMacro: rehearse,
    start,
    latest,
    ticks,
    decide,
    said: () => shop.threadOf(1)
      .filter(({ isPrivate, contentAttributes }) => !isPrivate && contentAttributes?.pitwall_ref)
      .map(({ content }) => content ?? ''),
    benId: ben?.id ?? 0,
    /** `isWhole`: macros go too. */
    async reset(isWhole = true) {
      await desk.reset()
      Object.assign(shop.chatwoot.state.conversations.find(({ id }) => id === 1) ?? {}, { labels: [], status: 'open' })
      if (!isWhole) return
      for (const table of ['jobs', 'macro_runs', 'chatwoot_macros', 'shop_views']) await shop.stack.sql(`delete from public.${table}`)
    },
  }
}
