import type { Facts } from '../../../shared/ingest/facts.ts'
import type { Work } from './jobs.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startTestStack } from '../../../local/testing/stack.ts'
import { foldAll } from '../../../shared/ingest/fold.ts'
import { EventName, readEvent } from '../../../shared/ingest/read-event.ts'
import { shopDay } from '../../../shared/ingest/testing/shop-day.ts'
import { keepCustomers } from './jobs-customer.ts'
import { storeFacts } from './jobs-fold.ts'
import { JOB_HANDLERS } from './jobs-handlers.ts'
import { timestamp } from './jobs-rpc.ts'
import { runDueJobs } from './jobs.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 30_000 })

// One payload per case, built from Chatwoot 4.15's serializers with invented data.
const SAMPLES = import.meta.glob<{ event: string }>('../../../shared/ingest/testing/samples/*.json', { eager: true, import: 'default' })
const MINUTE = 60_000
const START = Date.UTC(2026, 10, 24, 9)
let work: Work
let stack: Awaited<ReturnType<typeof startTestStack>>

beforeAll(async () => {
  stack = await startTestStack()
  await stack.sql(`insert into public.accounts (name, chatwoot_url, chatwoot_account_id) values
    ('Demo', 'http://chatwoot.test', 1), ('Other', 'http://chatwoot.test', 2)`)
  await stack.sql('select public.create_default_policies(1)')
  await stack.sql(`insert into public.agents (account_id, chatwoot_user_id, name, email, role) values
    (1, 14, 'Ana', 'ana@shop.test', 'agent'), (2, 15, 'Zoe', 'zoe@other.test', 'admin')`)
  work = { admin: stack.adminClient(), now: () => START }
}, 60_000)
beforeEach(async () => {
  await stack.sql('delete from public.conversations')
  await stack.sql('delete from public.contacts')
})
afterAll(() => stack.stop())

