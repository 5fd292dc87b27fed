import type { Traces } from '../../../shared/replay/world.ts'
import type { Shop } from './jobs-testing.ts'
import type { Work } from './jobs.ts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { ReplayConfig, ReplayEvent } from '../../../shared/contracts/replay.ts'
import { seededRandom } from '../../../shared/random/seeded.ts'
import { trace } from '../../../shared/replay/replay.ts'
import { syncAccountPeople } from './chatwoot-people.ts'
import { JOB_HANDLERS } from './jobs-handlers.ts'
import { readPolicy } from './jobs-promise.ts'
import { callRpc } from './jobs-rpc.ts'
import { startShop, WORLD } from './jobs-testing.ts'
import { enqueueJob, runDueJobs } from './jobs.ts'
import { asToday } from './replay-input.ts'
import { viewDesk } from './routing-desk.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 300_000 })

const MINUTE = 60_000
const CONVERSATIONS = 36
const PEOPLE = ['Ada', 'Ben', 'Cleo', 'Dan']
const TEXTS = [
  'Where is my order #1001? It should have arrived on Monday.',
  'My printer does not work, it crashes with an error when I install the firmware update. It is broken.',
  '¿Dónde está mi pedido? Lo compré hace dos semanas y todavía no ha llegado.',
  'I want to return the pump and get a refund.',
  'My invoice shows a charge twice, the amount is wrong.',
  'Bonjour, je voudrais savoir si ce tuyau est en stock et quelle taille il me faut.',
]

let shop: Shop
let work: Work
const start = Math.floor(Date.now() / MINUTE) * MINUTE

beforeAll(async () => {
  const agents = PEOPLE.map((name, index) => (
    { id: index + 1, name, email: `${name.toLowerCase()}@shop.test`, role: index === 0 ? 'administrator' as const : 'agent' as const, availability: 'online' as const }
  ))
  const [inbox] = WORLD.inboxes
  const contacts = Array.from({ length: 9 }, (_, index) => ({ id: index + 1, name: `Customer ${index + 1}`, email: null, phone: null }))
  const inboxes = inbox ? [{ ...inbox, memberIds: [1, 2, 3, 4] }] : []
  shop = await startShop({ ...structuredClone(WORLD), agents, inboxes, contacts, conversations: [] }, () => start)
  work = { admin: shop.stack.adminClient(), now: shop.now, fetch: shop.fetch }
  await syncAccountPeople(1, [], work)
  await shop.stack.sql('insert into public.routing_inboxes (account_id, inbox_id, is_enabled) values (1, 1, true)')
  // Response times are learned by the hour; here they stay as they are.
  await shop.stack.sql(`insert into public.routing_policies (account_id, policy, learned_at) values (1, '{}', now() + interval '1 year')`)
  await shop.stack.sql(`insert into public.agent_routing (agent_id, account_id, capacity, languages)
    select id, 1, 4, case name when 'Ben' then '{en,es}'::text[] when 'Dan' then '{en,fr}' else '{en}' end from public.agents where account_id = 1`)
  await shop.stack.sql(`insert into public.agent_skills (agent_id, account_id, skill, level)
    select a.id, 1, s.skill, s.level from public.agents a join (values
      ('Ada', 'technical', 3), ('Ben', 'returns', 2), ('Cleo', 'billing', 3), ('Cleo', 'returns', 1), ('Dan', 'technical', 1)
    ) as s (name, skill, level) on s.name = a.name where a.account_id = 1`)
}, 90_000)
afterAll(() => shop.stack.stop())

type Act = () => Promise<number | null>
const conversationOf = (id: number) => shop.chatwoot.state.conversations.find(one => one.id === id)
const message = { isPrivate: false, contentAttributes: {} }

/** Everything that is due until then, each at its own time, as the minute's knock would find it. */
async function passUntil(at: number): Promise<void> {
  for (;;) {
    const [next] = await shop.stack.sql<{ at: string | null }>(
      `select min(run_at) as at from public.jobs where done_at is null and dead_at is null and kind in ('assign_conversation', 'sweep_routing')`,
    )
    const due = next?.at ? Date.parse(next.at) : Infinity
    if (due > at) break
    shop.travel(Math.max(0, due - shop.now()))
    await settle()
  }
  shop.travel(at - shop.now())
}
/** Works off all that is due, and reads back from Chatwoot what it was told. */
async function settle(touched: number | null = null): Promise<void> {
  if (touched !== null) await enqueueJob(work, 1, 'read_thread', { conversationId: touched }, `${touched}`)
  await runDueJobs(JOB_HANDLERS, work)
  const behind = await shop.stack.sql<{ id: number }>(`select s.conversation_id::int as id from public.assignments s
    join public.conversations c using (account_id, conversation_id) where s.state = 'done' and c.assignee_id is distinct from s.chatwoot_user_id
      and s.id = (select max(id) from public.assignments x where x.conversation_id = s.conversation_id)`)
  for (const { id } of behind) await enqueueJob(work, 1, 'read_thread', { conversationId: id }, `${id}`)
  await runDueJobs(JOB_HANDLERS, work)
}

