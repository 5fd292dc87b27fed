import type { MacroStep } from '../../../shared/contracts/macro.ts'
import type { Shop } from '../_shared/jobs-testing.ts'
import type { Work } from '../_shared/jobs.ts'
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { MacroShelf, Rehearsal } from '../../../shared/contracts/macro.ts'
import { MacroWebhooks, WebhookBody } from '../../../shared/contracts/webhook.ts'
import { macroOf } from '../../../shared/macros/testing.ts'
import { sendEffects } from '../_shared/alarms.ts'
import { JOB_HANDLERS } from '../_shared/jobs-handlers.ts'
import { advanceMacro } from '../_shared/jobs-macro.ts'
import { dyingAfter, startShop } from '../_shared/jobs-testing.ts'
import { runDueJobs } from '../_shared/jobs.ts'
import { createMacros } from './app.ts'

vi.setConfig({ testTimeout: 60_000 })

const MINUTE = 60_000
const ERP = 'https://erp.example.com'
const SECRET = 'a secret of at least sixteen'
const CALL = { do: 'call_webhook', webhook: 'ERP', withContact: true, values: ['customer.name', 'inputs.why', 'agent.name'] } as const satisfies MacroStep
interface Call { key: string, body: string, timestamp: string, signature: string }
let shop: Shop
let app: ReturnType<typeof createMacros>
const tokens = new Map<string, string>()
let calls: Call[]
/** What the other system answers next; null is an answer that is lost. */
let answers: (number | null)[]
let addresses: string[] | null
const resolveHost = async () => addresses

beforeAll(async () => {
  shop = await startShop()
  for (const name of ['ada@shop.test', 'ben@shop.test', 'zoe@other.test']) tokens.set(name, (await shop.stack.userClient(name)).token)
  shop.vendors[ERP] = {
    async fetch(request) {
      const read = (name: string) => request.headers.get(name) ?? ''
      calls.push({
        key: read('idempotency-key'),
        body: await request.text(),
        timestamp: read('x-pitwall-timestamp'),
        signature: read('x-pitwall-signature'),
      })
      const status = answers.length > 0 ? answers.shift() ?? null : 204
      return status === null ? Response.error() : new Response(null, { status, ...status === 302 && { headers: { location: 'https://10.0.0.1/' } } })
    },
  }
  app = createMacros(shop.stack.env, { now: shop.now, fetch: shop.fetch, embedder: null, resolveHost })
}, 90_000)
beforeEach(reset)
afterAll(async () => shop.stack.stop())

