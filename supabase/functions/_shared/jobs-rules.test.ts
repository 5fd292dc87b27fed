import type { RuleDefinition } from '../../../shared/contracts/rule.ts'
import type { Shop } from './jobs-testing.ts'
import type { Work } from './jobs.ts'
import process from 'node:process'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { sendEffects, turnClocks } from './alarms.ts'
import { JOB_HANDLERS } from './jobs-handlers.ts'
import { dyingAfter, startShop, WORLD } from './jobs-testing.ts'
import { runDueJobs } from './jobs.ts'
import { enqueueRules } from './rule-queue.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 60_000 })

const MINUTE = 60_000
let shop: Shop
let slack: string[] = []
let mails = new Map<string, string>()

async function world(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init)
  const { host } = new URL(request.url)
  if (host === 'mail.test') {
    const mail: { subject: string } = await request.json()
    mails.set(request.headers.get('idempotency-key') ?? '', mail.subject)
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
  Object.assign(process.env, { SLACK_WEBHOOK_URL: 'https://hooks.slack.test/x', MAIL_API_URL: 'https://mail.test/emails', MAIL_API_KEY: 'key', MAIL_FROM: 'pitwall@shop.test' })
  shop = await startShop({ ...WORLD, teams: [{ id: 4, name: 'Workshop', memberIds: [2] }], labels: [{ title: 'hot', description: '', color: '#fff' }, { title: 'kept', description: '', color: '#fff' }] })
  await shop.stack.sql(`insert into public.contacts (account_id, contact_id, name, customer_tags, customer_seen_at, source_version, source_digest)
    values (1, 1, 'Maya Brown', '{vip}', now(), 1, 1), (2, 1, 'Other', '{vip}', now(), 1, 1)`)
}, 60_000)
beforeEach(reset)
afterAll(async () => {
  for (const name of ['SLACK_WEBHOOK_URL', 'MAIL_API_URL', 'MAIL_API_KEY', 'MAIL_FROM']) delete process.env[name]
  await shop.stack.stop()
})

async function reset() {
  slack = []
  mails = new Map()
  shop.chatwoot.faults.clear()
  const kept = shop.chatwoot.state.messages.filter(({ isPrivate, contentAttributes }) => !(isPrivate && contentAttributes?.pitwall_ref))
  shop.chatwoot.state.messages.splice(0, Number.POSITIVE_INFINITY, ...kept)
  for (const one of shop.chatwoot.state.conversations) Object.assign(one, { priority: null, teamId: null, labels: ['kept'] })
  const tables = ['outbox', 'notifications', 'approvals', 'jobs', 'conversations', 'automation_rules', 'judge_settings']
  for (const table of tables) await shop.stack.sql(`delete from public.${table}`)
  await shop.stack.sql(`insert into public.judge_settings (account_id, judge, is_acting) values (1, 'category', true)`)
}

interface Talk { id?: number, account?: number, isFrustrated?: boolean, category?: string | null, language?: string, minutesAgo?: number }

/** A conversation whose customer wrote, as folded and judged. */
async function talk({ id = 1, account = 1, isFrustrated = true, category = 'technical_support', language = 'en', minutesAgo = 1 }: Talk = {}) {
  const at = new Date(shop.now() - minutesAgo * MINUTE).toISOString()
  await shop.stack.sql(`insert into public.conversations (account_id, conversation_id, contact_id, inbox_id, status, labels, opened_at, last_activity_at, category, category_version,
      language, is_frustrated, frustration_version, source_version, source_digest)
    values ($1, $2, 1, 1, 'open', '{kept}', $3, $3, $4, 'seed', $5, $6, 'seed', 1, 1)`, [account, id, at, category, language, isFrustrated])
  await shop.stack.sql(`insert into public.messages (account_id, message_id, conversation_id, direction, sender_kind, content, created_at, source_version, source_digest)
    values ($1, $2, $3, 'incoming', 'contact', 'Again!', $4, 1, 1)`, [account, 900 + id, id, at])
}
const ESCALATE: RuleDefinition = {
  name: 'Frustrated VIP',
  event: { on: 'message_received' },
  match: 'all',
  conditions: [{ on: 'frustrated' }, { on: 'customer_tag', anyOf: ['VIP'] }],
  actions: [
    { do: 'add_labels', labels: ['hot'] },
    { do: 'set_priority', priority: 'urgent' },
    { do: 'assign_team', teamId: 4 },
    { do: 'notify_supervisors', text: 'Somebody, please.' },
    { do: 'prepare_draft', texts: { en: 'Hello {{name}}, we are on it.' }, dueMinutes: 60, neededRole: 'agent' },
    { do: 'add_note', text: 'Escalated {{ by }} a rule.' },
  ],
  stops: false,
}
async function rule(over: Partial<RuleDefinition> = {}, { position = 1, isEnabled = true, sinceMinutes = 60, account = 1 } = {}) {
  const [row] = await shop.stack.sql<{ id: number }>(
    'insert into public.automation_rules (account_id, position, is_enabled, definition) values ($1, $2, $3, $4) returning id::int',
    [account, position, isEnabled, JSON.stringify({ ...ESCALATE, ...over })],
  )
  await shop.stack.sql('update public.automation_rules set enabled_at = $1 where id = $2', [new Date(shop.now() - sinceMinutes * MINUTE).toISOString(), row?.id])
  return row?.id ?? 0
}
function working(over: Partial<Work> = {}): Work {
  return { admin: shop.stack.adminClient(), now: shop.now, fetch: world, ...over }
}
async function look(ids = [1], work = working(), account = 1) {
  await enqueueRules(account, ids, work)
  await runDueJobs(JOB_HANDLERS, work)
}
/** The next process, when the lease of the last one is over. */
async function later() {
  shop.travel(3 * MINUTE)
  await runDueJobs(JOB_HANDLERS, working())
  await sendEffects(working())
}
const isOpen = async () => (await shop.stack.sql(`select 1 from public.outbox where state not in ('done', 'failed')`)).length > 0
const runs = async () => shop.stack.sql<{ outcome: string, reasons: { verdict: string }[] }>('select outcome, event, reasons from public.rule_runs order by id')
function outside() {
  const [conversation] = shop.chatwoot.state.conversations
  return [conversation?.labels, conversation?.priority, conversation?.teamId]
}
const notes = () => shop.threadOf(1).filter(({ isPrivate }) => isPrivate).map(({ content }) => content)
const DONE = [['kept', 'hot'], 'urgent', 4]

