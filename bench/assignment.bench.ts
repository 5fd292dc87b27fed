import type { Reporter } from './figure.ts'
import { z } from 'zod'
import { latestCode } from '../e2e/desk.ts'
import { startPitwall } from '../e2e/pitwall.ts'
import { RoutingSettings } from '../shared/contracts/routing-settings.ts'
import { percentile } from './figure.ts'

const ADMIN = 'maya@alderandpine.example'
const PER_SECOND = 10
const SECONDS = 60
const CAPACITY = 80
// Each conversation is held this long and then resolved, so that slots come free while others arrive.
const HELD_MS = 10_000
const LOST_AFTER_MS = 90_000
const SAMPLE_EVERY_MS = 5_000
const TARGET_MS = 2_000
const TEXTS = [
  'Where is my order? It should have arrived on Monday.',
  'I want to return the kettle, it leaks.',
  'My invoice shows a charge twice.',
  'Hello there',
]

const Config = z.object({ publishableKey: z.string() })
const Verified = z.object({ access_token: z.string() })
const Ids = z.array(z.object({ id: z.number() }))
const People = z.object({ agents: z.array(z.object({ id: z.number(), token: z.string() })), contacts: Ids })
const Opened = z.object({ conversationId: z.number() })
const Assignee = z.object({ id: z.number() }).nullish()
const Conversation = z.object({ id: z.number(), updated_at: z.number(), meta: z.object({ assignee: Assignee }) })
const Listed = z.object({ data: z.object({ payload: z.array(Conversation) }) })

/** From a customer's message until Chatwoot shows who has it, ten arrivals a second for a minute; nobody lost, nobody overfilled. */
export async function measure({ report }: Reporter): Promise<void> {
  const pitwall = await startPitwall()
  const at = (path: string) => new URL(path, pitwall.url)
  const json = async <S extends z.ZodType>(schema: S, path: string, init: RequestInit = {}) => {
    const response = await fetch(at(path), { ...init, headers: { 'content-type': 'application/json', ...init.headers } })
    return schema.parse(await response.json())
  }
  const { agents, contacts } = await json(People, '/standin/chatwoot/demo/people')
  const chatwoot = { 'api-access-token': agents[0]?.token ?? '' }
  await switchOn()

  const took: number[] = []
  let lost = 0
  let over = 0
  const sampling = setInterval(() => void sample(), SAMPLE_EVERY_MS)
  const arrivals: Promise<void>[] = []
  const started = performance.now()
  for (let index = 0; index < PER_SECOND * SECONDS; index++) {
    const due = started + index * 1000 / PER_SECOND
    await new Promise(resolve => setTimeout(resolve, Math.max(0, due - performance.now())))
    arrivals.push(arrive(index))
  }
  await Promise.all(arrivals)
  clearInterval(sampling)
  await sample()
  await pitwall.stop()
  report('assigned_p50', percentile(took, 0.5), 'ms')
  report('assigned_p95', percentile(took, 0.95), 'ms', TARGET_MS)
  report('lost', lost, 'count')
  report('over_capacity', over, 'count')

  async function arrive(index: number): Promise<void> {
    const contactId = contacts[index % contacts.length]?.id
    const body = JSON.stringify({ contactId, inboxId: [1, 2, 4][index % 3], text: TEXTS[index % TEXTS.length] })
    const writtenAt = Date.now()
    const { conversationId } = await json(Opened, '/standin/chatwoot/demo/customer', { method: 'POST', body })
    await new Promise(resolve => setTimeout(resolve, HELD_MS))
    const path = `/standin/chatwoot/api/v1/accounts/1/conversations/${conversationId}`
    for (;;) {
      const { meta, updated_at } = await json(Conversation, path, { headers: chatwoot })
      if (meta.assignee) {
        // Chatwoot dates its last change, which is the assignment.
        took.push(updated_at * 1000 - writtenAt)
        break
      }
      if (Date.now() - writtenAt > LOST_AFTER_MS) {
        lost += 1
        return
      }
      await new Promise(resolve => setTimeout(resolve, 500))
    }
    await json(z.unknown(), `${path}/toggle_status`, { method: 'POST', headers: chatwoot, body: JSON.stringify({ status: 'resolved' }) })
  }

  async function sample(): Promise<void> {
    const path = '/standin/chatwoot/api/v1/accounts/1/conversations?status=open&assignee_type=assigned&updated_within=86400'
    const { data } = await json(Listed, path, { headers: chatwoot })
    const held = new Map<number, number>()
    for (const { meta } of data.payload) {
      if (meta.assignee) held.set(meta.assignee.id, (held.get(meta.assignee.id) ?? 0) + 1)
    }
    for (const count of held.values()) over += Math.max(0, count - CAPACITY)
  }

  async function switchOn(): Promise<void> {
    const { publishableKey: apikey } = await json(Config, '/panel/config.json')
    await fetch(at('/auth/v1/otp'), { method: 'POST', headers: { 'content-type': 'application/json', apikey }, body: JSON.stringify({ email: ADMIN }) })
    const verify = JSON.stringify({ type: 'email', email: ADMIN, token: await latestCode(pitwall.url) })
    const { access_token } = await json(Verified, '/auth/v1/verify', { method: 'POST', headers: { apikey }, body: verify })
    const headers = { apikey, authorization: `Bearer ${access_token}` }
    const settings = await json(RoutingSettings, '/functions/v1/routing/1/settings', { headers })
    const draft = {
      ...settings,
      people: settings.people.map(person => ({ ...person, capacity: CAPACITY })),
      inboxes: settings.inboxes.map(inbox => ({ ...inbox, isEnabled: true })),
    }
    await json(RoutingSettings, '/functions/v1/routing/1/settings', { method: 'PUT', headers, body: JSON.stringify(draft) })
  }
}