async function reset() {
  await shop.settled()
  calls = []
  answers = []
  addresses = ['93.184.216.34']
  for (const table of ['outbox', 'jobs', 'macro_runs', 'chatwoot_macros', 'macro_webhooks']) await shop.stack.sql(`delete from public.${table}`)
  await put({ name: 'ERP', url: `${ERP}/hooks/1`, secret: SECRET })
}
async function ask(method: string, path: string, body?: unknown, name = 'ada@shop.test') {
  const headers = { 'authorization': `Bearer ${tokens.get(name) ?? ''}`, 'content-type': 'application/json' }
  const response = await app.request(`/macros/1/${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
  return { status: response.status, body: await response.json() }
}
async function put(body: object, name?: string) {
  return ask('PUT', 'settings/webhooks', body, name)
}
async function store(steps: MacroStep[]): Promise<number> {
  const insert = 'insert into public.chatwoot_macros (account_id, position, definition) values (1, 1, $1) returning id::int'
  const inputs = [{ type: 'text' as const, name: 'why', label: 'Why', isRequired: true }]
  const [row] = await shop.stack.sql<{ id: number }>(insert, [macroOf(steps, { inputs })])
  return row?.id ?? 0
}
const INPUTS = { why: 'Broken "pump"' }
async function rehearse(macroId: number, name?: string) {
  return Rehearsal.parse((await ask('POST', '1/rehearse', { macroId, inputs: INPUTS }, name)).body)
}
async function run(macroId: number, name?: string) {
  const { digest } = await rehearse(macroId, name)
  return ask('POST', '1/run', { macroId, inputs: INPUTS, digest, key: crypto.randomUUID() }, name)
}
async function latest() {
  const [first] = MacroShelf.parse((await ask('GET', '1')).body).runs
  if (!first) throw new Error('no run')
  return first
}
const working = (): Work => ({ admin: shop.stack.adminClient(), now: shop.now, fetch: shop.fetch, resolveHost })
async function ticks(rounds: number) {
  for (let round = 0; round < rounds; round++) {
    await shop.settled()
    await sendEffects(working())
    await runDueJobs(JOB_HANDLERS, working(), 5_000, undefined, { only: ['run_macro'] })
    await shop.settled()
    shop.travel(10 * MINUTE)
  }
}

describe('a macro that calls a webhook', () => {
  it('tells it what was rehearsed, signed, once, with a receipt and rows of the audit log; an agent may run it', async () => {
    const id = await store([CALL])
    const { plan, canRun } = await rehearse(id)
    expect(canRun).toBe(true)
    expect(JSON.parse(plan.steps[0]?.text ?? '')).toMatchObject({ order: null, inputs: INPUTS, values: { 'agent.name': 'Ada' } })
    await run(id)
    await ticks(2)
    expect(await latest()).toMatchObject({ state: 'done', steps: [{ state: 'done', status: 204 }] })
    expect(calls).toHaveLength(1)
    const [{ key, body, timestamp, signature } = { key: '', body: '', timestamp: '', signature: '' }] = calls
    expect(WebhookBody.parse(JSON.parse(body))).toEqual({
      version: 1,
      webhook: 'ERP',
      macro: 'A macro',
      runId: (await latest()).id,
      conversationId: 1,
      contact: { name: expect.any(String), email: expect.any(String) },
      order: null,
      inputs: INPUTS,
      values: { 'customer.name': expect.any(String), 'inputs.why': INPUTS.why, 'agent.name': 'Ada' },
    })
    expect(signature).toBe(`sha256=${createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex')}`)
    expect(await shop.stack.sql('select key from public.outbox where effect = \'webhook\'')).toEqual([{ key }])
    expect(shop.threadOf(1).at(-1)?.content).toContain('✓ Webhook called: ERP')
    const told = await shop.stack.sql<{ act: string, record: string }>(`select act, record from public.audit_log where account_id = 1 and record::jsonb -> 'detail' ->> 'effect' = 'webhook' order by seq`)
    expect(told.map(({ act }) => act)).toEqual(['message.asked', 'message.sent'])
    expect(JSON.stringify(told)).not.toContain('pump')
    expect(await run(id, 'ben@shop.test')).toMatchObject({ status: 202 })
    await ticks(2)
    expect(calls.map(call => WebhookBody.parse(JSON.parse(call.body)).values['agent.name'])).toEqual(['Ada', 'Ben'])
  })

  it('says nothing of the contact unless that was ticked', async () => {
    await run(await store([{ ...CALL, withContact: false, values: [] }]))
    await ticks(1)
    expect(WebhookBody.parse(JSON.parse(calls[0]?.body ?? ''))).toMatchObject({ inputs: INPUTS, values: {} })
    expect(calls[0]?.body).not.toContain('contact')
  })

  it.each<[string, Partial<typeof CALL> | { values: string[], webhook?: string }, object]>([
    ['a webhook that is not there', { webhook: 'CRM', values: [] }, { because: 'webhook', value: 'CRM' }],
    ['a value that nobody knows', { values: ['shipment.number'] }, { because: 'value', value: 'shipment.number' }],
  ])('is refused beforehand with %s', async (_, over, hole) => {
    const id = await store([{ ...CALL, ...over, values: [...over.values ?? []] }])
    const { plan, canRun } = await rehearse(id)
    expect([canRun, plan.steps[0]?.holes]).toEqual([false, [hole]])
    expect(await run(id)).toMatchObject({ status: 422, body: { code: 'macro_incomplete' } })
    expect(calls).toEqual([])
  })

  it.each([
    [404, 'webhook_refused'],
    [302, 'webhook_redirected'],
  ])('fails after %i, goes nowhere else, and Retry calls again with the same key and body', async (status, code) => {
    answers = [status]
    await run(await store([CALL]))
    await ticks(2)
    expect(await latest()).toMatchObject({ state: 'failed', steps: [{ state: 'failed', code, status }] })
    await ask('POST', `1/runs/${(await latest()).id}/retry`)
    await ticks(2)
    expect(await latest()).toMatchObject({ state: 'done', steps: [{ status: 204 }] })
    expect(calls).toHaveLength(2)
    expect(new Set(calls.map(({ key, body }) => `${key} ${body}`)).size).toBe(1)
  })

  it('is tried again after 5xx and lost answers with the same key and a new signature, until it is given up', async () => {
    answers = [503, null, 500]
    await run(await store([CALL]))
    await ticks(6)
    expect(await latest()).toMatchObject({ state: 'done' })
    const kinds = (of: (call: Call) => string) => new Set(calls.map(of)).size
    expect([calls.length, kinds(({ key }) => key), kinds(({ signature }) => signature)]).toEqual([4, 1, 4])

    await reset()
    answers = Array.from({ length: 40 }, () => 503)
    await run(await store([CALL]))
    await ticks(16)
    expect(await latest()).toMatchObject({ state: 'failed', steps: [{ code: 'webhook_unreachable', status: 503 }] })
    expect(calls).toHaveLength(12)
  })

  it('calls no host of a network of one\'s own, whatever its name says now', async () => {
    addresses = ['93.184.216.34', '169.254.169.254']
    await run(await store([CALL]))
    await ticks(2)
    expect(await latest()).toMatchObject({ state: 'failed', steps: [{ code: 'webhook_address', status: null }] })
    expect(calls).toEqual([])
    await shop.stack.sql(`update public.macro_webhooks set url = 'https://127.0.0.1/'`)
    addresses = null
    await ask('POST', `1/runs/${(await latest()).id}/retry`)
    await ticks(2)
    expect([(await latest()).steps[0]?.code, calls.length]).toEqual(['webhook_address', 0])
  })

  it('fails when the webhook is gone by its turn', async () => {
    const id = await store([{ do: 'wait', minutes: 5 }, CALL])
    await run(id)
    await shop.settled()
    await shop.stack.sql('delete from public.macro_webhooks')
    await ticks(3)
    expect(await latest()).toMatchObject({ state: 'failed', steps: [{ state: 'done' }, { code: 'webhook_gone' }] })
  })

  it('calls under one key wherever its runner dies', async () => {
    for (let lastStep = 1; ; lastStep += 3) {
      await reset()
      const id = await store([CALL, { do: 'add_labels', labels: ['hot'] }])
      const { plan } = await rehearse(id)
      const args = { p_account_id: 1, p_conversation_id: 1, p_macro_id: id, p_version: 1, p_name: 'A macro', p_key: crypto.randomUUID(), p_agent_id: 1, p_agent_name: 'Ada' }
      await shop.stack.adminClient().rpc('start_macro_run', { ...args, p_plan: plan, p_now: new Date(shop.now()).toISOString() })
      const dying = dyingAfter(shop, shop.fetch, lastStep)
      const ran = advanceMacro((await latest()).id, { admin: dying.admin, now: shop.now, fetch: dying.fetch, resolveHost })
      const isDead = await ran.then(() => dying.steps() > lastStep, () => true)
      await ticks(4)
      expect([lastStep, (await latest()).state, new Set(calls.map(({ key, body }) => `${key} ${body}`)).size]).toEqual([lastStep, 'done', 1])
      expect(calls.length).toBeLessThanOrEqual(2)
      if (!isDead) break
    }
  }, 240_000)
})

