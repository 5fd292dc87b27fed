import type { SeedConversation } from '../../../local/seed/types.ts'
import type { Shop } from './jobs-testing.ts'
import type { JobHandlers, Work } from './jobs.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { importHistory } from './jobs-import.ts'
import { callRpc } from './jobs-rpc.ts'
import { conversation, dyingAfter, startShop, WORLD } from './jobs-testing.ts'
import { enqueueJob, runDueJobs } from './jobs.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 120_000 })

const MINUTE = 60_000
const DAY_MINUTES = 24 * 60
const NOW = { gapMs: 0, sliceMs: 60_000 }
const UNPACED: JobHandlers = { import_history: async (accountId, jobs, given) => importHistory(accountId, jobs, given, NOW) }
const OVER = 32
let shop: Shop
let work: Work

/** More than a page of conversations that are over, three a day; one that is not, and one from before the window. */
function past(): SeedConversation[] {
  const ended = Array.from({ length: OVER }, (_, index) => {
    const ago = 3 * DAY_MINUTES + Math.floor(index * DAY_MINUTES / 3)
    return conversation({ id: 100 + OVER - index, status: 'resolved', assigneeId: 2, contactId: 1 + index % 2, messages: [
      { from: 'contact', minutesAgo: ago, text: 'Where is my order #1001? It should have arrived on Monday.' },
      { from: 'bot', minutesAgo: ago - 1, text: 'Someone will be with you.' },
      { from: 'agent', agentId: 2, minutesAgo: ago - 12, text: 'It leaves today.' },
    ] })
  })
  const isOpen = conversation({ id: 90, messages: [{ from: 'contact', minutesAgo: 5 * DAY_MINUTES, text: 'Hello?' }] })
  const isOlder = conversation({ id: 50, status: 'resolved', messages: [{ from: 'contact', minutesAgo: 60 * DAY_MINUTES, text: 'Hi' }] })
  return [...ended, isOpen, isOlder]
}

beforeAll(async () => {
  shop = await startShop({ ...structuredClone(WORLD), conversations: past() })
  work = { admin: shop.stack.adminClient(), now: shop.now, fetch: shop.fetch }
  await shop.stack.sql('insert into public.inboxes (account_id, inbox_id, name, channel) values (1, 1, \'Shop\', \'Channel::Api\')')
  await shop.stack.sql('insert into public.routing_inboxes (account_id, inbox_id, is_enabled) values (1, 1, true)')
  await shop.stack.sql(`insert into public.judge_settings (account_id, judge, is_acting) values (1, 'category', true)
    on conflict (account_id, judge) do update set is_acting = true`)
}, 90_000)
beforeEach(async () => {
  shop.chatwoot.faults.clear()
  for (const table of ['jobs', 'history_imports', 'conversations', 'contacts']) await shop.stack.sql(`delete from public.${table}`)
  await shop.stack.sql('delete from realtime.messages')
})
afterAll(() => shop.stack.stop())

async function starts(days = 30): Promise<boolean> {
  const args = { p_account_id: 1, p_days: days, p_agent_id: 1, p_now: new Date(shop.now()).toISOString() }
  return callRpc(work.admin, 'start_import', args, z.boolean())
}
async function stops(): Promise<void> {
  await callRpc(work.admin, 'stop_import', { p_account_id: 1, p_now: new Date(shop.now()).toISOString() }, z.unknown())
}
interface Standing { state: string, code: string | null, conversations: number, skipped: number, waits_until: string | null }
async function standing() {
  const [row] = await shop.stack.sql<Standing>('select * from public.history_imports')
  return row
}
async function stored(): Promise<number[]> {
  const rows = await shop.stack.sql<{ conversation_id: number }>('select conversation_id::int from public.conversations order by 1')
  return rows.map(row => row.conversation_id)
}
const ALL = Array.from({ length: OVER }, (_, index) => 101 + index)
const count = async (table: string) => (await shop.stack.sql<{ n: number }>(`select count(*)::int as n from public.${table}`))[0]?.n
/** The job as it runs, without its pauses between requests. */
async function runs(over: Partial<Work> = {}): Promise<void> {
  await enqueueJob(work, 1, 'import_history', {}, 'import')
  await runDueJobs(UNPACED, { ...work, ...over }, 60_000, 1)
}
/** Chatwoot with this answer in place of its own, wherever `when` holds. */
function answering(when: (request: Request) => boolean, answer: (request: Request) => Response | null): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    return (when(request) && answer(request)) || shop.fetch(request)
  }
}
const isThread = ({ url }: Request) => /\/conversations\/\d+\/messages/.test(url)
/** Chatwoot as it is, its threads noted when they are asked for. */
function listening(asked: string[]): typeof fetch {
  return answering(isThread, ({ url }) => {
    asked.push(url)
    return null
  })
}

