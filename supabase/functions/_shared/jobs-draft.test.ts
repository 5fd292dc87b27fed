import type { Desk } from './desk-testing.ts'
import type { JobHandlers } from './jobs.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApprovals } from '../approvals/app.ts'
import { ABOUT, startDesk } from './desk-testing.ts'
import { writeRuleDrafts } from './jobs-draft.ts'
import { JOB_HANDLERS } from './jobs-handlers.ts'
import { runRules } from './jobs-rules.ts'
import { dyingAfter } from './jobs-testing.ts'
import { runDueJobs } from './jobs.ts'
import { enqueueRules } from './rule-queue.ts'

vi.setConfig({ testTimeout: 60_000 })

const MINUTE = 60_000
let desk: Desk
const HANDLERS: JobHandlers = {
  run_rules: runRules,
  write_draft: async (accountId, jobs, work) => writeRuleDrafts(accountId, jobs, work, { model: null, embedder: null }),
}

beforeAll(async () => {
  desk = await startDesk()
}, 180_000)
beforeEach(async () => {
  for (const table of ['outbox', 'approvals', 'jobs', 'conversations', 'contacts', 'automation_rules', 'shop_views']) await desk.stack.sql(`delete from public.${table}`)
})
afterAll(async () => {
  await desk.settled()
  await desk.stack.stop()
})

async function talk(id: number, language = 'en') {
  const at = new Date(desk.now() - MINUTE).toISOString()
  await desk.stack.sql(`insert into public.contacts (account_id, contact_id, name, source_version, source_digest)
    values (1, 1, 'Maya Lind', 1, 1) on conflict do nothing`)
  await desk.stack.sql(`insert into public.conversations (account_id, conversation_id, contact_id, inbox_id, status, opened_at,
      last_activity_at, language, source_version, source_digest)
    values (1, $1, 1, 1, 'open', $2, $2, $3, 1, 1)`, [id, at, language])
  await desk.stack.sql(`insert into public.messages (account_id, message_id, conversation_id, direction, sender_kind, content, created_at, source_version, source_digest)
    values (1, $1, $2, 'incoming', 'contact', 'Where is it?', $3, 1, 1)`, [900 + id, id, at])
}
async function rule() {
  const definition = {
    name: 'Answers ahead',
    event: { on: 'message_received' },
    match: 'all',
    conditions: [],
    actions: [{ do: 'write_draft', style: 'friendly', dueMinutes: 60, neededRole: 'agent' }],
    stops: false,
  }
  await desk.stack.sql('insert into public.automation_rules (account_id, position, is_enabled, definition) values (1, 1, true, $1)', [JSON.stringify(definition)])
  await desk.stack.sql('update public.automation_rules set enabled_at = now() - interval \'1 hour\'')
}
const working = (over: object = {}) => ({ admin: desk.stack.adminClient(), now: desk.now, fetch: desk.fetch, ...over })
async function look(id: number, handlers = HANDLERS) {
  await enqueueRules(1, [id], working())
  await runDueJobs(handlers, working())
}
const drafts = async () => desk.stack.sql<{ id: number, content: string }>('select id::int, content, state, requested_as from public.approvals order by id')
const effects = async () => (await desk.stack.sql<{ effects: object[] }>('select effects from public.rule_runs')).flatMap(run => run.effects)

describe('a reply that a rule has written', () => {
  it('states live facts, is signed by the shop, waits for a person and leaves once', async () => {
    await talk(ABOUT.late)
    await rule()
    await look(ABOUT.late)
    await look(ABOUT.late)
    const content: unknown = expect.stringMatching(/^Hi Maya,.*#1001.*All the best,\nDemo$/s)
    expect(await drafts()).toEqual([{ id: expect.any(Number), content, state: 'waiting', requested_as: 'Answers ahead' }])
    expect(await effects()).toMatchObject([{ skipped: null }])
    const [draft] = await drafts()
    const app = createApprovals(desk.stack.env, { now: desk.now, fetch: desk.fetch })
    const headers = { 'authorization': `Bearer ${desk.tokens.ben}`, 'content-type': 'application/json' }
    const answer = await app.request(`/approvals/1/${draft?.id}`, { method: 'POST', headers, body: JSON.stringify({ decision: 'approve' }) })
    expect(answer.status).toBe(200)
    await desk.settled()
    expect(desk.threadOf(ABOUT.late).filter(({ content }) => content === draft?.content)).toHaveLength(1)
  })

  it.each([
    ['the order', ABOUT.visitor, ['order']],
    ['what was asked', ABOUT.nothing, ['question']],
  ])('is none where %s is missing: the log says so, and nobody is sent a hole', async (_, id, missing) => {
    await talk(id)
    await rule()
    await look(id)
    expect(await drafts()).toEqual([])
    expect(await effects()).toMatchObject([{ skipped: expect.stringMatching(/facts_missing|no_text/), ...(id === ABOUT.visitor && { missing }) }])
  })

  it('is the local writer\'s where a model claims what nobody knows', async () => {
    await talk(ABOUT.late)
    await rule()
    const text = 'Hi Maya, we have refunded you $5,000 for #1001, it arrives on Friday 3 May. Best, Demo'
    const model = { name: 'liar', stream: async () => ({ text, end: 'finished' as const, inputTokens: 1, outputTokens: 1 }) }
    const writers = { model, embedder: null }
    await look(ABOUT.late, { ...HANDLERS, write_draft: async (accountId, jobs, work) => writeRuleDrafts(accountId, jobs, work, writers) })
    expect((await drafts())[0]?.content).toMatch(/#1001/)
    expect((await drafts())[0]?.content).not.toMatch(/refunded|5,000/)
  })

  it('comes when the shop is back, and not at all when that takes too long', async () => {
    await talk(ABOUT.late)
    await rule()
    let isAway = true
    const fetch: typeof desk.fetch = async (input, init) => {
      if (isAway && new URL(new Request(input, init).url).host === 'shopify.test') throw new TypeError('away')
      return desk.fetch(input, init)
    }
    await enqueueRules(1, [ABOUT.late], working())
    await runDueJobs(HANDLERS, working({ fetch }))
    expect([await drafts(), await effects()]).toMatchObject([[], [{ skipped: null }]])
    desk.travel(5 * MINUTE)
    isAway = false
    await runDueJobs(HANDLERS, working({ fetch }))
    expect(await drafts()).toHaveLength(1)

    for (const table of ['rule_runs', 'approvals', 'shop_views']) await desk.stack.sql(`delete from public.${table}`)
    isAway = true
    await enqueueRules(1, [ABOUT.late], working())
    await runDueJobs(HANDLERS, working({ fetch }))
    desk.travel(40 * MINUTE)
    await runDueJobs(HANDLERS, working({ fetch }))
    expect(await effects()).toMatchObject([{ skipped: 'too_late' }])
  })

  it('is written once wherever the process dies', async () => {
    await talk(ABOUT.late)
    await rule()
    for (const step of [3, 9, 15, 21]) {
      for (const table of ['rule_runs', 'approvals', 'jobs']) await desk.stack.sql(`delete from public.${table}`)
      await enqueueRules(1, [ABOUT.late], working())
      await runDueJobs(HANDLERS, working(dyingAfter(desk, desk.fetch, step))).catch(() => {})
      for (let round = 0; round < 2; round++) {
        desk.travel(3 * MINUTE)
        await runDueJobs(HANDLERS, working())
      }
      expect(await drafts(), `killed after step ${step}`).toHaveLength(1)
    }
  })

  it('has its handler', () => expect(Object.keys(JOB_HANDLERS)).toContain('write_draft'))
})
