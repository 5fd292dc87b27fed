import type { SupabaseClient } from '@supabase/supabase-js'
import type { Shop } from './jobs-testing.ts'
import type { Work } from './jobs.ts'
import process from 'node:process'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { sendEffects, turnClocks } from './alarms.ts'
import { dyingAfter, startShop } from './jobs-testing.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 60_000 })

const MINUTE = 60_000
const SLACK = 'https://hooks.slack.test/services/T0/B0/x'
const MAIL = 'https://mail.test/emails'
const HANDLERS = { assign_conversation: async () => {} }
interface Posted { text: string }
interface Mailed { to: string[], subject: string, text: string }

let shop: Shop
let slack: Posted[] = []
let mails = new Map<string, Mailed>()
/** What a vendor answers instead, as often as there are entries. */
let answers: { host: string, answer: () => Response }[] = []

/** Slack, a mail service that knows its idempotency keys, and this shop's Chatwoot. */
async function world(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init)
  const { host } = new URL(request.url)
  const planned = answers.findIndex(one => one.host === host)
  if (planned !== -1) return answers.splice(planned, 1)[0]?.answer() ?? Response.error()
  if (host === 'mail.test') {
    mails.set(request.headers.get('idempotency-key') ?? '', await request.json())
    return Response.json({ id: 'x' })
  }
  if (host !== 'hooks.slack.test') return shop.fetch(request)
  if (request.method === 'POST') slack.push(await request.json())
  return new Response('ok')
}

beforeAll(async () => {
  Object.assign(process.env, { SLACK_WEBHOOK_URL: SLACK, MAIL_API_URL: MAIL, MAIL_API_KEY: 'key', MAIL_FROM: 'pitwall@shop.test' })
  shop = await startShop()
  await shop.stack.sql(`insert into public.contacts (account_id, contact_id, name, source_version, source_digest) values (1, 1, 'Maya <!channel>', 1, 1)`)
  await shop.stack.sql(`insert into public.agents (account_id, chatwoot_user_id, name, email, role) values (1, 3, 'Cleo', 'cleo@shop.test', 'supervisor')`)
}, 60_000)
beforeEach(reset)
afterAll(async () => {
  for (const name of ['SLACK_WEBHOOK_URL', 'MAIL_API_URL', 'MAIL_API_KEY', 'MAIL_FROM']) delete process.env[name]
  await shop.stack.stop()
})
async function reset() {
  slack = []
  mails = new Map()
  answers = []
  shop.chatwoot.faults.clear()
  for (const conversation of shop.chatwoot.state.conversations) conversation.priority = null
  for (const table of ['outbox', 'notifications', 'notification_preferences', 'jobs', 'conversations']) await shop.stack.sql(`delete from public.${table}`)
  await shop.stack.sql('update public.accounts set alarms_slack = true, alarms_raise_priority = true')
  await shop.stack.sql(`insert into public.conversations (account_id, conversation_id, contact_id, inbox_id, status, opened_at, last_activity_at, source_version, source_digest)
    values (1, 1, 1, 1, 'open', now(), now(), 1, 1)`)
}

/** A promise of which `warnAt` and `dueAt` lie this many minutes from now. */
async function promise(warnAt: number, dueAt: number, { validFrom = -1000, kind = 'first_response' } = {}) {
  const at = (minutes: number) => new Date(shop.now() + minutes * MINUTE).toISOString()
  await shop.stack.sql(`insert into public.sla_clocks (account_id, conversation_id, kind, tier_name, tier_position, target_seconds, calendar, because, started_at, warn_at, due_at, valid_from)
    values (1, 1, $1, 'VIP', 1, 600, '{}', '{}', $2, $3, $4, $5)`, [kind, at(warnAt - 100), at(warnAt), at(dueAt), at(validFrom)])
}

