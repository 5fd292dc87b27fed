import type { RoutingDraft } from '../../../shared/contracts/routing-settings.ts'
import type { Shop } from '../_shared/jobs-testing.ts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { RoutingRehearsal, RoutingSettings } from '../../../shared/contracts/routing-settings.ts'
import { syncAccountPeople } from '../_shared/chatwoot-people.ts'
import { JOB_HANDLERS } from '../_shared/jobs-handlers.ts'
import { startShop, WORLD } from '../_shared/jobs-testing.ts'
import { enqueueJob, runDueJobs } from '../_shared/jobs.ts'
import { createRouting } from './app.ts'

// A whole Postgres in WebAssembly, beside whatever else this machine does.
vi.setConfig({ testTimeout: 120_000 })

let shop: Shop
let ask: (who: 'ada' | 'ben' | 'zoe' | null, method: string, path: string, body?: unknown) => Promise<Response>
let run: () => Promise<unknown>

beforeAll(async () => {
  shop = await startShop(structuredClone(WORLD))
  const work = { admin: shop.stack.adminClient(), now: shop.now, fetch: shop.fetch }
  run = async () => runDueJobs(JOB_HANDLERS, work)
  await syncAccountPeople(1, [], work)
  await enqueueJob(work, 1, 'read_thread', { conversationId: 1 }, '1')
  await run()
  const tokens = {
    ada: (await shop.stack.userClient('ada@shop.test')).token,
    ben: (await shop.stack.userClient('ben@shop.test')).token,
    zoe: (await shop.stack.userClient('zoe@other.test')).token,
  }
  const app = createRouting(shop.stack.env, shop.now, shop.fetch)
  ask = async (who, method, path, body) => app.request(`/routing/1${path}`, {
    method,
    headers: { apikey: shop.stack.keys.publishable, ...(who && { authorization: `Bearer ${tokens[who]}` }) },
    ...(body !== undefined && method !== 'GET' && { body: JSON.stringify(body) }),
  })
}, 120_000)
afterAll(() => shop.stack.stop())

async function settings(): Promise<RoutingSettings> {
  return RoutingSettings.parse(await (await ask('ada', 'GET', '/settings')).json())
}
function draftOf({ policy, people, inboxes }: RoutingSettings): RoutingDraft {
  return {
    policy,
    people: people.map(({ name: _, availability: __, load: ___, typicalResponseSeconds: ____, ...person }) => person),
    inboxes: inboxes.map(({ inboxId, isEnabled }) => ({ inboxId, isEnabled })),
  }
}

describe('routing', () => {
  it.each([
    ['GET', '/settings', 'forbidden'],
    ['POST', '/rehearsals', 'forbidden'],
    ['PUT', '/settings', 'forbidden'],
  ])('%s %s is closed to agents, strangers and who is not signed in', async (method, path, code) => {
    expect(await (await ask('ben', method, path, {})).json()).toMatchObject({ code })
    expect(await (await ask('zoe', method, path, {})).json()).toMatchObject({ code: 'account_not_found' })
    expect((await ask(null, method, path, {})).status).toBe(401)
  })

  it('is off everywhere until an admin switches an inbox on, and then gives out what waits', async () => {
    const first = await settings()
    expect(first).toMatchObject({
      version: 0,
      inboxes: [{ inboxId: 1, name: 'Shop', isEnabled: false, isAutoAssigned: false, members: 2 }],
      people: [{ name: 'Ada', availability: 'online', capacity: 10 }, { name: 'Ben' }],
    })
    const draft = draftOf(first)
    const [ada, ben] = draft.people
    const people = [{ ...ada, isRouted: false }, { ...ben, capacity: 3, languages: ['en', 'fr'], skills: [{ skill: 'Technical ', level: 3 }] }]
    const saved = await ask('ada', 'PUT', '/settings', { ...draft, people, inboxes: [{ inboxId: 1, isEnabled: true }], version: first.version })
    expect(RoutingSettings.parse(await saved.json())).toMatchObject({
      version: 1,
      inboxes: [{ isEnabled: true }],
      people: [{ isRouted: false }, { capacity: 3, languages: ['en', 'fr'], skills: [{ skill: 'technical', level: 3 }] }],
    })
    await shop.settled()
    expect(shop.chatwoot.state.conversations.find(({ id }) => id === 1)?.assigneeId).toBe(2)
  })

  it('does not overwrite what somebody else saved meanwhile, and refuses what makes no sense', async () => {
    const now = await settings()
    const old = await ask('ada', 'PUT', '/settings', { ...draftOf(now), version: now.version - 1 })
    expect(await old.json()).toMatchObject({ code: 'routing_changed', status: 409 })
    const odd = { ...draftOf(now), version: now.version, policy: { ...now.policy, vipReserve: -1 } }
    expect(await (await ask('ada', 'PUT', '/settings', odd)).json()).toMatchObject({ code: 'invalid_request' })
    expect((await settings()).version).toBe(now.version)
  })

  it('tells who would get a real conversation under a draft, and assigns nobody', async () => {
    const draft = draftOf(await settings())
    const people = draft.people.map(person => ({ ...person, isRouted: !person.isRouted }))
    const answer = await ask('ada', 'POST', '/rehearsals', { conversationId: 1, draft: { ...draft, people } })
    const rehearsal = RoutingRehearsal.parse(await answer.json())
    expect(rehearsal).toMatchObject({ contactName: 'Maya', assigneeName: 'Ben', decision: { outcome: 'chosen', name: 'Ada' } })
    expect(shop.chatwoot.state.conversations.find(({ id }) => id === 1)?.assigneeId).toBe(2)
    expect(await (await ask('ada', 'POST', '/rehearsals', { conversationId: 99 })).json()).toMatchObject({ code: 'conversation_not_found' })
  })
})
