import type { ContactFact, ConversationFact, Facts, MessageFact } from './facts.ts'
import type { ContactPayload, ConversationPayload } from './payload.ts'
import { z } from 'zod'
import { NO_FACTS } from './facts.ts'
import { foldAll } from './fold.ts'
import { ContactEventPayload, ConversationPayload as Conversation, MessagePayload } from './payload.ts'
import { ranked } from './rank.ts'
import { isHumanReply, readMessage } from './read-message.ts'

/** The deliveries that say something worth keeping. Others are acknowledged and forgotten. */
export const EVENTS = [
  'conversation_created',
  'conversation_updated',
  'conversation_status_changed',
  'message_created',
  'message_updated',
  'contact_created',
  'contact_updated',
] as const
export const EventName = z.enum(EVENTS)
export type EventName = z.infer<typeof EventName>

/**
 * The facts in one delivery, or null when the payload is not what Chatwoot documents.
 * `sentAt` (epoch ms) is the version of what carries none, which is the case for contacts.
 */
export function readEvent(event: EventName, payload: unknown, sentAt: number): Facts | null {
  if (event === 'contact_created' || event === 'contact_updated') return readContactEvent(payload, sentAt)
  if (event === 'message_created' || event === 'message_updated') return readMessageEvent(event, payload, sentAt)
  const conversation = Conversation.safeParse(payload)
  return conversation.success ? readConversation(conversation.data, sentAt) : null
}

/** The facts in one conversation object, from a webhook or the REST API; `seenAt` (epoch ms) dates its contact. */
export function readConversation(payload: ConversationPayload, seenAt: number): Facts {
  const messages = payload.messages.flatMap((raw) => {
    const message = MessagePayload.safeParse(raw)
    return message.success ? [readMessage(message.data, payload.id)] : []
  })
  return { contacts: [contactFact(payload.meta.sender, seenAt * 1000)], conversations: [conversationFact(payload, messages)], messages }
}

function readMessageEvent(event: EventName, payload: unknown, sentAt: number): Facts | null {
  const message = MessagePayload.safeParse(payload)
  const envelope = z.looseObject({ conversation: Conversation }).safeParse(payload)
  if (!message.success || !envelope.success) return null
  const facts = readConversation(envelope.data.conversation, sentAt)
  const { id, created_at } = message.data

  // The delivery's own copy has no version; the one in its conversation does, when it is the last of the thread.
  const twin = facts.messages.find(fact => fact.messageId === id)
  const version = twin?.version ?? created_at * 1000 + (event === 'message_updated' ? 1 : 0)
  const own = readMessage(message.data, envelope.data.conversation.id, version)
  return withReply(foldAll([facts, { ...NO_FACTS, messages: [own] }]), own)
}

function readContactEvent(payload: unknown, sentAt: number): Facts | null {
  const contact = ContactEventPayload.safeParse(payload)
  if (!contact.success) return null
  const changed = (contact.data.changed_attributes ?? []).flatMap(change => Object.keys(change))
  const isNoise = changed.length > 0 && changed.every(key => key === 'last_activity_at' || key === 'updated_at')
  // A contact's own event is surer than a copy inside another one of the same second.
  return isNoise ? NO_FACTS : { ...NO_FACTS, contacts: [contactFact(contact.data, sentAt * 1000 + 1)] }
}

function withReply(facts: Facts, message: MessageFact): Facts {
  if (!isHumanReply(message)) return facts
  const conversations = facts.conversations.map(fact => ({
    ...fact,
    firstReplyAt: Math.min(fact.firstReplyAt ?? message.createdAt, message.createdAt),
  }))
  return { ...facts, conversations }
}

function contactFact(payload: ContactPayload, version: number): ContactFact {
  return ranked({
    contactId: payload.id,
    name: payload.name,
    email: payload.email?.toLowerCase() ?? null,
    phone: payload.phone_number,
    identifier: payload.identifier,
    isBlocked: payload.blocked,
  }, version)
}

function conversationFact(payload: ConversationPayload, messages: MessageFact[]): ConversationFact {
  const { meta } = payload
  const replies = messages.filter(isHumanReply).map(message => message.createdAt)
  const known = payload.first_reply_created_at === null ? replies : [...replies, payload.first_reply_created_at]
  const snapshot = ranked({
    conversationId: payload.id,
    contactId: meta.sender.id,
    inboxId: payload.inbox_id,
    assigneeId: meta.assignee && (meta.assignee_type ?? 'User') === 'User' ? meta.assignee.id : null,
    teamId: meta.team?.id ?? null,
    status: payload.status,
    priority: payload.priority,
    labels: [...payload.labels].sort(),
    subject: payload.additional_attributes?.mail_subject ?? null,
    canReply: payload.can_reply,
    snoozedUntil: payload.snoozed_until,
    openedAt: payload.created_at,
  }, Math.round(payload.updated_at * 1_000_000))
  const lastActivityAt = payload.last_activity_at ?? payload.created_at
  const { status, snoozedUntil, version } = snapshot
  const statuses = [{ version, status, snoozedUntil: status === 'snoozed' ? snoozedUntil : null }]
  return { ...snapshot, lastActivityAt, firstReplyAt: known.length > 0 ? Math.min(...known) : null, statuses }
}