function working(over: Partial<Work> = {}): Work {
  return { admin: shop.stack.adminClient(), now: shop.now, fetch: world, ...over }
}
async function tick(work = working(), handlers: Record<string, () => Promise<void>> = HANDLERS) {
  const turned = await turnClocks(work.admin, work.now, handlers)
  await sendEffects(work)
  return turned
}
const priority = () => shop.chatwoot.state.conversations[0]?.priority ?? null
const effects = async () => shop.stack.sql<{ effect: string, state: string, code: string | null }>('select effect, state, code from public.outbox order by effect, agent_id')
const jobs = async () => shop.stack.sql('select kind, payload, dead_at from public.jobs')

describe('a promise that turns yellow', () => {
  it('tells supervisors and admins by panel, mail and Slack, raises the priority by a step and asks for an assignment: once', async () => {
    await promise(-1, 10)
    expect(await tick()).toBe(1)
    expect(await tick()).toBe(0)
    const notices = await shop.stack.sql('select a.name, n.level, n.kind, n.tier_name, n.mail, n.read_at from public.notifications n join public.agents a on a.id = n.agent_id order by 1')
    const notice = { level: 'yellow', kind: 'first_response', tier_name: 'VIP', mail: 'sent', read_at: null }
    expect(notices).toEqual([{ name: 'Ada', ...notice }, { name: 'Cleo', ...notice }])
    expect([...mails.values()].map(({ to, subject }) => [...to, subject]).sort()).toEqual([
      ['ada@shop.test', 'In danger: first reply for Maya <!channel> (#1)'],
      ['cleo@shop.test', 'In danger: first reply for Maya <!channel> (#1)'],
    ])
    expect(slack).toHaveLength(1)
    expect(slack[0]?.text).toContain('<http://chatwoot.test/app/accounts/1/conversations/1|In danger: first reply for Maya &lt;!channel&gt;>')
    expect(priority()).toBe('medium')
    expect(await jobs()).toEqual([{ kind: 'assign_conversation', payload: { conversationId: 1, because: 'sla_yellow' }, dead_at: null }])
  })

  it('asks for no assignment when nobody would take the job, or somebody has the conversation', async () => {
    await promise(-1, 10)
    await tick(working(), {})
    expect(await jobs()).toEqual([])
    await reset()
    await shop.stack.sql('update public.conversations set assignee_id = 2')
    await promise(-1, 10)
    await tick()
    expect(await jobs()).toEqual([])
  })

  it('tells nobody what they do not want to hear', async () => {
    await shop.stack.sql('update public.accounts set alarms_slack = false, alarms_raise_priority = false')
    await shop.stack.sql(`insert into public.notification_preferences (agent_id, account_id, on_yellow, by_mail)
      select id, account_id, name = 'Cleo', false from public.agents where account_id = 1`)
    await promise(-1, 10)
    await tick()
    expect(await shop.stack.sql('select a.name, n.mail from public.notifications n join public.agents a on a.id = n.agent_id')).toEqual([{ name: 'Cleo', mail: 'off' }])
    expect([mails.size, slack.length, priority()]).toEqual([0, 0, null])
  })

  it('alarms nobody for what had turned before the account promised it', async () => {
    await promise(-60, -30, { validFrom: -10 })
    expect(await tick()).toBe(2)
    expect([await effects(), slack]).toEqual([[], []])
  })
})

describe('a promise that is broken', () => {
  it('tells again, and records it, without a second step of priority', async () => {
    await promise(-1, 5)
    await tick()
    shop.travel(6 * MINUTE)
    await tick()
    expect(slack.map(({ text }) => text.includes('Broken'))).toEqual([false, true])
    expect(mails.size).toBe(4)
    expect(priority()).toBe('medium')
    expect(await shop.stack.sql('select breached_at is not null as broken from public.sla_clocks')).toEqual([{ broken: true }])
  })

  it('is told once when nobody looked in time, and its conversation still gets priority', async () => {
    await promise(-10, -1)
    expect(await tick()).toBe(2)
    expect(slack.map(({ text }) => text.includes('Broken'))).toEqual([true])
    expect(priority()).toBe('medium')
  })
})

