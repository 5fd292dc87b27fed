import type { SupabaseClient } from '@supabase/supabase-js'
import type { ExpectedConversation } from '../shared/ingest/testing/shop-day.ts'
import type { Reporter } from './figure.ts'
import { Buffer } from 'node:buffer'
import { createHmac, randomUUID } from 'node:crypto'
import process from 'node:process'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { startPitwall } from '../e2e/pitwall.ts'
import { shopDay } from '../shared/ingest/testing/shop-day.ts'
import { seededRandom } from '../shared/random/seeded.ts'
import { signInAgent } from './agent.ts'
import { percentile } from './figure.ts'
import { shuffled } from './random.ts'

const SECRET = 'bench-webhook-secret-24ch'
const AT_ONCE = 8
const TARGET_MS = 100

// Far from the demo shop's own conversations.
const FIRST_ID = 50_000
const CONVERSATIONS = 80
const PATIENCE_MS = 120_000
const DAY_AGO_MS = 6 * 3_600_000

const epochMs = z.string().transform(at => Date.parse(at))
const Rows = z.array(z.object({
  conversation_id: z.number(),
  status: z.string(),
  labels: z.array(z.string()),
  assignee_id: z.number().nullable(),
  last_activity_at: epochMs,
  first_reply_at: epochMs.nullable(),
  messages: z.array(z.object({ message_id: z.number() })),
}))

/**
 * How fast a delivery is answered while seven others are under way (Chatwoot gives up after 5 s and never tries again),
 * and whether a shuffled, repeated day of a shop ends in the right state.
 */
export async function measure({ report, mustBeZero }: Reporter): Promise<void> {
  const pitwall = await startPitwall({ CHATWOOT_WEBHOOK_SECRET: SECRET })
  const door = new URL('/functions/v1/chatwoot-webhook/1', pitwall.url)
  const burst = await deliverAll(door, Array.from({ length: 400 }, (_, index) => signed(messageCreated(index), randomUUID())))
  report('answered_p50', percentile(burst.took, 0.5), 'ms', TARGET_MS)
  report('answered_p95', percentile(burst.took, 0.95), 'ms', TARGET_MS)

  // Whole seconds: Chatwoot dates the same message by the second in one event and finer in another.
  const start = Math.floor(Date.now() / 1000) * 1000 - DAY_AGO_MS
  const { deliveries, expected } = shopDay(CONVERSATIONS, start, FIRST_ID)
  const repeated = [...deliveries, ...deliveries.filter((_, index) => index % 10 < 3)]
  const day = await deliverAll(door, shuffled(repeated, seededRandom(20_261_124)).map(({ id, payload }) => signed(payload, `delivery-${id}`)))
  const { client } = await signInAgent(pitwall.url)
  const started = performance.now()
  let end = await compare(client, expected)
  while (end.lost + end.wrong > 0 && performance.now() - started < PATIENCE_MS) {
    await new Promise(resolve => setTimeout(resolve, 250))
    end = await compare(client, expected)
  }
  report('day_deliveries', repeated.length, 'count')
  report('day_answered_p95', percentile(day.took, 0.95), 'ms', TARGET_MS)
  report('day_folded_after', (performance.now() - started) / 1000, 's')
  await pitwall.stop()
  if (end.example) process.stderr.write(`${JSON.stringify(end.example)}\n`)
  mustBeZero('refused', burst.refused + day.refused)
  mustBeZero('lost', end.lost)
  mustBeZero('wrong_state', end.wrong)
}

async function deliverAll(door: URL, deliveries: RequestInit[]) {
  const waiting = deliveries.toReversed()
  const took: number[] = []
  let refused = 0
  const runner = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const started = performance.now()
      const response = await fetch(door, next)
      await response.arrayBuffer()
      took.push(performance.now() - started)
      if (!response.ok) refused += 1
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, runner))
  return { took, refused }
}

/** `lost`: messages and conversations that are not there; `wrong`: conversations that say something else than they should. */
async function compare(client: SupabaseClient, expected: ExpectedConversation[]) {
  const { data, error } = await client
    .from('conversations')
    .select('conversation_id, status, labels, assignee_id, last_activity_at, first_reply_at, messages(message_id)')
    .gte('conversation_id', FIRST_ID)
    .lt('conversation_id', FIRST_ID + CONVERSATIONS)
  if (error) throw error
  const found = new Map(Rows.parse(data).map(({ messages, ...row }): [number, ExpectedConversation] => [row.conversation_id, {
    conversationId: row.conversation_id,
    status: row.status,
    labels: row.labels,
    assigneeId: row.assignee_id,
    lastActivityAt: row.last_activity_at,
    firstReplyAt: row.first_reply_at,
    messageIds: messages.map(({ message_id }) => message_id).sort((a, b) => a - b),
  }]))
  const lost = expected.flatMap(({ conversationId, messageIds }) => {
    const there = found.get(conversationId)
    return there ? messageIds.filter(id => !there.messageIds.includes(id)) : [conversationId, ...messageIds]
  })
  const wrong = expected.filter(one => !isDeepStrictEqual(one, found.get(one.conversationId)))
  return { lost: lost.length, wrong: wrong.length, example: wrong[0] && { expected: wrong[0], found: found.get(wrong[0].conversationId) } }
}

function signed(payload: object, deliveryId: string): RequestInit {
  const body = JSON.stringify(payload)
  const seconds = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', SECRET).update(`${seconds}.`).update(Buffer.from(body)).digest('hex')
  return {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-chatwoot-delivery': deliveryId,
      'x-chatwoot-timestamp': String(seconds),
      'x-chatwoot-signature': `sha256=${signature}`,
    },
  }
}

function messageCreated(index: number) {
  const seconds = Math.floor(Date.now() / 1000)
  const conversationId = 900_000 + index % 50
  const sender = { id: 900_000 + index % 50, name: `Bench ${index % 50}`, email: `bench${index % 50}@example.com`, phone_number: null, custom_attributes: {}, additional_attributes: {} }
  return {
    account: { id: 1, name: 'Bench' },
    id: 9_000_000 + index,
    content: `Where is my parcel? This is message ${index}.`,
    content_type: 'text',
    content_attributes: {},
    message_type: 'incoming',
    private: false,
    created_at: new Date().toISOString(),
    inbox: { id: 1, name: 'Bench' },
    sender,
    source_id: null,
    conversation: {
      id: conversationId,
      inbox_id: 1,
      status: 'open',
      channel: 'Channel::WebWidget',
      can_reply: true,
      labels: [],
      messages: [],
      additional_attributes: {},
      custom_attributes: {},
      contact_inbox: { id: 1, contact_id: sender.id, inbox_id: 1, source_id: 'bench', pubsub_token: 'never-stored' },
      meta: { sender: { ...sender, type: 'contact' }, assignee: null, assignee_type: null, team: null, hmac_verified: false },
      priority: null,
      snoozed_until: null,
      unread_count: 1,
      first_reply_created_at: null,
      waiting_since: seconds,
      last_activity_at: seconds,
      timestamp: seconds,
      created_at: seconds,
      updated_at: seconds + index / 1000,
      account: { id: 1, name: 'Bench' },
    },
    event: 'message_created',
  }
}
