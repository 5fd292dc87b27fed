import type { MacroStep } from '../../../shared/contracts/macro.ts'
import type { Shop } from '../_shared/jobs-testing.ts'
import type { Work } from '../_shared/jobs.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { MacroShelf, Rehearsal } from '../../../shared/contracts/macro.ts'
import { macroOf } from '../../../shared/macros/testing.ts'
import { sendEffects } from '../_shared/alarms.ts'
import { JOB_HANDLERS } from '../_shared/jobs-handlers.ts'
import { advanceMacro } from '../_shared/jobs-macro.ts'
import { dyingAfter, startShop } from '../_shared/jobs-testing.ts'
import { runDueJobs } from '../_shared/jobs.ts'
import { createMacros } from './app.ts'

vi.setConfig({ testTimeout: 60_000 })

const MINUTE = 60_000
const CHANNELS = {
  SLACK_WEBHOOK_URL: 'https://hooks.slack.test/x',
  MAIL_API_URL: 'https://mail.test/emails',
  MAIL_API_KEY: 'key',
  MAIL_FROM: 'pitwall@shop.test',
}
const BOTH: MacroStep[] = [
  { do: 'notify', by: 'mail', text: 'Look at it, says {{agent.name}}' },
  { do: 'notify', by: 'slack', text: 'Look <!channel>' },
]
interface Mail { to: string[], subject: string, text: string }
let shop: Shop
let app: ReturnType<typeof createMacros>
let token = ''
let mails: Map<string, Mail>
let slack: string[]
/** What Slack and the mail service answer next, instead of taking it; null is a connection that breaks. */
let answers: { host: string, status: number | null }[]

const world: typeof fetch = async (input, init) => {
  const request = new Request(input, init)
  const { host } = new URL(request.url)
  if (request.method === 'POST') {
    const planned = answers.findIndex(one => one.host === host)
    if (planned !== -1) {
      const status = answers.splice(planned, 1)[0]?.status ?? null
      if (status === null) throw new TypeError('connection lost')
      return new Response(null, { status })
    }
  }
  if (host === 'mail.test') {
    mails.set(request.headers.get('idempotency-key') ?? '', await request.json())
    return Response.json({ id: 'x' })
  }
  if (host !== 'hooks.slack.test') return shop.fetch(request)
  if (request.method === 'POST') {
    const message: { text: string } = await request.json()
    slack.push(message.text)
  }
  return new Response('ok')
}

beforeAll(async () => {
  shop = await startShop()
  token = (await shop.stack.userClient('ada@shop.test')).token
  await shop.stack.sql(`insert into public.agents (account_id, chatwoot_user_id, name, email, role) values
    (1, 3, 'Cleo', 'cleo@shop.test', 'supervisor'), (1, 4, 'Dora', 'dora@shop.test', 'supervisor'), (2, 3, 'Else', 'else@other.test', 'supervisor')`)
  await shop.stack.sql(`insert into public.notification_preferences (agent_id, account_id, by_mail) select id, account_id, false from public.agents where name = 'Cleo'`)
  await shop.stack.sql('update public.accounts set alarms_slack = false')
  app = createMacros(shop.stack.env, { now: shop.now, fetch: world, embedder: null })
}, 90_000)
beforeEach(reset)
afterAll(async () => {
  for (const name of Object.keys(CHANNELS)) delete process.env[name]
  await shop.stack.stop()
})

