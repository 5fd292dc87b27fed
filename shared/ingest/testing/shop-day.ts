import type { EventName } from '../read-event.ts'

/** One delivery as Chatwoot builds it. `sentAt` is epoch milliseconds. */
export interface Delivery { id: string, event: EventName, sentAt: number, payload: Record<string, unknown> }

/** What the read model must say of a conversation once every delivery has been folded, in whatever order. */
export interface ExpectedConversation {
  conversationId: number
  status: string
  labels: string[]
  assigneeId: number | null
  lastActivityAt: number
  firstReplyAt: number | null
  messageIds: number[]
}

interface State { status: string, labels: string[], assignee: number | null, updatedAt: number, lastAt: number, firstReply: number | null }
interface Saying { type: 0 | 1, content: string, sender: Record<string, unknown>, isPrivate?: boolean }

const TOKEN = 'W7cQ1exampleNOTaREALtoken'

/**
 * A busy day: `count` conversations, each opened by a customer, noted on, answered by a bot and then by a person,
 * labelled, assigned and resolved; ten deliveries each, shaped by Chatwoot 4.15's serializers. `start` is epoch ms.
 */
export function shopDay(count: number, start: number, firstId = 1): { deliveries: Delivery[], expected: ExpectedConversation[] } {
  const lives = Array.from({ length: count }, (_, index) => conversationLife(firstId + index, start + index * 7_000))
  return { deliveries: lives.flatMap(life => life.deliveries), expected: lives.map(life => life.expected) }
}

function conversationLife(id: number, openedAt: number) {
  const deliveries: Delivery[] = []
  const state: State = { status: 'open', labels: [], assignee: null, updatedAt: openedAt, lastAt: openedAt, firstReply: null }
  const messageIds: number[] = []
  const isAnswered = id % 5 !== 0

  const conversation = (last: Record<string, unknown> | null) => ({
    id,
    inbox_id: 1 + (id % 3),
    status: state.status,
    priority: null,
    can_reply: true,
    channel: 'Channel::WebWidget',
    contact_inbox: { id, contact_id: 5_000 + id, source_id: `s-${id}`, pubsub_token: TOKEN },
    additional_attributes: { mail_subject: id % 2 ? `Order #${1000 + id}` : undefined },
    labels: [...state.labels],
    messages: last ? [last] : [],
    meta: {
      sender: contact(id),
      assignee: state.assignee === null ? null : { id: state.assignee, name: 'Ana', type: 'user' },
      assignee_type: state.assignee === null ? null : 'User',
      team: null,
      hmac_verified: true,
    },
    custom_attributes: {},
    snoozed_until: null,
    first_reply_created_at: state.firstReply === null ? null : new Date(state.firstReply).toISOString(),
    waiting_since: 0,
    created_at: openedAt / 1000,
    last_activity_at: state.lastAt / 1000,
    updated_at: state.updatedAt / 1000,
    account: { id: 1, name: 'Demo' },
  })

  const deliver = (event: EventName, at: number, payload: Record<string, unknown>) => {
    deliveries.push({ id: `${id}-${deliveries.length}`, event, sentAt: at + 1_000, payload: { ...payload, event } })
  }
  const change = (event: EventName, at: number, over: Partial<State>, last: Record<string, unknown> | null = null) => {
    Object.assign(state, over, { updatedAt: at })
    deliver(event, at, conversation(last))
  }
  const say = (at: number, { type, content, sender, isPrivate = false }: Saying) => {
    const messageId = id * 100 + messageIds.length
    messageIds.push(messageId)
    state.lastAt = at
    const shared = { id: messageId, content, private: isPrivate, content_attributes: {}, source_id: null, sender }
    const push = {
      ...shared,
      conversation_id: id,
      message_type: type,
      created_at: Math.floor(at / 1000),
      updated_at: new Date(at).toISOString(),
      sender_type: type === 0 ? 'Contact' : sender.type === 'user' ? 'User' : 'AgentBot',
    }
    deliver('message_created', at, {
      ...shared,
      account: { id: 1, name: 'Demo' },
      conversation: conversation(isPrivate ? null : push),
      created_at: new Date(at).toISOString(),
      message_type: type === 0 ? 'incoming' : 'outgoing',
    })
  }

  change('conversation_created', openedAt, {})
  say(openedAt + 1_000, { type: 0, content: `Where is order #${1000 + id}?`, sender: contact(id) })
  deliver('contact_updated', openedAt + 1_500, {
    ...contact(id),
    changed_attributes: ['last_activity_at', 'updated_at'].map(key => ({ [key]: { previous_value: null, current_value: openedAt } })),
  })
  say(openedAt + 60_000, { type: 1, content: 'An agent will be with you.', sender: { id: 9, name: 'Greeter', type: 'agent_bot' } })
  say(openedAt + 90_000, { type: 1, content: 'Looks like the carrier lost it.', isPrivate: true, sender: { id: 14, name: 'Ana', type: 'user' } })
  change('conversation_updated', openedAt + 100_000, { assignee: 14 })
  change('conversation_updated', openedAt + 110_000, { labels: ['shipping', 'order'] })
  if (isAnswered) {
    const at = openedAt + 120_000
    state.firstReply = at
    say(at, { type: 1, content: 'It arrives on Thursday.', sender: { id: 14, name: 'Ana', type: 'user' } })
    change('conversation_updated', at + 100, {})
  }
  say(openedAt + 200_000, { type: 0, content: 'Thank you!', sender: contact(id) })
  if (isAnswered) change('conversation_status_changed', openedAt + 300_000, { status: 'resolved' })

  const expected: ExpectedConversation = {
    conversationId: id,
    status: state.status,
    labels: [...state.labels].sort(),
    assigneeId: 14,
    lastActivityAt: state.lastAt,
    firstReplyAt: state.firstReply,
    messageIds,
  }
  return { deliveries, expected }
}

function contact(id: number) {
  return {
    id: 5_000 + id,
    name: `Customer ${id}`,
    email: `Customer${id}@Example.com`,
    phone_number: null,
    identifier: null,
    blocked: false,
    custom_attributes: { vip: true },
    account: { id: 1, name: 'Demo' },
    type: 'contact',
  }
}