describe('the effects when something fails', () => {
  it.each([
    ['Chatwoot 401', { kind: 'status', status: 401 }, 'failed', 'chatwoot_refused', null],
    ['Chatwoot 422', { kind: 'status', status: 422 }, 'failed', 'chatwoot_refused', null],
    ['Chatwoot 429', { kind: 'status', status: 429 }, 'done', null, 'medium'],
    ['Chatwoot 500', { kind: 'status', status: 500 }, 'done', null, 'medium'],
    ['no answer, not done', { kind: 'lost' }, 'done', null, 'medium'],
    ['no answer, but done', { kind: 'drop_answer' }, 'done', null, 'medium'],
  ] as const)('%s: the priority is raised once or refused', async (_, fault, state, code, raised) => {
    shop.chatwoot.faults.add({ ...fault, method: 'POST', path: 'toggle_priority' })
    await promise(-1, 600)
    await tick()
    for (let round = 0; round < 3; round++) await later()
    expect((await effects()).find(({ effect }) => effect === 'priority')).toEqual({ effect: 'priority', state, code })
    expect(priority()).toBe(raised)
    expect([slack.length, mails.size]).toEqual([1, 2])
  })

  it('leaves a priority that a person has set meanwhile', async () => {
    shop.chatwoot.faults.add({ kind: 'lost', method: 'POST', path: 'toggle_priority' })
    await promise(-1, 600)
    await tick()
    for (const conversation of shop.chatwoot.state.conversations) conversation.priority = 'low'
    await later()
    expect(priority()).toBe('low')
    expect((await effects()).find(({ effect }) => effect === 'priority')).toMatchObject({ state: 'done' })
  })

  it('waits for a Slack that is down and for one that asks to wait, and never says it twice', async () => {
    answers.push(refusing('hooks.slack.test'), { host: 'hooks.slack.test', answer: () => new Response('ok') }, { host: 'hooks.slack.test', answer: () => new Response('', { status: 429 }) })
    await promise(-1, 600)
    await tick()
    expect(slack).toHaveLength(0)
    for (let round = 0; round < 4; round++) await later()
    expect(slack).toHaveLength(1)
  })

  it('says so when nobody knows whether Slack has it, and does not ask again', async () => {
    answers.push({ host: 'hooks.slack.test', answer: () => new Response('ok') }, refusing('hooks.slack.test'))
    await promise(-1, 600)
    await tick()
    await later()
    expect(slack).toHaveLength(0)
    expect((await effects()).find(({ effect }) => effect === 'slack')).toEqual({ effect: 'slack', state: 'failed', code: 'unknown_outcome' })
  })

  it('tells in the notice that no mail could go: none is configured, or the service refuses', async () => {
    const kept = process.env.MAIL_FROM
    delete process.env.MAIL_FROM
    await promise(-1, 600)
    await tick()
    process.env.MAIL_FROM = kept
    expect(await shop.stack.sql('select distinct mail from public.notifications')).toEqual([{ mail: 'not_configured' }])
    await reset()
    answers.push(...[1, 2].map(() => ({ host: 'mail.test', answer: () => new Response('', { status: 422 }) })))
    await promise(-1, 600)
    await tick()
    expect(await shop.stack.sql('select distinct mail from public.notifications')).toEqual([{ mail: 'failed' }])
  })

  it('tells another account\'s people nothing, and its Slack neither', async () => {
    await shop.stack.sql(`insert into public.conversations (account_id, conversation_id, contact_id, inbox_id, status, opened_at, last_activity_at, source_version, source_digest)
      values (2, 1, 1, 1, 'open', now(), now(), 1, 1)`)
    await promise(-1, 600)
    await shop.stack.sql('update public.sla_clocks set account_id = 2')
    await tick()
    expect(await shop.stack.sql('select a.name from public.notifications n join public.agents a on a.id = n.agent_id')).toEqual([{ name: 'Zoe' }])
    expect(slack).toEqual([])
    expect((await effects()).find(({ effect }) => effect === 'slack')).toMatchObject({ state: 'failed', code: 'not_configured' })
  })

  it('happen once wherever the process dies, and are finished by the next one', async () => {
    await promise(-1, 600)
    const whole = mortal(Number.POSITIVE_INFINITY)
    await tick(whole.work)
    const steps = whole.steps()
    expect(steps).toBeGreaterThan(12)
    // Dead after a step is dead before the next.
    for (let step = 0; step <= steps; step++) {
      await reset()
      await promise(-1, 600)
      await tick(mortal(step).work).catch(() => {})
      for (let round = 0; round < 2; round++) await later()
      const where = `killed after step ${step}`
      expect(priority(), where).toBe('medium')
      expect(mails.size, where).toBe(2)
      expect(await shop.stack.sql('select mail from public.notifications'), where).toEqual([{ mail: 'sent' }, { mail: 'sent' }])
      expect(await jobs(), where).toHaveLength(1)
      const told = (await effects()).find(({ effect }) => effect === 'slack')
      if (told?.code === 'unknown_outcome') expect(slack.length, where).toBeLessThanOrEqual(1)
      else expect([slack.length, told?.state], where).toEqual([1, 'done'])
    }
  }, 600_000)
})

