import type { MacroRun, MacroStep } from '../../../shared/contracts/macro.ts'
import type { Shop } from '../_shared/jobs-testing.ts'
import type { Work } from '../_shared/jobs.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { MacroShelf, Rehearsal } from '../../../shared/contracts/macro.ts'
import { macroOf } from '../../../shared/macros/testing.ts'
import { sendEffects } from '../_shared/alarms.ts'
import { JOB_HANDLERS } from '../_shared/jobs-handlers.ts'
import { advanceMacro } from '../_shared/jobs-macro.ts'
import { dyingAfter, startShop, WORLD } from '../_shared/jobs-testing.ts'
import { runDueJobs } from '../_shared/jobs.ts'
import { createDeliver } from '../_shared/outbox-deliver.ts'
import { sendDue } from '../_shared/outbox.ts'
import { createMacros } from './app.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 60_000 })

const MINUTE = 60_000
const KEY = '00000000-0000-4000-8000-000000000001'
const STEPS: MacroStep[] = [
  { do: 'send_message', texts: { en: 'Hello, {{agent.name}} looks into it: {{inputs.what}}.' } },
  { do: 'add_labels', labels: ['hot'] },
  { do: 'set_priority', priority: 'high' },
  { do: 'assign_me' },
  { do: 'add_note', text: 'Looked into {{inputs.what}}' },
  { do: 'set_status', status: 'pending', snoozeHours: null },
]
const INPUTS = [{ type: 'text' as const, name: 'what', label: 'What', isRequired: true }]
let shop: Shop
let app: ReturnType<typeof createMacros>
const tokens = new Map<string, string>()

beforeAll(async () => {
  shop = await startShop({ ...WORLD, labels: [{ title: 'hot', description: '', color: '#fff' }] })
  for (const name of ['ada@shop.test', 'ben@shop.test', 'zoe@other.test']) tokens.set(name, (await shop.stack.userClient(name)).token)
  app = createMacros(shop.stack.env, { now: shop.now, fetch: shop.fetch, embedder: null })
}, 90_000)
beforeEach(reset)
afterAll(async () => shop.stack.stop())

async function reset() {
  await shop.settled()
  shop.chatwoot.faults.clear()
  for (const one of shop.chatwoot.state.conversations) Object.assign(one, { priority: null, assigneeId: null, labels: [], status: 'open' })
  const kept = shop.chatwoot.state.messages.filter(({ contentAttributes }) => !contentAttributes?.pitwall_ref)
  shop.chatwoot.state.messages.splice(0, Number.POSITIVE_INFINITY, ...kept)
  for (const table of ['outbox', 'approvals', 'jobs', 'macro_runs', 'chatwoot_macros']) await shop.stack.sql(`delete from public.${table}`)
}