describe('storeFacts', () => {
  it('ends as the pure fold ends, in reverse order, twice, and one by one', async () => {
    const all = factsOf(3)
    const end = foldAll(all)
    for (const facts of [...all.toReversed(), ...all]) await storeFacts(1, facts, work)

    const rows = await stack.sql<{ id: string, version: string, digest: string }>(
      'select conversation_id::text as id, source_version::text as version, source_digest::text as digest from public.conversations order by conversation_id',
    )
    expect(rows).toEqual(end.conversations.map(fact => ({ id: `${fact.conversationId}`, version: `${fact.version}`, digest: `${fact.digest}` })))
    const instants = await stack.sql<{ last: Date, reply: Date | null }>(
      'select last_activity_at as last, first_reply_at as reply from public.conversations order by conversation_id',
    )
    expect(instants.map(row => [+new Date(row.last), row.reply && +new Date(row.reply)]))
      .toEqual(end.conversations.map(fact => [fact.lastActivityAt, fact.firstReplyAt]))
    const messages = await stack.sql<{ id: string, content: string }>('select message_id::text as id, content from public.messages order by message_id')
    expect(messages).toEqual(end.messages.map(fact => ({ id: `${fact.messageId}`, content: fact.content })))
  })

  it('ends in the same state whatever the order, the repeats and the batches', async () => {
    const samples = Object.values(SAMPLES).flatMap((payload) => {
      const event = EventName.safeParse(payload.event)
      return event.success ? readEvent(event.data, payload, START) ?? [] : []
    })
    expect(samples.length).toBeGreaterThan(12)
    const all = [...factsOf(2), ...samples]
    const end = foldAll(all)
    const order = fc
      .array(fc.nat(all.length - 1), { maxLength: 12 })
      .chain(repeats => fc.shuffledSubarray([...all.keys(), ...repeats], { minLength: all.length + repeats.length }))
    await fc.assert(fc.asyncProperty(order, fc.integer({ min: 3, max: 20 }), async (indexes, size) => {
      await stack.sql('delete from public.conversations')
      await stack.sql('delete from public.contacts')
      for (let from = 0; from < indexes.length; from += size) {
        await storeFacts(1, foldAll(indexes.slice(from, from + size).flatMap(index => all[index] ?? [])), work)
      }
      expect(await stored('contact')).toEqual(versions(end.contacts.map(fact => ({ id: fact.contactId, ...fact }))))
      expect(await stored('conversation')).toEqual(versions(end.conversations.map(fact => ({ id: fact.conversationId, ...fact }))))
      expect(await stored('message')).toEqual(versions(end.messages.map(fact => ({ id: fact.messageId, ...fact }))))
    }), { numRuns: 6 })
  })

  it('ends in the same state when the worker dies after its work and before it says so', async () => {
    const { deliveries } = shopDay(1, START)
    const told = deliveries.map(({ id, event, payload, sentAt }) => ({ delivery_id: `delivery-${id}`, event, payload, sent_at: timestamp(sentAt) }))
    await work.admin.rpc('receive_webhooks', { p_account_id: 1, p_deliveries: told, p_kind: 'fold_event', p_now: timestamp(START) })
    let isDying = true
    const admin = new Proxy(work.admin, { get(client, name) {
      if (name !== 'rpc') return Reflect.get(client, name)
      return async (...asked: Parameters<typeof client.rpc>) => {
        if (isDying && asked[0] === 'complete_jobs') throw new Error('killed')
        return client.rpc(...asked)
      }
    } })
    await expect(runDueJobs(JOB_HANDLERS, { ...work, admin })).rejects.toThrow('killed')
    isDying = false
    expect(await runDueJobs(JOB_HANDLERS, { ...work, admin })).toBe(0)
    expect(await runDueJobs(JOB_HANDLERS, { admin, now: () => START + 61_000 })).toBeGreaterThanOrEqual(deliveries.length)
    const end = foldAll(factsOf(1))
    expect(await stored('message')).toEqual(versions(end.messages.map(fact => ({ id: fact.messageId, ...fact }))))
    expect(await clocks()).toHaveLength(1)
    expect(await stack.sql(`select id from public.jobs where kind = 'fold_event' and done_at is null`)).toEqual([])
  })

  it('promises the general hour, warns at 48 minutes and stops at the first human answer', async () => {
    const [first] = await storedClocks(1)
    expect(first).toEqual({ tier: 'General', started: 0, warn: 48 * MINUTE, due: 60 * MINUTE, stopped: 2 * MINUTE })
  })

  it('promises more when a label or a tag of the customer says so, and never less again', async () => {
    const facts = plainWords(foldAll(factsOf(5).map(unanswered)))
    await storeFacts(1, { ...facts, conversations: facts.conversations.map(fact => ({ ...fact, labels: [] })) }, work)
    expect(new Set((await clocks()).map(clock => clock.tier))).toEqual(new Set(['General']))

    const labelled = facts.conversations.map(fact => ({ ...fact, labels: ['order'], version: fact.version + 1 }))
    await storeFacts(1, { ...facts, conversations: labelled }, work)
    expect((await clocks()).at(-1)).toMatchObject({ tier: 'Order issues', started: 0, due: 15 * MINUTE })

    const plain = facts.conversations.map(fact => ({ ...fact, labels: [], version: fact.version + 2 }))
    await storeFacts(1, { ...facts, conversations: plain }, work)
    expect((await clocks()).at(-1)).toMatchObject({ tier: 'Order issues' })

    const customer = { tags: ['VIP'], lifetimeValue: { minor: 0, currency: 'USD' } }
    await keepCustomers(1, [{ conversationId: 5, contactId: 5005, customer }], work)
    expect((await clocks()).map(clock => clock.due / MINUTE)).toEqual([15, 15, 15, 15, 5])
  })

  it('promises by what the customer writes about', async () => {
    await storeFacts(1, unanswered(foldAll(factsOf(1))), work)
    expect(await clocks()).toMatchObject([{ tier: 'Order issues' }])
  })

  it('leaves a promise alone when its policy is edited', async () => {
    const facts = foldAll(factsOf(5).map(unanswered))
    await storeFacts(1, facts, work)
    const before = await clocks()
    await stack.sql('update public.sla_tiers set target_seconds = target_seconds * 2')
    await storeFacts(1, { ...facts, conversations: facts.conversations.map(fact => ({ ...fact, version: fact.version + 1 })) }, work)
    expect(await clocks()).toEqual(before)
    await stack.sql('update public.sla_tiers set target_seconds = target_seconds / 2')
  })

  it('notes once what turned yellow and red', async () => {
    await storeFacts(1, unanswered(foldAll(factsOf(1))), work)
    const mark = async (minutes: number) => (await work.admin.rpc('mark_due_clocks', { p_now: new Date(START + minutes * MINUTE).toISOString() })).data
    await stack.sql('update public.sla_clocks set warn_at = started_at + interval \'12 minutes\', due_at = started_at + interval \'15 minutes\' where kind = \'first_response\'')
    expect([await mark(11), await mark(12), await mark(13), await mark(16), await mark(17)]).toEqual([0, 1, 0, 1, 0])
  })

  it('shows an account\'s conversations to its members only', async () => {
    await storeFacts(1, foldAll(factsOf(2)), work)
    const { client: ana } = await stack.userClient('ana@shop.test')
    const { client: zoe } = await stack.userClient('zoe@other.test')
    for (const table of ['conversations', 'contacts', 'messages', 'sla_clocks', 'sla_tiers', 'sla_promises', 'conversation_statuses', 'business_calendars']) {
      expect((await ana.from(table).select('account_id')).data?.length, table).toBeGreaterThan(0)
      expect((await zoe.from(table).select('account_id')).data, table).toEqual([])
      expect((await stack.anonymousClient().from(table).select('account_id')).error, table).not.toBeNull()
    }
    expect((await ana.from('conversations').update({ status: 'resolved' }).eq('account_id', 1)).error).not.toBeNull()
    expect((await ana.from('webhook_events').select('id')).error).not.toBeNull()
  })

  it('lets admins, and no one else, edit their policies, and refuses unreadable ones', async () => {
    await stack.sql('select public.create_default_policies(2)')
    const { client: ana } = await stack.userClient('ana@shop.test')
    const { client: zoe } = await stack.userClient('zoe@other.test')
    const edit = (client: typeof zoe, conditions: unknown) => client.from('sla_tiers').update({ conditions }).eq('position', 3).select('account_id')
    expect((await edit(ana, [{ on: 'always' }])).data).toEqual([])
    expect((await edit(zoe, [{ on: 'always' }])).data).toEqual([{ account_id: 2 }])
    expect((await edit(zoe, [{ on: 'full_moon' }])).error).not.toBeNull()
    expect((await zoe.from('business_calendars').update({ time_zone: 'Mars/Olympus' }).eq('account_id', 2)).error).not.toBeNull()
    expect((await zoe.from('business_calendars').update({ time_zone: 'Europe/Paris' }).eq('account_id', 2)).error).toBeNull()
  })
})

