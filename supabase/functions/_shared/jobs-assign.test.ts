import type { Shop } from './jobs-testing.ts'
import type { JobHandlers, Work } from './jobs.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { syncAccountPeople } from './chatwoot-people.ts'
import { JOB_HANDLERS } from './jobs-handlers.ts'
import { startShop, WORLD } from './jobs-testing.ts'
import { enqueueJob, runDueJobs } from './jobs.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 60_000 })

const MINUTE = 60_000
const ADA = 1
const BEN = 2
const handlers: JobHandlers = JOB_HANDLERS
let shop: Shop
let work: Work

beforeAll(async () => {
  shop = await startShop(structuredClone(WORLD))
  work = { admin: shop.stack.adminClient(), now: shop.now, fetch: shop.fetch }
  await syncAccountPeople(1, [], work)
}, 60_000)
beforeEach(async () => {
  shop.chatwoot.faults.clear()
  shop.travel(60 * MINUTE)
  for (const one of shop.chatwoot.state.conversations) one.status = 'resolved'
  await shop.stack.sql('delete from public.jobs')
  await shop.stack.sql('delete from public.conversations')
  await shop.stack.sql('delete from public.agent_routing')
  await shop.stack.sql('delete from public.agent_skills')
  await shop.stack.sql('delete from public.agents where chatwoot_user_id = 77')
  await shop.stack.sql(`update public.agents set availability = 'online', removed_at = null where account_id = 1`)
  for (const agent of shop.world.agents) agent.availability = 'online'
  for (const inbox of shop.world.inboxes) Object.assign(inbox, { autoAssignment: false, memberIds: [ADA, BEN] })
  await shop.stack.sql(`update public.inboxes set auto_assignment = false`)
  await shop.stack.sql(`insert into public.routing_inboxes (account_id, inbox_id, is_enabled) values (1, 1, true)
    on conflict (account_id, inbox_id) do update set is_enabled = true`)
})
afterAll(() => shop.stack.stop())

async function opens(text = 'Where is my order #1001?', contactId = 1): Promise<number> {
  const { id } = shop.chatwoot.actions.openConversation(contactId, 1, text)
  await tells(id)
  return id
}
async function tells(...ids: number[]): Promise<void> {
  for (const id of ids) await enqueueJob(work, 1, 'read_thread', { conversationId: id }, `${id}`)
  await runDueJobs(handlers, work)
}
async function sweeps(because = 'online'): Promise<void> {
  await enqueueJob(work, 1, 'sweep_routing', { because }, 'sweep')
  await runDueJobs(handlers, work)
}
const holderOf = (id: number) => shop.chatwoot.state.conversations.find(one => one.id === id)?.assigneeId
async function latest(id: number) {
  return (await shop.stack.sql<{ state: string, code: string | null, because: string, decision: { reasons?: { kind: string }[] } }>(
    'select state, code, because, decision from public.assignments where conversation_id = $1 order by id desc limit 1',
    [id],
  ))[0]
}
const assignRequests = { method: 'POST', path: '/assignments' }