async function store(steps: MacroStep[] = STEPS, inputs = INPUTS): Promise<number> {
  const [row] = await shop.stack.sql<{ id: number }>(
    'insert into public.chatwoot_macros (account_id, position, definition) values (1, 1, $1) returning id::int',
    [macroOf(steps, { inputs })],
  )
  return row?.id ?? 0
}
async function ask(method: string, path: string, body?: unknown, name = 'ada@shop.test') {
  const headers = { 'authorization': `Bearer ${tokens.get(name) ?? ''}`, 'content-type': 'application/json' }
  const response = await app.request(`/macros/1/1${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
  return { status: response.status, body: await response.json() }
}
const rehearse = async (macroId: number, inputs: object = { what: 'the pump' }) => Rehearsal.parse((await ask('POST', '/rehearse', { macroId, inputs })).body)
async function run(macroId: number, { key = KEY, inputs = { what: 'the pump' } as object, digest = '' } = {}) {
  return ask('POST', '/run', { macroId, inputs, digest: digest || (await rehearse(macroId, inputs)).digest, key })
}
async function latest(): Promise<MacroRun> {
  const [first] = MacroShelf.parse((await ask('GET', '')).body).runs
  if (!first) throw new Error('no run')
  return first
}
const working = (): Work => ({ admin: shop.stack.adminClient(), now: shop.now, fetch: shop.fetch })
/** Lets an hour of ticks pass. */
async function ticks(rounds = 6) {
  for (let round = 0; round < rounds; round++) {
    const work = working()
    await sendDue(work.admin, createDeliver(work), work.now)
    await sendEffects(work)
    await runDueJobs(JOB_HANDLERS, work, 5_000, undefined, { only: ['run_macro'] })
    await shop.settled()
    shop.travel(2 * MINUTE)
  }
}
const own = () => shop.threadOf(1).filter(({ contentAttributes }) => contentAttributes?.pitwall_ref)
const said = () => own().filter(({ isPrivate }) => !isPrivate).map(({ content }) => content)
const noted = () => own().filter(({ isPrivate }) => isPrivate).map(({ content }) => content)
const talk = () => shop.chatwoot.state.conversations.find(({ id }) => id === 1)

describe('a macro', () => {
  it('shows what it would do, and does nothing', async () => {
    const { plan, canRun } = await rehearse(await store())
    expect(plan.steps.map(({ text }) => text)).toEqual(['Hello, Ada looks into it: the pump.', null, null, null, 'Looked into the pump', null])
    expect(canRun).toBe(true)
    expect([said(), talk()?.priority, await shop.stack.sql('select 1 from public.outbox')]).toEqual([[], null, []])
  })

  it('does exactly that, once, and leaves its receipt', async () => {
    const id = await store()
    const answers = await Promise.all([run(id), run(id)])
    expect(answers.map(({ status }) => status)).toEqual([202, 202])
    await shop.settled()
    expect(said()).toEqual(['Hello, Ada looks into it: the pump.'])
    expect(noted()).toEqual(['Looked into the pump', expect.stringContaining('Macro “A macro”, started by Ada\n✓ Reply to the customer\n✓ Labels: hot')])
    expect(talk()).toMatchObject({ labels: ['hot'], priority: 'high', assigneeId: 1, status: 'pending' })
    expect(await latest()).toMatchObject({ state: 'done', code: null, startedBy: 'Ada' })
    expect((await latest()).steps.map(({ state }) => state)).toEqual(Array.from({ length: 6 }, () => 'done'))
  })

  it('is written into the audit log from its beginning to its end', async () => {
    await run(await store([{ do: 'add_note', text: 'x' }], []), { inputs: {} })
    await shop.settled()
    const acts = await shop.stack.sql<{ act: string }>(`select act from public.audit_log where account_id = 1 and act like 'm%' order by seq desc limit 6`)
    expect(acts.map(({ act }) => act).reverse()).toEqual(['macro.started', 'message.asked', 'message.sent', 'macro.finished', 'message.asked', 'message.sent'])
  })

  it('does nothing when what it would do is not what was rehearsed', async () => {
    const id = await store()
    const { digest } = await rehearse(id)
    await shop.stack.sql(`update public.chatwoot_macros set definition = jsonb_set(definition, '{steps,4,text}', '"Something else"')`)
    expect(await run(id, { digest })).toMatchObject({ status: 409, body: { code: 'macro_changed' } })
    expect(said()).toEqual([])
  })

  it.each<[string, MacroStep[], object, string]>([
    ['a value nobody knows', [{ do: 'send_message', texts: { en: '{{shipment.number}}' } }], {}, 'macro_incomplete'],
    ['an answer that is missing', STEPS, {}, 'macro_incomplete'],
  ])('refuses %s, and nothing is begun', async (_, steps, inputs, code) => {
    const id = await store(steps, steps === STEPS ? INPUTS : [])
    expect(await run(id, { inputs })).toMatchObject({ status: 422, body: { code } })
    expect(await shop.stack.sql('select 1 from public.macro_runs')).toEqual([])
  })

  it('waits, goes on when its time has come, and can be stopped meanwhile', async () => {
    const id = await store([{ do: 'add_note', text: 'first' }, { do: 'wait', minutes: 5 }, { do: 'add_note', text: 'second' }], [])
    await run(id, { inputs: {} })
    await ticks(1)
    expect(await latest()).toMatchObject({ state: 'waiting', steps: [{ state: 'done' }, { state: 'pending' }, { state: 'todo' }] })
    await ticks(4)
    expect(noted().filter(text => text === 'second')).toEqual(['second'])

    await run(id, { inputs: {}, key: KEY.replace(/1$/, '2') })
    await ticks(1)
    const { id: runId } = await latest()
    expect((await ask('POST', `/runs/${runId}/stop`)).body).toMatchObject({ state: 'stopped' })
    await ticks(4)
    expect(noted().filter(text => text === 'second')).toEqual(['second'])
    expect(await ask('POST', `/runs/${runId}/stop`)).toMatchObject({ status: 404, body: { code: 'run_not_found' } })
  })

  it.each([[true, 'done', ['second']], [false, 'refused', []]] as const)('asks a second person, who is not the one who started it: %s', async (isApproved, state, after) => {
    const id = await store([{ do: 'ask_approval', neededRole: 'agent', dueMinutes: 30, text: 'May I?' }, { do: 'add_note', text: 'second' }], [])
    await run(id, { inputs: {} })
    await ticks(1)
    const [waiting] = await shop.stack.sql<{ id: number }>(`select id::int from public.approvals where kind = 'macro_step' and content = 'A macro: May I?'`)
    const decide = async (agentId: number) => shop.stack.adminClient().rpc('decide_approval', {
      p_account_id: 1,
      p_id: waiting?.id,
      p_is_approved: isApproved,
      p_agent_id: agentId,
      p_content: null,
      p_reason: null,
      p_now: new Date(shop.now()).toISOString(),
    })
    if (isApproved) expect((await decide(1)).data).toBe('own')
    expect((await decide(2)).data).toBe('done')
    await ticks(2)
    expect([(await latest()).state, noted().filter(text => text === 'second')]).toEqual([state, after])
  })

  it('ends at the step that Chatwoot refuses, and goes on there when asked again', async () => {
    const id = await store([{ do: 'add_note', text: 'before' }, { do: 'add_labels', labels: ['hot'] }, { do: 'add_note', text: 'after' }], [])
    const { digest } = await rehearse(id, {})
    shop.chatwoot.faults.add({ kind: 'status', method: 'POST', path: '/conversations/1/labels', status: 422 })
    await run(id, { inputs: {}, digest })
    await ticks(1)
    expect(await latest()).toMatchObject({ state: 'failed', steps: [{ state: 'done' }, { state: 'failed' }, { state: 'todo' }] })
    await ask('POST', `/runs/${(await latest()).id}/retry`)
    await ticks(2)
    expect(await latest()).toMatchObject({ state: 'done' })
    expect([talk()?.labels, noted().filter(text => !text.startsWith('Macro'))]).toEqual([['hot'], ['before', 'after']])
  })

  it('does each step once wherever its runner dies', async () => {
    const id = await store()
    let points = 0
    for (let lastStep = 1; ; lastStep += 4) {
      await reset()
      const again = 'insert into public.chatwoot_macros (id, account_id, position, definition) overriding system value values ($1, 1, 1, $2)'
      await shop.stack.sql(again, [id, macroOf(STEPS, { inputs: INPUTS })])
      const started = await startQuietly(id)
      const dying = dyingAfter(shop, shop.fetch, lastStep)
      const ran = advanceMacro(started, { admin: dying.admin, now: shop.now, fetch: dying.fetch })
      const isDead = await ran.then(() => dying.steps() > lastStep, () => true)
      points++
      await ticks(4)
      expect([lastStep, said()]).toEqual([lastStep, ['Hello, Ada looks into it: the pump.']])
      expect(noted().filter(text => text === 'Looked into the pump')).toHaveLength(1)
      expect(noted().filter(text => text.startsWith('Macro'))).toHaveLength(1)
      expect(talk()).toMatchObject({ labels: ['hot'], priority: 'high', assigneeId: 1, status: 'pending' })
      expect((await latest()).state).toBe('done')
      if (!isDead) break
    }
    expect(points).toBeGreaterThan(10)
  }, 240_000)

  it('is for members of the account, drafts are for admins, and a newer version\'s is run by nobody', async () => {
    const id = await store()
    expect(await ask('GET', '', undefined, 'zoe@other.test')).toMatchObject({ status: 404, body: { code: 'account_not_found' } })
    expect((await ask('GET', '', undefined, 'nobody')).status).toBe(401)
    const draft = { definition: macroOf([{ do: 'stop' }]), inputs: {} }
    expect((await ask('POST', '/rehearse', draft)).status).toBe(200)
    expect(await ask('POST', '/rehearse', draft, 'ben@shop.test')).toMatchObject({ status: 403 })
    expect(await ask('POST', '/rehearse', { ...draft, definition: { ...draft.definition, steps: [{ do: 'moon_walk' }] } })).toMatchObject({ status: 400 })
    await shop.stack.sql(`update public.chatwoot_macros set definition = jsonb_set(definition, '{steps,0}', '{"do": "moon_walk"}')`)
    expect(await run(id, { digest: 'x' })).toMatchObject({ status: 422, body: { code: 'macro_unreadable' } })
    expect(MacroShelf.parse((await ask('GET', '')).body).macros).toEqual([])
    await shop.stack.sql('update public.chatwoot_macros set is_enabled = false')
    expect(await run(id, { digest: 'x' })).toMatchObject({ status: 404, body: { code: 'macro_not_found' } })
  })
})

async function startQuietly(macroId: number): Promise<string> {
  const { plan } = await rehearse(macroId)
  const { data } = await shop.stack.adminClient().rpc('start_macro_run', {
    p_account_id: 1,
    p_conversation_id: 1,
    p_macro_id: macroId,
    p_version: 1,
    p_name: 'A macro',
    p_key: KEY,
    p_agent_id: 1,
    p_agent_name: 'Ada',
    p_plan: plan,
    p_now: new Date(shop.now()).toISOString(),
  })
  const [row] = z.array(z.object({ id: z.uuid() })).parse(data)
  return row?.id ?? ''
}

describe('the macros of Chatwoot', () => {
  const asked = async (name: string) => {
    const response = await app.request('/macros/1/chatwoot/macros', { headers: { authorization: `Bearer ${tokens.get(name) ?? ''}` } })
    return { status: response.status, body: z.looseObject({}).parse(await response.json()) }
  }

  it('are shown to an admin of the account, and to nobody else', async () => {
    expect(await asked('ada@shop.test')).toMatchObject({ status: 200, body: { macros: [{ name: 'Hand over to returns' }, { name: 'Close with thanks' }] } })
    expect(await asked('ben@shop.test')).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(await asked('zoe@other.test')).toMatchObject({ status: 404, body: { code: 'account_not_found' } })
    expect(await asked('nobody')).toMatchObject({ status: 401 })
  })
})