interface Version { id: string, version: string, digest: string }
async function stored(thing: 'contact' | 'conversation' | 'message'): Promise<Version[]> {
  return stack.sql(`select ${thing}_id::text as id, source_version::text as version, source_digest::text as digest from public.${thing}s order by ${thing}_id`)
}
function versions(facts: { id: number, version: number, digest: number }[]): Version[] {
  return facts.toSorted((a, b) => a.id - b.id).map(({ id, version, digest }) => ({ id: `${id}`, version: `${version}`, digest: `${digest}` }))
}

function factsOf(count: number): Facts[] {
  return shopDay(count, START).deliveries.flatMap(({ event, payload, sentAt }) => readEvent(event, payload, sentAt) ?? [])
}

/** The same without any word of the shop. */
function unanswered(facts: Facts): Facts {
  return {
    ...facts,
    messages: facts.messages.filter(message => message.direction === 'incoming'),
    conversations: facts.conversations.map(fact => ({ ...fact, status: 'open', firstReplyAt: null, statuses: [] })),
  }
}

/** The same without a word that any judge could use. */
function plainWords(facts: Facts): Facts {
  return {
    ...facts,
    messages: facts.messages.map(message => ({ ...message, content: 'Hello!' })),
    conversations: facts.conversations.map(fact => ({ ...fact, subject: null })),
  }
}

async function storedClocks(count: number) {
  for (const facts of factsOf(count)) {
    const plain = plainWords(facts)
    await storeFacts(1, { ...plain, conversations: plain.conversations.map(fact => ({ ...fact, labels: [] })) }, work)
  }
  return clocks()
}

async function clocks() {
  const rows = await stack.sql<{ tier: string, started: Date, warn: Date, due: Date, stopped: Date | null }>(
    `select tier_name as tier, started_at as started, warn_at as warn, due_at as due, stopped_at as stopped
     from public.sla_clocks where kind = 'first_response' order by conversation_id`,
  )
  return rows.map(({ tier, started, warn, due, stopped }) => {
    const since = (at: Date) => +new Date(at) - +new Date(started)
    return { tier, started: (+new Date(started) - START) % 7_000, warn: since(warn), due: since(due), stopped: stopped && since(stopped) }
  })
}