describe('assign_conversation', () => {
  it('gives a new conversation to somebody and keeps the reasons', async () => {
    await shop.stack.sql(`insert into public.agent_skills (agent_id, account_id, skill, level) values (2, 1, 'technical', 3)`)
    const id = await opens('My printer does not work, it crashes with an error when I install the firmware update. It is broken.')
    expect([ADA, BEN]).toContain(holderOf(id))
    expect(await latest(id)).toMatchObject({ state: 'done', because: 'opened', decision: { outcome: 'chosen', version: 'routing-1' } })
    expect((await latest(id))?.decision.reasons?.map(({ kind }) => kind)).toContain('load')
  })

  it('does nothing where routing is off, and does not fight Chatwoot where it assigns by itself', async () => {
    await shop.stack.sql('update public.routing_inboxes set is_enabled = false')
    expect(holderOf(await opens())).toBeNull()
    await shop.stack.sql('update public.routing_inboxes set is_enabled = true')
    const [inbox] = shop.world.inboxes
    if (inbox) inbox.autoAssignment = true
    shop.travel(MINUTE)
    const id = await opens()
    await sweeps()
    expect(holderOf(id)).toBeNull()
    expect(await latest(id)).toBeUndefined()
    expect(await shop.stack.sql('select auto_assignment from public.inboxes where account_id = 1')).toEqual([{ auto_assignment: true }])
  })

  it('leaves whom a person chose, even when they choose while it decides', async () => {
    const { id } = shop.chatwoot.actions.openConversation(1, 1, 'Where is it?')
    await enqueueJob(work, 1, 'read_thread', { conversationId: id }, `${id}`)
    const meddling: JobHandlers = { ...handlers, assign_conversation: async (...args) => {
      const one = shop.chatwoot.state.conversations.find(conversation => conversation.id === id)
      if (one) shop.chatwoot.actions.change(one, { assigneeId: ADA })
      await handlers.assign_conversation?.(...args)
    } }
    await shop.stack.sql(`insert into public.agent_routing (agent_id, account_id, is_routed) values (1, 1, false)`)
    await runDueJobs(meddling, work)
    expect(holderOf(id)).toBe(ADA)
    expect(await latest(id)).toMatchObject({ state: 'overruled' })
    await sweeps()
    expect(holderOf(id)).toBe(ADA)
  })

  it('never gives a conversation back to whom a person took it from', async () => {
    const id = await opens()
    const first = holderOf(id)
    const one = shop.chatwoot.state.conversations.find(conversation => conversation.id === id)
    shop.travel(2 * MINUTE)
    if (one) shop.chatwoot.actions.change(one, { assigneeId: null })
    await tells(id)
    expect(holderOf(id)).toBe(first === ADA ? BEN : ADA)
  })

  it('gives nothing to who does not serve the inbox any more, or is off their shift', async () => {
    const [inbox] = shop.world.inboxes
    if (inbox) inbox.memberIds = [BEN]
    const noon = { weekday: new Date(shop.now()).getUTCDay() === 1 ? 2 : 1, fromMinute: 0, toMinute: 60 }
    shop.travel(MINUTE)
    expect(holderOf(await opens())).toBe(BEN)
    await shop.stack.sql('insert into public.agent_routing (agent_id, account_id, shift) values (2, 1, $1) on conflict (agent_id) do update set shift = excluded.shift', [{ timeZone: 'UTC', blocks: [noon], holidays: [] }])
    const id = await opens()
    expect(holderOf(id)).toBeNull()
    expect(await latest(id)).toMatchObject({ state: 'waiting', decision: { obstacles: [{ people: 1 }, { people: 1 }] } })
  })

  it.each([
    ['the answer was lost after the act', { kind: 'drop_answer', ...assignRequests }, 'unknown'],
    ['it answered 500 and did nothing', { kind: 'status', status: 500, ...assignRequests }, 'unknown'],
    ['it never answered', { kind: 'lost', ...assignRequests }, 'unknown'],
    ['it asked to wait', { kind: 'status', status: 429, ...assignRequests, times: 2 }, 'lost'],
    ['it did not answer the question before', { kind: 'status', status: 502, method: 'GET', path: '/conversations/', times: 4 }, null],
  ])('assigns once when %s', async (_, fault, state) => {
    const { id } = shop.chatwoot.actions.openConversation(1, 1, 'Where is it?')
    await tells(id, id)
    await shop.stack.sql(`update public.conversations set assignee_id = null where conversation_id = ${id}`)
    await shop.stack.sql('delete from public.assignments')
    const one = shop.chatwoot.state.conversations.find(conversation => conversation.id === id)
    if (one) one.assigneeId = null
    const before = assignmentsTo(id)
    shop.chatwoot.faults.add(fault)
    await enqueueJob(work, 1, 'assign_conversation', { conversationId: id, because: 'opened' }, 'now')
    await runDueJobs(handlers, work)
    if (state) expect((await latest(id))?.state).toBe(state)
    for (let round = 0; round < 8; round++) {
      shop.travel(MINUTE)
      await runDueJobs(handlers, work)
    }
    expect(holderOf(id)).not.toBeNull()
    expect(await latest(id)).toMatchObject({ state: 'done' })
    expect(assignmentsTo(id) - before).toBe(1)
  })

  it.each([401, 422])('does not insist when Chatwoot refuses with %i, and tries again a quarter of an hour later', async (status) => {
    shop.chatwoot.faults.add({ kind: 'status', status, ...assignRequests })
    const id = await opens()
    expect(holderOf(id)).toBeNull()
    expect(await latest(id)).toMatchObject({ state: 'refused', code: 'chatwoot_refused' })
    shop.travel(5 * MINUTE)
    await sweeps()
    expect(holderOf(id)).toBeNull()
    shop.travel(11 * MINUTE)
    await sweeps()
    expect(holderOf(id)).not.toBeNull()
  })

  it('asks somebody else when Chatwoot has deleted the one it chose', async () => {
    // Just now everybody was still there.
    await sweeps()
    await shop.stack.sql(`insert into public.agents (account_id, chatwoot_user_id, name, email, role, availability) values (1, 77, 'Gone', 'gone@shop.test', 'agent', 'online')`)
    await shop.stack.sql(`insert into public.inbox_members (account_id, inbox_id, agent_id) select 1, 1, id from public.agents where chatwoot_user_id = 77`)
    // Only who is gone speaks English, so they are chosen first.
    await shop.stack.sql(`insert into public.agent_routing (agent_id, account_id, is_routed, languages) values (1, 1, false, '{}'), (2, 1, true, '{es}')`)
    const id = await opens()
    expect(holderOf(id)).toBe(BEN)
    expect(await shop.stack.sql(`select removed_at is not null as is_gone from public.agents where chatwoot_user_id = 77`)).toEqual([{ is_gone: true }])
    await shop.stack.sql('delete from public.agents where chatwoot_user_id = 77')
  })

  it('waits while everybody is offline, says why, and gives out the oldest first when somebody comes', async () => {
    for (const agent of ['Ada', 'Ben']) await setAvailability(agent, 'offline')
    const ids = [await opens(), await opens(), await opens()]
    expect(await latest(ids[0] ?? 0)).toMatchObject({ state: 'waiting', decision: { outcome: 'nobody', obstacles: [{ obstacle: 'off_duty', people: 2 }] } })
    await shop.stack.sql(`insert into public.agent_routing (agent_id, account_id, capacity) values (2, 1, 2)`)
    await shop.stack.sql(`update public.agent_routing set capacity = 2`)
    await setAvailability('Ben', 'online')
    // A slot is kept for VIPs, so one of two is for everybody.
    expect(ids.map(holderOf)).toEqual([BEN, null, null])
    const one = shop.chatwoot.state.conversations.find(({ id }) => id === ids[0])
    if (one) shop.chatwoot.actions.change(one, { status: 'resolved' })
    await tells(ids[0] ?? 0)
    expect(ids.map(holderOf)).toEqual([BEN, BEN, null])
    expect(await latest(ids[1] ?? 0)).toMatchObject({ because: 'capacity' })
    await setAvailability('Ada', 'online')
    await setAvailability('Ben', 'online')
  })

  it('moves on what sits with somebody who left', async () => {
    await shop.stack.sql(`insert into public.agent_routing (agent_id, account_id, is_routed) values (1, 1, false)`)
    const id = await opens()
    expect(holderOf(id)).toBe(BEN)
    await shop.stack.sql(`update public.agent_routing set is_routed = true`)
    await shop.stack.sql(`update public.agents set removed_at = now() where id = 2`)
    shop.travel(2 * MINUTE)
    await sweeps('capacity')
    expect(holderOf(id)).toBe(ADA)
    expect(await latest(id)).toMatchObject({ because: 'left', state: 'done' })
  })

  it('moves on what Pitwall gave to somebody who stays away, and leaves what a person gave them', async () => {
    await shop.stack.sql(`insert into public.agent_routing (agent_id, account_id, is_routed) values (1, 1, false)`)
    const ours = await opens()
    const theirs = shop.chatwoot.actions.openConversation(2, 1, 'Hello').id
    const one = shop.chatwoot.state.conversations.find(({ id }) => id === theirs)
    if (one) shop.chatwoot.actions.change(one, { assigneeId: BEN })
    await tells(theirs)
    await shop.stack.sql(`update public.agent_routing set is_routed = true`)
    await setAvailability('Ben', 'offline')
    shop.travel(20 * MINUTE)
    await sweeps()
    expect(holderOf(ours)).toBe(BEN)
    shop.travel(20 * MINUTE)
    await sweeps()
    expect([holderOf(ours), holderOf(theirs)]).toEqual([ADA, BEN])
    await setAvailability('Ben', 'online')
  })

  it('looks after a claim whose runner died', async () => {
    await shop.stack.sql('update public.routing_inboxes set is_enabled = false')
    const id = await opens()
    await shop.stack.sql('update public.routing_inboxes set is_enabled = true')
    await shop.stack.sql(`select public.claim_assignment(1, ${id}, 2, 'opened', '{}', 0, null, '${new Date(shop.now()).toISOString()}')`)
    await sweeps()
    expect(holderOf(id)).toBeNull()
    shop.travel(MINUTE)
    await sweeps()
    expect(holderOf(id)).not.toBeNull()
    expect(await shop.stack.sql(`select state from public.assignments order by id`)).toEqual([{ state: 'lost' }, { state: 'done' }])
  })
})

function assignmentsTo(id: number): number {
  return shop.chatwoot.state.messages.filter(({ conversationId, content }) => conversationId === id && content.startsWith('Assigned to')).length
}

async function setAvailability(name: string, availability: 'online' | 'offline'): Promise<void> {
  const agent = shop.world.agents.find(one => one.name === name)
  if (agent) agent.availability = availability
  shop.travel(MINUTE)
  await sweeps()
}