describe('import_history', () => {
  it('brings in what is over, with its thread and what it was about, and leaves the rest', async () => {
    expect(await starts()).toBe(true)
    await runs()
    expect(await standing()).toMatchObject({ state: 'done', conversations: OVER, skipped: 1, progress: 1 })
    expect(await stored()).toEqual(ALL)
    expect(await count('messages')).toBe(3 * OVER)
    const [one] = await shop.stack.sql('select category, language, first_reply_at > opened_at as is_answered from public.conversations where conversation_id = 101')
    expect(one).toEqual({ category: 'order_status', language: 'en', is_answered: true })
  })

  it('lets nothing follow from it: no promise, rule, assignment, label, question to the shop, and nobody is told', async () => {
    await starts()
    await runs()
    expect(await shop.stack.sql('select distinct kind from public.jobs')).toEqual([{ kind: 'import_history' }])
    for (const table of ['sla_promises', 'sla_clocks', 'assignments', 'judgements', 'rule_runs', 'outbox']) {
      expect([table, await count(table)]).toEqual([table, 0])
    }
    expect(await shop.stack.sql('select event from realtime.messages')).toEqual([])
  })

  it('changes nothing when it is run again', async () => {
    await starts()
    await runs()
    const before = await shop.stack.sql('select * from public.conversations order by conversation_id')
    await starts()
    await runs()
    expect(await shop.stack.sql('select * from public.conversations order by conversation_id')).toEqual(before)
    expect(await standing()).toMatchObject({ state: 'done', conversations: OVER })
  })

  it('never writes over what is newer, and leaves alone what goes on', async () => {
    await shop.stack.sql(`insert into public.conversations
      (account_id, conversation_id, contact_id, inbox_id, status, labels, opened_at, last_activity_at, source_version, source_digest) values
      (1, 110, 1, 1, 'resolved', '{newer}', now() - interval '9 days', now(), 9000000000000000, 1),
      (1, 111, 1, 1, 'open', '{goes_on}', now() - interval '9 days', now(), 1, 1)`)
    await starts()
    await runs()
    const kept = await shop.stack.sql('select conversation_id::int as id, labels, status from public.conversations where conversation_id in (110, 111) order by 1')
    expect(kept).toEqual([{ id: 110, labels: ['newer'], status: 'resolved' }, { id: 111, labels: ['goes_on'], status: 'open' }])
    expect(await shop.stack.sql('select message_id from public.messages where conversation_id = 111')).toEqual([])
    expect(await standing()).toMatchObject({ state: 'done', conversations: OVER - 1, skipped: 2 })
  })

  it('goes on where it was after being killed, wherever that was, and misses nothing', async () => {
    for (const step of [1, 2, 4, 5, 6, 7, 60]) {
      await shop.stack.sql('delete from public.conversations')
      await shop.stack.sql('delete from public.history_imports')
      await shop.stack.sql('delete from public.jobs')
      await starts()
      const dying = dyingAfter(shop, shop.fetch, step)
      await enqueueJob(work, 1, 'import_history', {}, 'import')
      await runDueJobs(UNPACED, { ...work, ...dying }, 60_000, 1).catch(() => null)
      const inThen = (await stored()).length
      // The lease of the dead runs out, and whoever comes next takes its place.
      for (let minute = 0; minute < 4; minute++) {
        shop.travel(MINUTE + 2_000)
        await runDueJobs(UNPACED, work, 60_000, 1)
      }
      expect([step, (await standing())?.state, await stored()]).toEqual([step, 'done', ALL])
      expect(inThen).toBeLessThanOrEqual(OVER)
    }
  })

  it('is done by one of two who try at the same time', async () => {
    await starts()
    const asked: string[] = []
    const both = [1, 2].map(async () => importHistory(1, [], { ...work, fetch: listening(asked) }, NOW))
    await Promise.all(both)
    expect(await standing()).toMatchObject({ state: 'done', conversations: OVER })
    expect(asked).toHaveLength(OVER)
  })

  it('misses none when conversations come and go while it reads', async () => {
    await starts()
    const { conversations } = shop.chatwoot.state
    const removed = conversations.filter(({ id }) => id > 120 && id % 2 === 0)
    let seen = 0
    const moving = answering(isThread, () => {
      seen += 1
      if (seen === 10) removed.slice(0, 4).forEach(one => conversations.splice(conversations.indexOf(one), 1))
      if (seen === 20) conversations.push(...removed.slice(0, 3))
      return null
    })
    await runs({ fetch: moving })
    conversations.push(...removed.slice(3, 4))
    expect(await standing()).toMatchObject({ state: 'done' })
    const stayed = (ids: number[]) => ids.filter(id => !removed.some(one => one.id === id))
    expect(stayed(await stored())).toEqual(stayed(ALL))
  })

  it('stops before the next conversation, and goes on from there when it is started again', async () => {
    await starts()
    let seen = 0
    const stopping: typeof fetch = async (input, init) => {
      if (isThread(new Request(input, init)) && ++seen === 7) await stops()
      return shop.fetch(input, init)
    }
    await runs({ fetch: stopping })
    expect(await standing()).toMatchObject({ state: 'stopped', conversations: 7 })
    await runs()
    expect((await stored()).length).toBe(7)
    expect(await starts()).toBe(true)
    const again: string[] = []
    await runs({ fetch: listening(again) })
    expect(await standing()).toMatchObject({ state: 'done', conversations: OVER })
    expect(again).toHaveLength(OVER - 7)
  })

  it('cannot be started twice, and stops at once where nobody is at it', async () => {
    expect([await starts(), await starts()]).toEqual([true, false])
    await stops()
    expect(await standing()).toMatchObject({ state: 'stopped' })
    expect(await starts(60)).toBe(true)
  })

  it('waits as long as Chatwoot asks, and no shorter', async () => {
    await starts()
    let asked = 0
    const busy = answering(isThread, () => ++asked === 5 ? new Response('Retry later', { status: 429, headers: { 'retry-after': '90' } }) : null)
    await runs({ fetch: busy })
    const waiting = await standing()
    expect(waiting).toMatchObject({ state: 'running', conversations: 4, code: null })
    expect(Date.parse(waiting?.waits_until ?? '') - shop.now()).toBeGreaterThan(85_000)
    shop.travel(80_000)
    await runDueJobs(UNPACED, { ...work, fetch: busy }, 60_000, 1)
    expect(asked).toBe(5)
    shop.travel(15_000)
    await runs()
    expect(await standing()).toMatchObject({ state: 'done', conversations: OVER, waits_until: null })
  })

  it.each([
    ['500', () => new Response('', { status: 500 })],
    ['nothing', () => Response.error()],
  ])('tries again later when Chatwoot answers %s, and gives up after half an hour of it', async (_, answer) => {
    await starts()
    const dead: typeof fetch = async () => {
      const response = answer()
      if (response.type === 'error') throw new TypeError('no answer')
      return response
    }
    await runs({ fetch: dead })
    expect(await standing()).toMatchObject({ state: 'running', code: null })
    await runs()
    expect(await standing()).toMatchObject({ state: 'done', conversations: OVER })
    await starts()
    for (let attempt = 0; attempt < 10; attempt++) {
      await runs({ fetch: dead })
      shop.travel(15 * MINUTE)
    }
    expect(await standing()).toMatchObject({ state: 'failed', code: 'chatwoot_unreachable' })
  })

  it('gives up at once on 401, with nothing lost, and goes on once the token is mended', async () => {
    await starts()
    let asked = 0
    const revoked = answering(() => ++asked > 12, () => Response.json({ error: 'Invalid Access Token' }, { status: 401 }))
    await runs({ fetch: revoked })
    expect(await standing()).toMatchObject({ state: 'failed', code: 'chatwoot_refused' })
    await starts()
    await runs()
    expect(await standing()).toMatchObject({ state: 'done', conversations: OVER })
    expect(await stored()).toEqual(ALL)
  })

  it('passes over a thread that nobody can read', async () => {
    await starts()
    const answer = ({ url }: Request) => url.includes('/120/') ? Response.json({ nothing: true }) : Response.json({}, { status: 404 })
    const odd = answering(({ url }) => /\/conversations\/1(?:20|30)\/messages/.test(url), answer)
    await runs({ fetch: odd })
    expect(await standing()).toMatchObject({ state: 'done', conversations: OVER - 2, skipped: 3 })
  })
})
