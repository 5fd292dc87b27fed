import type { ConversationStatus } from '../../../shared/contracts/conversation.ts'
import type { ConversationFact, Facts, MessageFact } from '../../../shared/ingest/facts.ts'
import type { Work } from './jobs.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startTestStack } from '../../../local/testing/stack.ts'
import { foldAll } from '../../../shared/ingest/fold.ts'
import { storeFacts } from './jobs-fold.ts'
import { planClocks } from './jobs-promise.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

const MINUTE = 60_000
const START = Date.UTC(2026, 10, 24, 9)
let work: Work
let stack: Awaited<ReturnType<typeof startTestStack>>

beforeAll(async () => {
  stack = await startTestStack()
  await stack.sql('insert into public.accounts (name, chatwoot_url, chatwoot_account_id) values (\'Demo\', \'http://chatwoot.test\', 1)')
  await stack.sql('select public.create_default_policies(1)')
  work = { admin: stack.adminClient(), now: () => START }
}, 60_000)
beforeEach(async () => {
  await stack.sql('delete from public.conversations')
})
afterAll(() => stack.stop())

describe('planClocks', () => {
  it('ends with the same clocks whatever the order, and however often facts arrive', async () => {
    const facts = [
      said('contact', 0),
      became(20, 'snoozed'),
      became(80, 'open'),
      said('agent', 90),
      said('contact', 100),
      said('contact', 130),
      became(140, 'snoozed', 300),
      said('agent', 330),
      became(400, 'resolved'),
      said('contact', 500),
      became(500, 'open'),
    ]
    await storeFacts(1, foldAll(facts), work)
    const end = await clocks()
    expect(end).toEqual([
      { kind: 'first_response', from: 0, due: 120, stop: 90, paused: null },
      { kind: 'resolution', from: 0, due: 72 * 60 + 60 + 165 + 100, stop: null, paused: null },
      { kind: 'next_response', from: 100, due: 100 + 240 + 165, stop: 330, paused: null },
      { kind: 'next_response', from: 500, due: 740, stop: null, paused: null },
    ])
    for (const order of [facts.toReversed(), [...facts.slice(5), ...facts, ...facts.slice(0, 3)]]) {
      await stack.sql('delete from public.conversations')
      for (const one of order) await storeFacts(1, one, work)
      expect(await clocks()).toEqual(end)
    }
  })

  it('takes the due moment away while a conversation sleeps, so that no tick looks at it', async () => {
    await storeFacts(1, foldAll([said('contact', 0), became(30, 'pending')]), work)
    expect((await clocks())[0]).toEqual({ kind: 'first_response', from: 0, due: null, stop: null, paused: 30 })
    expect(await stack.sql('select public.mark_due_clocks(\'2027-01-01\') as marked')).toEqual([{ marked: 0 }])
    await storeFacts(1, became(60, 'open'), work)
    expect((await clocks())[0]).toEqual({ kind: 'first_response', from: 0, due: 90, stop: null, paused: null })
  })

  it('keeps a running promise the same row when it turns out to have begun earlier', async () => {
    await storeFacts(1, foldAll([said('contact', 0), said('agent', 5), said('contact', 40)]), work)
    await stack.sql('update public.sla_clocks set warned_at = warn_at where kind = \'next_response\'')
    await storeFacts(1, said('contact', 20), work)
    expect(await stack.sql('select extract(epoch from started_at)::float8 as at, warned_at is not null as warned from public.sla_clocks where kind = \'next_response\''))
      .toEqual([{ at: (START + 20 * MINUTE) / 1000, warned: true }])
  })

  it('forgets an alarm that a late message proves false', async () => {
    await storeFacts(1, said('contact', 0), work)
    await stack.sql('update public.sla_clocks set warned_at = warn_at, breached_at = due_at')
    await storeFacts(1, said('agent', 50), work)
    expect(await stack.sql('select warned_at is not null as warned, breached_at from public.sla_clocks where kind = \'first_response\''))
      .toEqual([{ warned: true, breached_at: null }])
  })

  it('sleeps with a conversation that was deleted, and wakes when it is seen again', async () => {
    await storeFacts(1, said('contact', 0), work)
    await planClocks(1, [1], work, [{ conversationId: 1, version: (START + 10 * MINUTE) * 1000, status: 'deleted', snoozedUntil: null }])
    expect((await clocks()).map(({ due, paused }) => [due, paused])).toEqual([[null, 10], [null, 10]])
    await storeFacts(1, became(20, 'open'), work)
    expect((await clocks())[0]).toMatchObject({ due: 70, paused: null })
  })

  it('promises more when a conversation moves to a more urgent inbox, never less when it moves back', async () => {
    await stack.sql(`update public.sla_tiers set conditions = conditions || '[{"on": "inbox", "anyOf": [9]}]' where name = 'VIP'`)
    await storeFacts(1, said('contact', 0), work)
    await storeFacts(1, became(1, 'open', null, { inboxId: 9 }), work)
    expect((await clocks())[0]).toMatchObject({ from: 0, due: 5 })
    await storeFacts(1, became(2, 'open', null, { inboxId: 1 }), work)
    expect((await clocks())[0]).toMatchObject({ from: 0, due: 5 })
  })

  it('follows a contact that was merged into another: the promise stays, and tightens for whom that is', async () => {
    await storeFacts(1, said('contact', 0), work)
    const merged = became(1, 'open', null, { contactId: 8 })
    await storeFacts(1, merged, work)
    await stack.sql('update public.contacts set customer_tags = \'{vip}\' where contact_id = 8')
    await planClocks(1, [1], work)
    expect((await clocks())[0]).toMatchObject({ from: 0, due: 5 })
  })

  it('gives no later promise to a conversation whose policy was copied before that promise existed', async () => {
    await stack.sql('update public.sla_tiers set next_target_seconds = null, resolution_target_seconds = null')
    await storeFacts(1, foldAll([said('contact', 0), said('agent', 5)]), work)
    await stack.sql('update public.sla_tiers set next_target_seconds = 600, resolution_target_seconds = 3600')
    await storeFacts(1, said('contact', 20), work)
    expect((await clocks()).map(({ kind }) => kind)).toEqual(['first_response'])
    expect(await stack.sql('select bool_and(valid_from > now() - interval \'1 minute\') as dated from public.sla_tiers')).toEqual([{ dated: true }])
    await stack.sql('delete from public.sla_tiers')
    await stack.sql('select public.create_default_policies(1)')
  })

  it('reads again when more became known meanwhile, instead of writing what is old', async () => {
    await storeFacts(1, said('contact', 0), work)
    const stale = { p_account_id: 1, p_promises: [{ conversation_id: 1, revision: 'old', policy: null, clocks: [] }] }
    expect((await work.admin.rpc('keep_promises', stale)).data).toEqual([1])
    expect(await clocks()).toHaveLength(2)
    await Promise.all([said('agent', 10), said('contact', 20), became(15, 'pending')].map(one => storeFacts(1, one, work)))
    expect((await clocks()).map(({ kind, stop, paused }) => [kind, stop, paused])).toEqual([
      ['first_response', 10, null],
      ['resolution', null, 15],
      ['next_response', null, 20],
    ])
  })

  it('leaves what is settled alone in a conversation of hundreds of turns', async () => {
    const turns = Array.from({ length: 120 }, (_, index) => [said('contact', index * 10), said('agent', index * 10 + 5)]).flat()
    for (let from = 0; from < turns.length; from += 60) await storeFacts(1, foldAll(turns.slice(from, from + 60)), work)
    await storeFacts(1, said('contact', 5000), work)
    const all = await clocks()
    expect(all.filter(({ kind }) => kind === 'next_response')).toHaveLength(120)
    expect(all.at(-1)).toMatchObject({ from: 5000, stop: null })
  })

  it('forgets month-old sightings that say nothing new, without moving a moment', async () => {
    const facts = [said('contact', 0), became(1, 'open'), became(2, 'snoozed'), became(3, 'snoozed'), became(4, 'open'), became(5, 'open')]
    await storeFacts(1, foldAll(facts), work)
    const before = await clocks()
    await stack.sql('select public.thin_statuses(\'2027-02-01\')')
    const kept = await stack.sql('select status from public.conversation_statuses order by version')
    expect(kept).toEqual(['open', 'snoozed', 'open'].map(status => ({ status })))
    await planClocks(1, [1], work)
    expect(await clocks()).toEqual(before)
  })
})

