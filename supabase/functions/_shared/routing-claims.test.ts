import type { TestStack } from '../../../local/testing/stack.ts'
import type { Work } from './jobs.ts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestStack } from '../../../local/testing/stack.ts'
import { readFacts, viewDesk } from './routing-desk.ts'
import { place, placeTogether } from './routing-place.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 240_000 })

const ARRIVALS = 200
const TABLES = ['inbox_members', 'agent_routing', 'agent_skills', 'routing_policies', 'routing_inboxes', 'assignments'] as const
let stack: TestStack
let work: Work

beforeAll(async () => {
  stack = await startTestStack()
  work = { admin: stack.adminClient(), now: Date.now }
  await stack.sql(`insert into public.accounts (name, chatwoot_url, chatwoot_account_id) values ('Acme', 'https://a.test', 1), ('Globex', 'https://b.test', 1), ('Hooli', 'https://c.test', 1)`)
  await stack.sql(`insert into public.agents (account_id, chatwoot_user_id, name, email, role, availability)
    select a, n, 'Agent ' || n, 'agent' || n || '@' || case a when 1 then 'acme' when 2 then 'globex' else 'hooli' end || '.test', 'agent', 'online'
    from generate_series(1, 3) a, generate_series(1, 5) n`)
  await stack.sql(`insert into public.inboxes (account_id, inbox_id, name, channel) select a, 1, 'Shop', 'Channel::Api' from generate_series(1, 3) a`)
  await stack.sql('insert into public.inbox_members (account_id, inbox_id, agent_id) select account_id, 1, id from public.agents')
  await stack.sql('insert into public.agent_routing (agent_id, account_id, capacity) select id, account_id, 10 from public.agents')
  await stack.sql(`insert into public.agent_skills (agent_id, account_id, skill, level) select id, account_id, 'technical', 2 from public.agents`)
  await stack.sql(`insert into public.routing_policies (account_id, policy) values (1, '{}'), (2, '{}'), (3, '{}')`)
  await stack.sql('insert into public.routing_inboxes (account_id, inbox_id, is_enabled) values (1, 1, true), (2, 1, true), (3, 1, true)')
  await stack.sql(`insert into public.conversations
    (account_id, conversation_id, contact_id, inbox_id, status, opened_at, last_activity_at, source_version, source_digest)
    select a, n, n, 1, 'open', now(), now(), 1, 1 from generate_series(1, 3) a, generate_series(1, ${ARRIVALS}) n`)
  await stack.sql(`insert into public.assignments (account_id, conversation_id, state, because, decision, policy_version)
    values (2, 1, 'waiting', 'opened', '{"outcome": "nobody"}', 1)`)
}, 60_000)
afterAll(() => stack.stop())

