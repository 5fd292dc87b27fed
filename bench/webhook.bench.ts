import type { Reporter } from './figure.ts'
import { Buffer } from 'node:buffer'
import { createHmac, randomUUID } from 'node:crypto'
import { startPitwall } from '../e2e/pitwall.ts'
import { percentile } from './figure.ts'

const SECRET = 'bench-webhook-secret-24ch'
const AT_ONCE = 8
const TARGET_MS = 100

/** How fast a delivery is answered while seven others are under way; Chatwoot gives up after 5 s and never tries again. */
export async function measure({ report }: Reporter): Promise<void> {
  const pitwall = await startPitwall({ CHATWOOT_WEBHOOK_SECRET: SECRET })
  const door = new URL('/functions/v1/chatwoot-webhook/1', pitwall.url)
  const waiting = Array.from({ length: 400 }, (_, index) => delivery(index))
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
  await pitwall.stop()
  report('answered_p50', percentile(took, 0.5), 'ms', TARGET_MS)
  report('answered_p95', percentile(took, 0.95), 'ms', TARGET_MS)
  report('refused', refused, 'count')
}

function delivery(index: number): RequestInit {
  const body = JSON.stringify(messageCreated(index))
  const seconds = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', SECRET).update(`${seconds}.`).update(Buffer.from(body)).digest('hex')
  return {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-chatwoot-delivery': randomUUID(),
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