/** A busy day: customers come, ask again, are answered, leave; Ben goes for a while, Cleo comes late. */
function busyDay(seed: number): { acts: { at: number, act: Act }[], availability: ReplayEvent[] } {
  const random = seededRandom(seed)
  const acts: { at: number, act: Act }[] = []
  const availability: ReplayEvent[] = []
  const plan = (minute: number, act: Act) => void acts.push({ at: start + Math.round(minute * 4) * 15_000, act })
  for (let index = 0; index < CONVERSATIONS; index++) {
    const opens = 6 + random() * 240
    const contactId = 1 + Math.floor(random() * 9)
    const text = TEXTS[Math.floor(random() * TEXTS.length)] ?? ''
    let id = 0
    plan(opens, async () => (id = shop.chatwoot.actions.openConversation(contactId, 1, text).id))
    const answered = opens + 4 + random() * 50
    plan(answered, async () => replies(id))
    if (random() < 0.4) {
      plan(answered + 3 + random() * 20, async () => writes(id))
      plan(answered + 30 + random() * 20, async () => replies(id))
    }
    plan(answered + 40 + random() * 40, async () => resolves(id))
    if (random() < 0.2) plan(answered + 125 + random() * 20, async () => writes(id))
  }
  turns('Ben', 0, 'online')
  turns('Cleo', 0, 'offline')
  turns('Cleo', 45, 'online')
  turns('Ben', 90, 'offline')
  turns('Ben', 170, 'online')
  // Routing looks after who left by the minute: here at the minute at which they have been away for long enough.
  plan(120, async () => null)
  return { acts: acts.sort((a, b) => a.at - b.at), availability }

  function turns(name: string, minute: number, to: 'online' | 'offline'): void {
    const agent = shop.world.agents.find(one => one.name === name)
    plan(minute, async () => {
      if (agent) agent.availability = to
      const [row] = await shop.stack.sql<{ id: number }>('select id::int from public.agents where account_id = 1 and name = $1', [name])
      availability.push({ type: 'availability', at: shop.now(), agentId: row?.id ?? 0, availability: to })
      return null
    })
  }
}
async function writes(id: number): Promise<number> {
  const one = conversationOf(id)
  if (one) shop.chatwoot.actions.addMessage(one, { ...message, type: 0, senderKind: 'contact', senderId: one.contactId, content: 'And now?' })
  return id
}
async function replies(id: number): Promise<number | null> {
  const one = conversationOf(id)
  if (!one?.assigneeId || one.status !== 'open') return null
  shop.chatwoot.actions.addMessage(one, { ...message, type: 1, senderKind: 'user', senderId: one.assigneeId, content: 'We are at it.' })
  return id
}
async function resolves(id: number): Promise<number | null> {
  const one = conversationOf(id)
  if (!one?.assigneeId || one.waitingSince > 0) return null
  shop.chatwoot.actions.change(one, { status: 'resolved' })
  return id
}

/** What happens at the same moment has no order of its own. */
function inOrder<T extends { at: number, id: number }>(given: T[]): T[] {
  return given.toSorted((a, b) => a.at - b.at || a.id - b.id)
}
function run(steps: Generator<number, Traces>): Traces {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

describe('a replay', () => {
  it('gives each conversation to whom the live engine gave it, at the same moment, on the same events', async () => {
    const { acts, availability } = busyDay(11)
    const resolved: ReplayEvent[] = []
    for (const { at, act } of acts) {
      await passUntil(at)
      const touched = await act()
      const one = touched === null ? undefined : conversationOf(touched)
      if (one?.status === 'resolved') resolved.push({ type: 'resolved', at, conversationId: one.id })
      // What is known of who is there may be half a minute old; here it never is.
      await shop.stack.sql('update public.accounts set looked_around_at = null')
      await enqueueJob(work, 1, 'sweep_routing', { because: 'online' }, 'sweep')
      await settle(touched)
    }
    await passUntil(start + 500 * MINUTE)
    const live = await shop.stack.sql<{ id: number, agentId: number, at: string }>(`
      select conversation_id::int as id, agent_id::int as "agentId", created_at as at from public.assignments where state = 'done' order by created_at, id`)

    const args = { p_account_id: 1, p_from: new Date(start).toISOString(), p_to: new Date(shop.now()).toISOString() }
    const { events } = await callRpc(work.admin, 'replay_events', args, z.object({ events: z.array(ReplayEvent) }))
    const [desk, policy] = await Promise.all([viewDesk(1, work), readPolicy(1, work)])
    const config = ReplayConfig.parse({
      agents: desk.rows.filter(row => !row.is_removed).map(asToday),
      ...policy,
      vipTags: desk.vipTags,
      handling: { mode: 'recorded' },
      before: { assign: 'routing', policy: desk.policy },
      after: { assign: 'routing', policy: desk.policy },
    })
    // The read model keeps the last end of a conversation only; those before it were seen.
    const spoken = events.filter(({ type }) => type !== 'resolved')
    const { assigned } = run(trace(config, config.before, [...availability, ...spoken, ...resolved]))

    expect(live.length).toBeGreaterThan(30)
    expect(new Set(assigned.map(({ cause }) => cause)).size).toBeGreaterThan(3)
    const given = assigned.map(({ conversationId, agentId, at }) => ({ id: conversationId, agentId, at }))
    expect(inOrder(given)).toEqual(inOrder(live.map(({ id, agentId, at }) => ({ id, agentId, at: Date.parse(at) }))))
  })
})