function conversation(minutes: number, over: Partial<ConversationFact>): ConversationFact {
  const version = (START + minutes * MINUTE) * 1000
  const status = over.status ?? 'open'
  return {
    conversationId: 1,
    contactId: 7,
    inboxId: 1,
    assigneeId: null,
    teamId: null,
    status,
    priority: null,
    labels: [],
    subject: null,
    canReply: true,
    snoozedUntil: null,
    openedAt: START,
    lastActivityAt: START,
    firstReplyAt: null,
    statuses: [],
    version,
    digest: 1,
    ...over,
  }
}

function became(minutes: number, status: ConversationStatus, until: number | null = null, over: Partial<ConversationFact> = {}): Facts {
  const snoozedUntil = until === null ? null : START + until * MINUTE
  const version = (START + minutes * MINUTE) * 1000
  const contactId = over.contactId ?? 7
  const contact = { contactId, name: 'Maya', email: null, phone: null, identifier: null, isBlocked: false, version: 1, digest: 1 }
  const fact = conversation(minutes, { status, snoozedUntil, statuses: [{ version, status, snoozedUntil }], ...over })
  return { contacts: [contact], conversations: [fact], messages: [] }
}

function said(kind: 'contact' | 'agent', minutes: number): Facts {
  const createdAt = START + minutes * MINUTE
  const message: MessageFact = {
    messageId: minutes + 1,
    conversationId: 1,
    direction: kind === 'contact' ? 'incoming' : 'outgoing',
    isPrivate: false,
    sender: { kind, id: 7, name: '' },
    content: 'Hello!',
    attachments: [],
    ref: null,
    isAutomated: false,
    isDeleted: false,
    createdAt,
    version: createdAt * 1000,
    digest: 1,
  }
  const statuses = [{ version: START * 1000, status: 'open' as const, snoozedUntil: null }]
  return { contacts: [], conversations: [conversation(-1, { statuses })], messages: [message] }
}

/** Minutes since the opening. */
async function clocks() {
  const rows = await stack.sql<{ kind: string, from: Date, due: Date | null, stop: Date | null, paused: Date | null }>(
    'select kind, started_at as "from", due_at as due, stopped_at as stop, paused_at as paused from public.sla_clocks order by started_at, kind',
  )
  const minutes = (at: Date | null) => at && (+new Date(at) - START) / MINUTE
  return rows.map(({ kind, ...row }) => (
    { kind, from: minutes(row.from), due: minutes(row.due), stop: minutes(row.stop), paused: minutes(row.paused) }
  ))
}