describe('notices', () => {
  it('are each person\'s own: to read and to mark as read, and nothing else', async () => {
    await promise(-1, 10)
    await tick()
    const { client: ada } = await shop.stack.userClient('ada@shop.test')
    const { client: ben } = await shop.stack.userClient('ben@shop.test')
    const { client: zoe } = await shop.stack.userClient('zoe@other.test')
    const mark = (client: SupabaseClient) => client.from('notifications').update({ read_at: new Date().toISOString() }).is('read_at', null).select('id')
    expect((await ada.from('notifications').select('level')).data).toEqual([{ level: 'yellow' }])
    for (const stranger of [ben, zoe]) {
      expect((await stranger.from('notifications').select('level')).data).toEqual([])
      expect((await mark(stranger)).data).toEqual([])
    }
    expect((await shop.stack.anonymousClient().from('notifications').select('id')).error).not.toBeNull()
    expect((await ada.from('notifications').update({ tier_name: 'x' }).gt('id', 0)).error).not.toBeNull()
    expect((await mark(ada)).data).toHaveLength(1)
    expect(await shop.stack.sql('select count(*)::int as unread from public.notifications where read_at is null')).toEqual([{ unread: 1 }])
  })

  it('follow preferences that only their owner sets', async () => {
    const { client: ada } = await shop.stack.userClient('ada@shop.test')
    const { client: ben } = await shop.stack.userClient('ben@shop.test')
    const [row] = await shop.stack.sql<{ id: number }>('select id::int from public.agents where name = \'Ada\'')
    const own = { agent_id: row?.id, account_id: 1, on_yellow: true, on_red: true, by_mail: false }
    expect((await ben.from('notification_preferences').insert(own)).error).not.toBeNull()
    expect((await ada.from('notification_preferences').insert({ ...own, account_id: 2 })).error).not.toBeNull()
    expect((await ada.from('notification_preferences').upsert(own)).error).toBeNull()
    expect((await ada.from('notification_preferences').upsert({ ...own, by_mail: true })).error).toBeNull()
    expect((await ben.from('notification_preferences').select('agent_id')).data).toEqual([])
    expect((await shop.stack.anonymousClient().from('notification_preferences').select('agent_id')).error).not.toBeNull()
  })
})

function refusing(host: string) {
  return { host, answer: (): Response => { throw new TypeError('no connection') } }
}

/** The next process, when the lease of the last one is over. */
async function later() {
  shop.travel(3 * MINUTE)
  await tick()
}

/** Work that dies after so many steps into the world. */
function mortal(lastStep: number) {
  const { admin, fetch, steps } = dyingAfter(shop, world, lastStep)
  return { work: working({ admin, fetch }), steps }
}