describe('the webhooks of an account', () => {
  it('are kept by its admins, who never read a secret again', async () => {
    expect((await put({ name: 'CRM', url: 'https://crm.example.com/', secret: SECRET })).body).toEqual({ webhooks: [
      { id: expect.any(Number), name: 'CRM', url: 'https://crm.example.com/' },
      { id: expect.any(Number), name: 'ERP', url: `${ERP}/hooks/1` },
    ] })
    const [before] = await shop.stack.sql<{ ciphertext: string }>('select ciphertext from public.macro_webhooks where name = \'ERP\'')
    expect(JSON.stringify(before)).not.toContain(SECRET)
    expect((await put({ name: 'ERP', url: `${ERP}/hooks/2` })).status).toBe(200)
    expect(await shop.stack.sql('select url, ciphertext from public.macro_webhooks where name = \'ERP\'')).toEqual([{ url: `${ERP}/hooks/2`, ...before }])
    const { webhooks } = MacroWebhooks.parse((await ask('GET', 'settings/webhooks')).body)
    expect((await ask('DELETE', `settings/webhooks/${webhooks[0]?.id}`)).body).toEqual({ webhooks: webhooks.slice(1) })
    const acts = await shop.stack.sql<{ act: string, record: string }>(`select act, record from public.audit_log where account_id = 1 and record like '%macro_webhooks:%' order by seq desc limit 3`)
    expect(acts.map(({ act }) => act)).toEqual(['settings.removed', 'settings.changed', 'settings.added'])
    expect(JSON.stringify(acts)).not.toContain('v1.k1.')
  })

  it.each([
    [{ name: 'New', url: 'https://new.example.com/' }, 'invalid_request'],
    [{ name: 'New', url: 'https://new.example.com/', secret: 'short' }, 'invalid_request'],
    [{ name: 'New', url: 'http://new.example.com/', secret: SECRET }, 'webhook_address'],
    [{ name: 'New', url: 'https://192.168.1.1/', secret: SECRET }, 'webhook_address'],
  ])('take not %j', async (body, code) => expect((await put(body)).body).toMatchObject({ code }))

  it('are for admins of the account alone, as rows and by the function', async () => {
    for (const [name, status] of [['ben@shop.test', 403], ['zoe@other.test', 404], ['nobody', 401]] as const) {
      expect((await ask('GET', 'settings/webhooks', undefined, name)).status).toBe(status)
      expect((await put({ name: 'X', url: 'https://x.example.com/', secret: SECRET }, name)).status).toBe(status)
      expect((await ask('DELETE', 'settings/webhooks/1', undefined, name)).status).toBe(status)
    }
    const rows = async (email: string, columns: string) => (await shop.stack.userClient(email)).client.from('macro_webhooks').select(columns)
    expect((await rows('ada@shop.test', 'name')).data).toEqual([{ name: 'ERP' }])
    expect((await rows('ada@shop.test', 'ciphertext')).error?.code).toBe('42501')
    expect([(await rows('ben@shop.test', 'name')).data, (await rows('zoe@other.test', 'name')).data]).toEqual([[], []])
    expect((await shop.stack.anonymousClient().from('macro_webhooks').select('name')).error?.code).toBe('42501')
  })
})
