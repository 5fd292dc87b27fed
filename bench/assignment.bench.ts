import type { Reporter } from './figure.ts'
import { z } from 'zod'
import { startPitwall } from '../e2e/pitwall.ts'
import { RoutingSettings } from '../shared/contracts/routing-settings.ts'
import { signInAgent } from './agent.ts'
import { percentile } from './figure.ts'

const PER_SECOND = 10
const SECONDS = 60
const CAPACITY = 40
// Each conversation is held this long and then resolved, so that slots come free while others arrive.
const HELD_MS = 10_000
const LOOK_AGAIN_MS = 500
const LOST_AFTER_MS = 90_000
const TARGET_MS = 2_000
const INBOXES = [1, 2, 4]
const TEXTS = [
  'Where is my order? It should have arrived on Monday.',
  'I want to return the kettle, it leaks.',
  'My invoice shows a charge twice.',
  'Hello there',
]

const People = z.object({
  agents: z.array(z.object({ id: z.number(), token: z.string() })),
  contacts: z.array(z.object({ id: z.number() })),
})
const Opened = z.object({ conversationId: z.number() })
const Conversation = z.object({ updated_at: z.number(), meta: z.object({ assignee: z.object({ id: z.number() }).nullish() }) })
const Listed = z.object({ data: z.object({ payload: z.array(Conversation) }) })
interface Stay { userId: number, from: number, to: number }

/** From a customer's first words until Chatwoot shows who has them, ten arrivals a second for a minute; nobody lost, nobody overfilled. */
export async function measure({ report, mustBeZero }: Reporter): Promise<void> {
  const pitwall = await startPitwall()
  const json = async <S extends z.ZodType>(schema: S, path: string, init: RequestInit = {}) => {
    const response = await fetch(new URL(path, pitwall.url), { ...init, headers: { 'content-type': 'application/json', ...init.headers } })
    return schema.parse(await response.json())
  }
  const { agents, contacts } = await json(People, '/standin/chatwoot/demo/people')
  const headers = { 'api-access-token': agents[0]?.token ?? '' }
  await switchOn()
  const open = '/standin/chatwoot/api/v1/accounts/1/conversations?status=open&updated_within=8640000'
  const before = await json(Listed, open, { headers })
  const stays: Stay[] = before.data.payload
    .flatMap(({ meta }) => meta.assignee ? [{ userId: meta.assignee.id, from: 0, to: Infinity }] : [])

  const took: number[] = []
  const arrivals: Promise<void>[] = []
  let lost = 0
  const started = performance.now()
  for (let index = 0; index < PER_SECOND * SECONDS; index++) {
    const due = started + index * 1000 / PER_SECOND
    await new Promise(resolve => setTimeout(resolve, Math.max(0, due - performance.now())))
    arrivals.push(arrive(index))
  }
  await Promise.all(arrivals)
  await pitwall.stop()
  report('assigned_p50', percentile(took, 0.5), 'ms', TARGET_MS)
  report('assigned_p95', percentile(took, 0.95), 'ms', TARGET_MS)
  report('assigned_worst', percentile(took, 1), 'ms', TARGET_MS)
  report('most_held', Math.max(...agents.map(({ id }) => mostAtOnce(id))), 'count', CAPACITY)
  mustBeZero('lost', lost)
  mustBeZero('over_capacity', agents.filter(({ id }) => mostAtOnce(id) > CAPACITY).length)

  async function arrive(index: number): Promise<void> {
    const contactId = contacts[index % contacts.length]?.id
    const body = JSON.stringify({ contactId, inboxId: INBOXES[index % INBOXES.length], text: TEXTS[index % TEXTS.length] })
    const writtenAt = Date.now()
    const { conversationId } = await json(Opened, '/standin/chatwoot/demo/customer', { method: 'POST', body })
    const path = `/standin/chatwoot/api/v1/accounts/1/conversations/${conversationId}`
    for (let wait = HELD_MS; Date.now() - writtenAt < LOST_AFTER_MS; wait = LOOK_AGAIN_MS) {
      await new Promise(resolve => setTimeout(resolve, wait))
      const { meta, updated_at } = await json(Conversation, path, { headers })
      if (!meta.assignee) continue
      // Chatwoot dates its last change, which is the assignment.
      took.push(updated_at * 1000 - writtenAt)
      await json(z.unknown(), `${path}/toggle_status`, { method: 'POST', headers, body: JSON.stringify({ status: 'resolved' }) })
      stays.push({ userId: meta.assignee.id, from: updated_at * 1000, to: Date.now() })
      return
    }
    lost += 1
  }

  function mostAtOnce(userId: number): number {
    const own = stays.filter(stay => stay.userId === userId)
    return Math.max(0, ...own.map(({ from }) => own.filter(other => other.from <= from && from < other.to).length))
  }

  async function switchOn(): Promise<void> {
    const { call } = await signInAgent(pitwall.url)
    const settings = RoutingSettings.parse(await (await call('routing/1/settings')).json())
    const people = settings.people.map(person => ({ ...person, capacity: CAPACITY }))
    const inboxes = settings.inboxes.map(inbox => ({ ...inbox, isEnabled: true }))
    const saved = await call('routing/1/settings', { method: 'PUT', body: JSON.stringify({ ...settings, people, inboxes }) })
    RoutingSettings.parse(await saved.json())
  }
}
