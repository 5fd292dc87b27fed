import type { MacroStep } from '../../../shared/contracts/macro.ts'
import type { RuleDefinition } from '../../../shared/contracts/rule.ts'
import type { Desk } from './desk-testing.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApprovals } from '../approvals/app.ts'
import { sendEffects } from './alarms.ts'
import { ABOUT, startDesk } from './desk-testing.ts'
import { JOB_HANDLERS } from './jobs-handlers.ts'
import { dyingAfter } from './jobs-testing.ts'
import { runDueJobs } from './jobs.ts'
import { createDeliver } from './outbox-deliver.ts'
import { sendDue } from './outbox.ts'
import { enqueueRules } from './rule-queue.ts'

vi.setConfig({ testTimeout: 90_000 })

const MINUTE = 60_000
const SAYS: MacroStep = { do: 'send_message', texts: { en: 'Hi {{customer.name}}, {{order.name}} is on its way. {{agent.name}}' } }
const NOTES: MacroStep = { do: 'add_note', text: 'Looked after.' }
let desk: Desk

beforeAll(async () => {
  desk = await startDesk()
  await desk.stack.sql(`insert into public.contacts (account_id, contact_id, name, source_version, source_digest)
    values (1, 1, 'Maya Lind', 1, 1) on conflict do nothing`)
}, 180_000)
beforeEach(async () => {
  await desk.settled()
  const tables = ['outbox', 'approvals', 'jobs', 'macro_runs', 'conversations', 'automation_rules', 'chatwoot_macros', 'shop_views']
  for (const table of tables) await desk.stack.sql(`delete from public.${table}`)
  const kept = desk.chatwoot.state.messages.filter(({ contentAttributes }) => !contentAttributes?.pitwall_ref)
  desk.chatwoot.state.messages.splice(0, Number.POSITIVE_INFINITY, ...kept)
})
afterAll(async () => {
  await desk.settled()
  await desk.stack.stop()
})

let messageId = 900
async function writes(id: number) {
  const at = new Date(desk.now()).toISOString()
  await desk.stack.sql(`insert into public.messages (account_id, message_id, conversation_id, direction, sender_kind, content, created_at, source_version, source_digest)
    values (1, $1, $2, 'incoming', 'contact', 'Where is it?', $3, 1, 1)`, [++messageId, id, at])
}
async function talk(id: number = ABOUT.late) {
  const at = new Date(desk.now() - MINUTE).toISOString()
  await desk.stack.sql(`insert into public.conversations (account_id, conversation_id, contact_id, inbox_id, status, opened_at, last_activity_at,
      language, source_version, source_digest)
    values (1, $1, 1, 1, 'open', $2, $2, 'en', 1, 1)`, [id, at])
  await writes(id)
}
async function macro(steps: MacroStep[], { isEnabled = true, inputs = [] as object[] } = {}) {
  const definition = { name: 'On its way', description: '', suggestedFor: [], inputs, steps }
  const [row] = await desk.stack.sql<{ id: number }>(
    'insert into public.chatwoot_macros (account_id, position, is_enabled, definition) values (1, 1, $1, $2) returning id::int',
    [isEnabled, JSON.stringify(definition)],
  )
  return row?.id ?? 0
}
async function rule(macroId: number, { maySend = false, inputs = {} } = {}) {
  const definition: RuleDefinition = {
    name: 'Answers',
    event: { on: 'message_received' },
    match: 'all',
    conditions: [],
    actions: [{ do: 'run_macro', macroId, inputs, maySend }],
    stops: false,
  }
  await desk.stack.sql('insert into public.automation_rules (account_id, position, is_enabled, definition) values (1, 1, true, $1)', [JSON.stringify(definition)])
  await desk.stack.sql('update public.automation_rules set enabled_at = now() - interval \'1 hour\'')
}
const working = (over: object = {}) => ({ admin: desk.stack.adminClient(), now: desk.now, fetch: desk.fetch, ...over })
async function look(id: number = ABOUT.late) {
  await enqueueRules(1, [id], working())
  await runDueJobs(JOB_HANDLERS, working())
}
async function later() {
  desk.travel(3 * MINUTE)
  await runDueJobs(JOB_HANDLERS, working())
  await sendDue(working().admin, createDeliver(working()), desk.now)
  await sendEffects(working())
  await runDueJobs(JOB_HANDLERS, working())
}
function said() {
  return desk.threadOf(ABOUT.late)
    .filter(({ contentAttributes, isPrivate }) => contentAttributes?.pitwall_ref && !isPrivate)
    .map(({ content }) => content)
}
const runs = async () => desk.stack.sql('select state, started_by, started_as, may_send from public.macro_runs order by started_at')
const effects = async () => (await desk.stack.sql<{ effects: object[] }>('select effects from public.rule_runs order by id')).flatMap(run => run.effects)
async function audited() {
  return desk.stack.sql(`select record::jsonb ->> 'actor' as actor, record::jsonb -> 'detail' ->> 'sending' as sending from public.audit_log
  where record::jsonb ->> 'act' = 'macro.started' order by seq desc limit 1`)
}
const SENT = 'Hi Maya, #1001 is on its way. Demo'