async function reset() {
  await shop.settled()
  Object.assign(process.env, CHANNELS)
  mails = new Map()
  slack = []
  answers = []
  for (const table of ['outbox', 'jobs', 'macro_runs', 'chatwoot_macros']) await shop.stack.sql(`delete from public.${table}`)
}
async function ask(method: string, path: string, body?: unknown) {
  const headers = { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' }
  const response = await app.request(`/macros/1/1${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
  return { status: response.status, body: await response.json() }
}
async function store(steps: MacroStep[]): Promise<number> {
  const insert = 'insert into public.chatwoot_macros (account_id, position, definition) values (1, 1, $1) returning id::int'
  const [row] = await shop.stack.sql<{ id: number }>(insert, [macroOf(steps)])
  return row?.id ?? 0
}
const rehearse = async (macroId: number) => Rehearsal.parse((await ask('POST', '/rehearse', { macroId, inputs: {} })).body)
async function run(macroId: number) {
  return ask('POST', '/run', { macroId, inputs: {}, digest: (await rehearse(macroId)).digest, key: crypto.randomUUID() })
}
async function latest() {
  const [first] = MacroShelf.parse((await ask('GET', '')).body).runs
  if (!first) throw new Error('no run')
  return first
}
const working = (): Work => ({ admin: shop.stack.adminClient(), now: shop.now, fetch: world })
async function ticks(rounds: number) {
  for (let round = 0; round < rounds; round++) {
    await shop.settled()
    await sendEffects(working())
    await runDueJobs(JOB_HANDLERS, working(), 5_000, undefined, { only: ['run_macro'] })
    await shop.settled()
    shop.travel(2 * MINUTE)
  }
}

describe('a macro that tells colleagues', () => {
  it('mails its supervisors, whatever they chose for alarms, and posts in Slack: once, with a receipt and rows of the audit log', async () => {
    await run(await store(BOTH))
    await ticks(3)
    expect(await latest()).toMatchObject({ state: 'done', steps: [{ state: 'done', text: 'Look at it, says Ada' }, { state: 'done' }] })
    expect([...mails.values()]).toEqual([{
      from: 'pitwall@shop.test',
      to: ['cleo@shop.test', 'dora@shop.test'],
      subject: 'Look at it, says Ada (#1)',
      text: expect.stringMatching(/^Look at it, says Ada\n\nConversation #1 with .+\. Macro: A macro\.\n\nOpen it:\nhttps?:.+\/conversations\/1\n$/),
    }])
    expect(slack).toEqual([expect.stringMatching(/^Look &lt;!channel&gt;\n<https?:.+\/conversations\/1\|Conversation #1 with .+>$/)])
    const receipt = shop.threadOf(1).filter(({ isPrivate, content }) => isPrivate && content.includes('Colleagues told')).at(-1)
    expect(receipt?.content).toContain('✓ Colleagues told: e-mail\n✓ Colleagues told: Slack\nDone.')
    const told = await shop.stack.sql(`select act, record::jsonb -> 'detail' ->> 'effect' as effect from public.audit_log
      where account_id = 1 and record::jsonb -> 'detail' ->> 'effect' in ('mail', 'slack') order by seq`)
    expect(told).toEqual(['mail', 'slack'].flatMap(effect => [{ act: 'message.asked', effect }, { act: 'message.sent', effect }]))
  })

  it('is refused beforehand, with the reason, where the way is not set up', async () => {
    for (const name of Object.keys(CHANNELS)) delete process.env[name]
    const id = await store(BOTH)
    const { plan, canRun } = await rehearse(id)
    expect([canRun, plan.steps.map(({ holes }) => holes)]).toEqual([false, [[{ because: 'mail', value: null }], [{ because: 'slack', value: null }]]])
    expect(await run(id)).toMatchObject({ status: 422, body: { code: 'macro_incomplete' } })
  })

  it('fails where the way is gone when its turn comes, and Retry sends it', async () => {
    const id = await store(BOTH.slice(0, 1))
    const { digest } = await rehearse(id)
    answers = [{ host: 'mail.test', status: 422 }]
    await ask('POST', '/run', { macroId: id, inputs: {}, digest, key: crypto.randomUUID() })
    await ticks(2)
    expect(await latest()).toMatchObject({ state: 'failed', steps: [{ state: 'failed', code: 'mail_refused' }] })
    await ask('POST', `/runs/${(await latest()).id}/retry`)
    await ticks(2)
    expect([(await latest()).state, mails.size]).toEqual(['done', 1])
  })

  it.each([[404, 'slack_refused', 1], [null, 'unknown_outcome', 0]])('after Slack answers %s, Retry sends again only what it surely has not', async (status, code, sent) => {
    answers = [{ host: 'hooks.slack.test', status }]
    await run(await store(BOTH.slice(1)))
    await ticks(2)
    expect(await latest()).toMatchObject({ state: 'failed', steps: [{ code }] })
    await ask('POST', `/runs/${(await latest()).id}/retry`)
    await ticks(2)
    expect([slack.length, (await latest()).state]).toEqual([sent, sent ? 'done' : 'failed'])
  })

  it('tells each once wherever its runner dies', async () => {
    for (let lastStep = 1; ; lastStep += 3) {
      await reset()
      const id = await store(BOTH)
      const { plan } = await rehearse(id)
      const args = { p_account_id: 1, p_conversation_id: 1, p_macro_id: id, p_version: 1, p_name: 'A macro', p_key: crypto.randomUUID(), p_agent_id: 1, p_agent_name: 'Ada' }
      await shop.stack.adminClient().rpc('start_macro_run', { ...args, p_plan: plan, p_now: new Date(shop.now()).toISOString() })
      const dying = dyingAfter(shop, world, lastStep)
      const ran = advanceMacro((await latest()).id, { admin: dying.admin, now: shop.now, fetch: dying.fetch })
      const isDead = await ran.then(() => dying.steps() > lastStep, () => true)
      await ticks(5)
      const { state, steps } = await latest()
      const isLost = state === 'failed'
      // Asked, and nobody wrote down the answer: Slack is not asked again.
      if (isLost) expect(steps.map(({ code }) => code)).toEqual([null, 'unknown_outcome'])
      expect([lastStep, mails.size, slack.length <= 1, isLost || slack.length === 1]).toEqual([lastStep, 1, true, true])
      if (!isDead) break
    }
  }, 240_000)
})