describe('rules', () => {
  it('do what they say, once, and write down why', async () => {
    await talk()
    await rule()
    await look()
    await look()
    expect(await runs()).toMatchObject([{ outcome: 'acted', event: 'message_received', reasons: [{ verdict: 'held' }, { verdict: 'held' }] }])
    expect(outside()).toEqual(DONE)
    expect(notes()).toEqual(['Escalated {{ by }} a rule.\n\n— Frustrated VIP'])
    expect(slack).toEqual([expect.stringContaining('|Somebody, please.>*\nConversation #1 with Maya Brown. Rule: Frustrated VIP.')])
    expect([...mails.values()]).toEqual(['Somebody, please. (#1)'])
    expect(await shop.stack.sql('select level, words, tier_name, contact_name, mail from public.notifications')).toEqual([
      { level: 'rule', words: 'Somebody, please.', tier_name: 'Frustrated VIP', contact_name: 'Maya Brown', mail: 'sent' },
    ])
    expect(await shop.stack.sql('select kind, content, state, requested_as, needed_role from public.approvals')).toEqual([
      { kind: 'draft', content: 'Hello Maya, we are on it.', state: 'waiting', requested_as: 'Frustrated VIP', needed_role: 'agent' },
    ])
    expect(await shop.stack.sql('select effect, state from public.outbox where state <> \'done\'')).toEqual([])
  })

  it('say which condition did not hold, and do nothing', async () => {
    await talk({ isFrustrated: false })
    await rule()
    await look()
    expect(await runs()).toMatchObject([{ outcome: 'not_matched', reasons: [{ verdict: 'not_held' }, { verdict: 'held' }] }])
    expect(await shop.stack.sql('select 1 from public.outbox')).toEqual([])
  })

  it('go by the category only where its judge may act, or a person has said it', async () => {
    await shop.stack.sql('update public.judge_settings set is_acting = false, paused_at = now()')
    await talk()
    await rule({ event: { on: 'judged' }, conditions: [{ on: 'category', anyOf: ['technical_support'] }], actions: [{ do: 'assign_team', teamId: 4 }] })
    await look()
    expect(await runs()).toMatchObject([{ outcome: 'not_matched', reasons: [{ verdict: 'judge_off' }] }])
    await shop.stack.sql('delete from public.rule_runs')
    await shop.stack.sql('update public.conversations set category_decided_by = (select id from public.agents where name = \'Ben\')')
    await look()
    expect(outside()[2]).toBe(4)
  })

  it('are refused by name where a newer version wrote them, and do nothing by half', async () => {
    await talk()
    const id = await rule()
    await shop.stack.sql(`update public.automation_rules set definition = jsonb_set(definition, '{conditions,0,on}', '"moon_phase"') where id = $1`, [id])
    await shop.stack.sql('update public.automation_rules set enabled_at = now() - interval \'1 hour\'')
    await look()
    expect(await shop.stack.sql('select outcome, unreadable from public.rule_runs')).toEqual([{ outcome: 'refused', unreadable: 'conditions.0.on' }])
    expect(outside()).toEqual([['kept'], null, null])
  })

  it('stay silent when off, about what was before, and about other accounts', async () => {
    await talk()
    await talk({ account: 2 })
    await rule({}, { isEnabled: false })
    await rule({}, { sinceMinutes: 0 })
    await rule({}, { account: 2 })
    await look()
    expect(await runs()).toEqual([])
  })

  it('wait until the shop has said who the customer is', async () => {
    await talk()
    await rule()
    await shop.stack.sql('update public.contacts set customer_seen_at = null where account_id = 1')
    await shop.stack.sql(`insert into public.jobs (account_id, kind, payload, dedupe_key, run_at, created_at) values (1, 'learn_customer', '{"conversationId": 1}', '1', now() + interval '1 day', now())`)
    await look()
    expect(await runs()).toEqual([])
    await shop.stack.sql('update public.contacts set customer_seen_at = now() where account_id = 1')
    await shop.stack.sql(`update public.jobs set done_at = now() where kind = 'learn_customer'`)
    await later()
    expect(await runs()).toMatchObject([{ outcome: 'acted' }])
  })

  it('hear of promises in danger', async () => {
    await talk()
    await rule({ event: { on: 'clock_warned' }, conditions: [], actions: [{ do: 'add_labels', labels: ['hot'] }] })
    const at = (minutes: number) => new Date(shop.now() + minutes * MINUTE).toISOString()
    await shop.stack.sql(`insert into public.sla_clocks (account_id, conversation_id, kind, tier_name, tier_position, target_seconds, calendar, because, started_at, warn_at, due_at)
      values (1, 1, 'first_response', 'VIP', 1, 600, '{}', '{}', $1, $2, $3)`, [at(-20), at(-1), at(5)])
    await turnClocks(working().admin, shop.now, {})
    await runDueJobs(JOB_HANDLERS, working())
    expect(outside()[0]).toEqual(['kept', 'hot'])
  })

  it('tell of a spike once in its window, whoever tips it', async () => {
    for (const id of [1, 2, 3]) await talk({ id, category: 'shipping_issues' })
    await rule({ event: { on: 'category_spike', anyOf: ['shipping_issues'], atLeast: 3, withinMinutes: 30 }, conditions: [], actions: [{ do: 'notify_supervisors', text: 'A spike' }] })
    await Promise.all([[1], [2], [3], [1, 2, 3]].map(ids => look(ids)))
    expect(slack).toHaveLength(1)
    expect(await shop.stack.sql('select measure from public.rule_runs')).toEqual([{ measure: { count: 3, usual: null, weeks: null } }])
    shop.travel(40 * MINUTE)
    for (const id of [4, 5, 6]) await talk({ id, category: 'shipping_issues' })
    await look([5])
    expect(slack).toHaveLength(2)
  })

  it('keep a label that somebody gives meanwhile, and set theirs again when an answer is lost', async () => {
    await talk()
    await rule({ actions: [{ do: 'add_labels', labels: ['hot'] }] })
    shop.chatwoot.faults.add({ kind: 'drop_answer', method: 'POST', path: 'labels' })
    await look()
    await later()
    expect(outside()[0]).toEqual(['kept', 'hot'])
    expect(await shop.stack.sql('select effect, state from public.outbox')).toEqual([{ effect: 'labels', state: 'done' }])
  })

  it('happen once wherever the process dies, and are finished by the next one', async () => {
    await talk()
    await rule()
    const whole = dyingAfter(shop, world, Number.POSITIVE_INFINITY)
    await look([1], working(whole))
    const steps = whole.steps()
    expect(steps).toBeGreaterThan(15)
    for (let step = 0; step <= steps; step++) {
      await reset()
      await talk()
      await rule()
      await enqueueRules(1, [1], working())
      await runDueJobs(JOB_HANDLERS, working(dyingAfter(shop, world, step))).catch(() => {})
      for (let round = 0; round < 3 && (round === 0 || await isOpen()); round++) await later()
      const where = `killed after step ${step}`
      expect(outside(), where).toEqual(DONE)
      expect([notes().length, mails.size, (await runs()).length], where).toEqual([1, 1, 1])
      expect(await shop.stack.sql('select count(*)::int as drafts from public.approvals'), where).toEqual([{ drafts: 1 }])
      const [told] = await shop.stack.sql<{ state: string, code: string | null }>('select state, code from public.outbox where effect = \'slack\'')
      if (told?.code === 'unknown_outcome') expect(slack.length, where).toBeLessThanOrEqual(1)
      else expect([slack.length, told?.state], where).toEqual([1, 'done'])
    }
  }, 600_000)

  it('are forgotten after their time', async () => {
    await talk()
    await rule()
    await talk({ id: 2, isFrustrated: false })
    await look([1, 2])
    const thin = async (days: number) => {
      await shop.stack.sql('select public.thin_rule_runs(now() + make_interval(days => $1))', [days])
      return (await runs()).map(({ outcome }) => outcome).sort()
    }
    expect(await thin(13)).toEqual(['acted', 'not_matched'])
    expect(await thin(15)).toEqual(['acted'])
    expect(await thin(92)).toEqual([])
  })
})