describe('a macro that a rule runs', () => {
  it('runs once, in the rule\'s name; its message waits for a person and leaves with their word', async () => {
    await talk()
    await rule(await macro([NOTES, SAYS]))
    await look()
    await look()
    expect(await runs()).toEqual([{ state: 'waiting', started_by: null, started_as: 'Answers', may_send: false }])
    expect(await audited()).toEqual([{ actor: 'rule', sending: 'asks' }])
    expect(said()).toEqual([])
    const [question] = await desk.stack.sql<{ id: number }>('select id::int, kind, content, requested_as from public.approvals')
    expect(question).toMatchObject({ kind: 'macro_step', content: `On its way: ${SENT}`, requested_as: 'Answers' })
    const app = createApprovals(desk.stack.env, { now: desk.now, fetch: desk.fetch })
    const headers = { 'authorization': `Bearer ${desk.tokens.ben}`, 'content-type': 'application/json' }
    const answer = await app.request(`/approvals/1/${question?.id}`, { method: 'POST', headers, body: JSON.stringify({ decision: 'approve' }) })
    expect(answer.status).toBe(200)
    await desk.settled()
    await later()
    expect(said()).toEqual([SENT])
    expect(await runs()).toMatchObject([{ state: 'done' }])
  })

  it('sends at once where an admin let it, and the audit log says so', async () => {
    await talk()
    await rule(await macro([SAYS]), { maySend: true })
    await look()
    expect(said()).toEqual([SENT])
    expect(await audited()).toEqual([{ actor: 'rule', sending: 'pre_approved' }])
    expect(await desk.stack.sql('select macros from public.rule_log(1, (select id from public.automation_rules))')).toEqual([{ macros: [{ state: 'done', index: 0 }] }])
  })

  it('is not run at all where something is missing, and the log names it', async () => {
    await talk(ABOUT.nothing)
    const inputs = [{ type: 'text', name: 'reason', label: 'Reason', isRequired: true }]
    await rule(await macro([NOTES, SAYS, { do: 'assign_me' }], { inputs }), { maySend: true })
    await look(ABOUT.nothing)
    expect(await runs()).toEqual([])
    const missing: unknown = expect.arrayContaining(['inputs.reason', 'order.name', 'agent'])
    expect(await effects()).toMatchObject([{ skipped: 'macro_holes', missing }])
    expect(desk.threadOf(ABOUT.nothing).filter(({ contentAttributes }) => contentAttributes?.pitwall_ref)).toEqual([])
  })

  it('is not run when it is off, gone, or another account\'s', async () => {
    await talk()
    await rule(await macro([NOTES], { isEnabled: false }))
    const [foreign] = await desk.stack.sql<{ id: number }>('insert into public.chatwoot_macros (account_id, position, definition) select 2, 1, definition from public.chatwoot_macros returning id::int')
    await rule(foreign?.id ?? 0)
    await look()
    expect([await runs(), await effects()]).toMatchObject([[], [{ skipped: 'macro_gone' }, { skipped: 'macro_gone' }]])
  })

  it('does not talk with a machine for ever: three times a day', async () => {
    await talk()
    await rule(await macro([NOTES]), { maySend: true })
    for (let round = 0; round < 5; round++) {
      await look()
      desk.travel(MINUTE)
      await writes(ABOUT.late)
    }
    expect(await runs()).toHaveLength(3)
    expect((await effects()).slice(-2)).toMatchObject([{ skipped: 'macro_often' }, { skipped: 'macro_often' }])
  })

  it('happens once wherever the process dies', async () => {
    const id = await macro([SAYS])
    for (const step of [4, 10, 16, 22, 28, 34]) {
      for (const table of ['outbox', 'jobs', 'macro_runs', 'conversations', 'automation_rules']) await desk.stack.sql(`delete from public.${table}`)
      const kept = desk.chatwoot.state.messages.filter(({ contentAttributes }) => !contentAttributes?.pitwall_ref)
      desk.chatwoot.state.messages.splice(0, Number.POSITIVE_INFINITY, ...kept)
      await talk()
      await rule(id, { maySend: true })
      await enqueueRules(1, [ABOUT.late], working())
      await runDueJobs(JOB_HANDLERS, working(dyingAfter(desk, desk.fetch, step))).catch(() => {})
      for (let round = 0; round < 3; round++) await later()
      expect([said(), await runs()], `killed after step ${step}`).toMatchObject([[SENT], [{ state: 'done' }]])
    }
  }, 300_000)
})