describe('slots', () => {
  it('are never overfilled by 200 conversations that arrive in the same moment', async () => {
    const ids = Array.from({ length: ARRIVALS }, (_, index) => index + 1)
    const seen = await viewDesk(1, work)
    const facts = await readFacts(seen, ids)
    // Everybody decides on what they saw before anybody had decided.
    const claims = await Promise.all(ids.map(async (id) => {
      const row = facts.get(id)
      return row ? place(row, 'opened', { ...seen, agents: structuredClone(seen.agents) }) : null
    }))
    const perAgent = await stack.sql<{ held: number }>(`select count(*)::int as held from public.assignments
      where account_id = 1 and state = 'sending' group by agent_id order by agent_id`)
    // One of each person's ten slots is kept for VIPs; a stale reader may take it, an eleventh nobody can.
    expect(perAgent).toHaveLength(5)
    for (const { held } of perAgent) expect(held).toBeLessThanOrEqual(10)
    expect(claims.filter(Boolean).length).toBe(perAgent.reduce((sum, { held }) => sum + held, 0))
    expect(claims.filter(Boolean).length).toBeGreaterThanOrEqual(45)
    const [{ waiting = 0 } = {}] = await stack.sql<{ waiting: number }>(`select count(*)::int as waiting from public.assignments where account_id = 1 and state = 'waiting'`)
    expect(waiting + claims.filter(Boolean).length).toBe(ARRIVALS)
  })

  it('that are held a dozen at a time are never overfilled either, though every dozen decides on what it saw at first', async () => {
    const seen = await viewDesk(3, work)
    const facts = await readFacts(seen, Array.from({ length: ARRIVALS }, (_, index) => index + 1))
    const wanted = [...facts.values()].map(row => ({ facts: row, because: 'opened' as const }))
    const dozens = Array.from({ length: Math.ceil(ARRIVALS / 12) }, (_, index) => wanted.slice(index * 12, index * 12 + 12))
    const ownDesk = () => ({ ...seen, agents: structuredClone(seen.agents) })
    const claims = (await Promise.all(dozens.map(async dozen => placeTogether(dozen, ownDesk())))).flat()
    const held = await stack.sql<{ held: number }>(`select count(*)::int as held from public.assignments
      where account_id = 3 and state = 'sending' group by agent_id order by agent_id`)
    expect(held).toHaveLength(5)
    for (const one of held) expect(one.held).toBeLessThanOrEqual(10)
    const given = claims.filter(claim => claim !== null)
    expect(given.length).toBe(held.reduce((sum, one) => sum + one.held, 0))
    expect(given.length).toBeGreaterThanOrEqual(45)
    // Each claim is of the conversation it was asked for, and each conversation is held or waits.
    const stored = await stack.sql(`select id::int, conversation_id::int as "conversationId", agent_id::int as "agentId"
      from public.assignments where account_id = 3 and state = 'sending' order by id`)
    const told = given.map(({ id, conversationId, agentId }) => ({ id, conversationId, agentId }))
    expect(stored).toEqual(told.sort((a, b) => a.id - b.id))
    for (const [index, claim] of claims.entries()) {
      if (claim) expect(claim.conversationId).toBe(wanted[index]?.facts.conversation_id)
    }
    const [{ waiting = 0 } = {}] = await stack.sql<{ waiting: number }>(`select count(*)::int as waiting
      from public.assignments where account_id = 3 and state = 'waiting'`)
    expect(waiting + given.length).toBe(ARRIVALS)
  })

  it('are held all or none when the session dies in the middle', async () => {
    const claim = { agent_id: 6, because: 'asked', decision: {}, replaces_user_id: null }
    const broken = [{ ...claim, conversation_id: 20 }, { ...claim, conversation_id: 21, because: 'no such cause' }]
    const { error } = await work.admin.rpc('claim_assignments', { p_account_id: 2, p_claims: broken, p_policy_version: 1 })
    expect(error?.code).toBe('23514')
    expect(await stack.sql('select conversation_id from public.assignments where account_id = 2 and conversation_id in (20, 21)')).toEqual([])
  })

  it('go once to each conversation that several ask for in one go', async () => {
    const claims = [22, 23, 22, 99_999].map(conversation_id => ({ conversation_id, agent_id: 7, because: 'asked', decision: {}, replaces_user_id: null }))
    const { data } = await work.admin.rpc('claim_assignments', { p_account_id: 2, p_claims: claims, p_policy_version: 1 })
    expect(data.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['claimed', 'claimed', 'taken', 'gone'])
  })

  it('go to one of all who ask for the same conversation', async () => {
    const answers = await Promise.all([6, 7, 8, 9, 10].map(async agentId => work.admin.rpc('claim_assignment', {
      p_account_id: 2,
      p_conversation_id: 1,
      p_agent_id: agentId,
      p_because: 'asked',
      p_decision: {},
      p_policy_version: 1,
    })))
    expect(answers.map(({ data }) => data.outcome).sort()).toEqual(['claimed', 'taken', 'taken', 'taken', 'taken'])
  })

  it('of another account\'s people cannot be claimed', async () => {
    const args = { p_account_id: 2, p_conversation_id: 2, p_agent_id: 1, p_because: 'asked', p_decision: {}, p_policy_version: 1 }
    expect((await work.admin.rpc('claim_assignment', args)).data).toEqual({ outcome: 'gone' })
  })
})

describe('routing under row level security', () => {
  it.each(TABLES)('%s are for members, theirs only, and to read', async (table) => {
    const { client: member } = await stack.userClient('agent1@globex.test')
    const { client: stranger } = await stack.userClient('stranger@nowhere.test')
    const mine = await member.from(table).select('account_id')
    expect(new Set(mine.data?.map(({ account_id }) => account_id))).toEqual(new Set([2]))
    expect((await stranger.from(table).select('account_id')).data).toEqual([])
    expect((await stack.anonymousClient().from(table).select('account_id')).error?.code).toBe('42501')
    for (const client of [member, stranger, stack.anonymousClient()]) {
      expect((await client.from(table).delete().eq('account_id', 2)).error?.code).toBe('42501')
      expect((await client.from(table).insert({ account_id: 2 })).error?.code).toBe('42501')
    }
  })

  it.each(['claim_assignment', 'claim_assignments', 'settle_assignment', 'look_around', 'routing_setup', 'routing_board', 'enqueue_routing'])('%s is not for people', async (name) => {
    const { client } = await stack.userClient('agent1@globex.test')
    const { error } = await client.rpc(name, {})
    expect(error).not.toBeNull()
  })
})
