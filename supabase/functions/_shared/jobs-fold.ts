import type { ConversationFact, Facts, MessageFact } from '../../../shared/ingest/facts.ts'
import type { Job, Work } from './jobs.ts'
import { z } from 'zod'
import { foldAll } from '../../../shared/ingest/fold.ts'
import { EventName, readEvent } from '../../../shared/ingest/read-event.ts'
import { judgeArrivals } from './jobs-judge.ts'
import { planClocks } from './jobs-promise.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { FinalJobFailure } from './jobs.ts'

/** Folds webhook deliveries into the read model. */
export async function foldEvents(accountId: number, jobs: Job[], work: Work): Promise<void> {
  await storeFacts(accountId, foldAll(jobs.map(readJob)), work)
}

/** Merges facts into the read model, judges what is new, makes or tightens its promises, asks who takes it and lets the rules see it. */
export async function storeFacts(accountId: number, facts: Facts, work: Work): Promise<void> {
  if (facts.contacts.length + facts.conversations.length + facts.messages.length === 0) return
  await callRpc(work.admin, 'fold_facts', { p_account_id: accountId, ...factRows(facts), p_now: timestamp(work.now()) }, z.unknown())

  const spoken = facts.messages.filter(({ direction }) => direction === 'incoming').map(({ conversationId }) => conversationId)
  await judgeArrivals(accountId, spoken, work)
  const statuses = facts.conversations.flatMap(({ conversationId, statuses }) => statuses.map(status => ({ conversationId, ...status })))
  const touched = [...new Set([...facts.conversations, ...facts.messages].map(({ conversationId }) => conversationId))]
  await planClocks(accountId, touched, work, statuses)
  const args = { p_account_id: accountId, p_conversation_ids: touched, p_now: timestamp(work.now()) }
  await callRpc(work.admin, 'enqueue_followers', args, z.unknown())
}

function readJob({ event }: Job): Facts {
  const name = EventName.safeParse(event?.event)
  const facts = event && name.success ? readEvent(name.data, event.payload, Date.parse(event.sent_at)) : null
  if (!facts) throw new FinalJobFailure('payload_unreadable')
  return facts
}

/** Facts as `fold_facts` and `import_facts` take them. */
export function factRows({ contacts, conversations, messages }: Facts) {
  return {
    p_contacts: contacts.map(({ contactId, isBlocked, version, digest, ...contact }) => (
      { ...contact, contact_id: contactId, is_blocked: isBlocked, source_version: version, source_digest: digest }
    )),
    p_conversations: conversations.map(conversationRow),
    p_messages: messages.map(messageRow),
  }
}

function conversationRow(fact: ConversationFact) {
  return {
    conversation_id: fact.conversationId,
    contact_id: fact.contactId,
    inbox_id: fact.inboxId,
    assignee_id: fact.assigneeId,
    team_id: fact.teamId,
    status: fact.status,
    priority: fact.priority,
    labels: fact.labels,
    subject: fact.subject,
    can_reply: fact.canReply,
    snoozed_until: timestamp(fact.snoozedUntil),
    opened_at: timestamp(fact.openedAt),
    last_activity_at: timestamp(fact.lastActivityAt),
    first_reply_at: timestamp(fact.firstReplyAt),
    source_version: fact.version,
    source_digest: fact.digest,
  }
}

function messageRow(fact: MessageFact) {
  return {
    message_id: fact.messageId,
    conversation_id: fact.conversationId,
    direction: fact.direction,
    is_private: fact.isPrivate,
    sender_kind: fact.sender.kind,
    sender_id: fact.sender.id,
    sender_name: fact.sender.name,
    content: fact.content,
    attachments: fact.attachments,
    ref: fact.ref,
    is_automated: fact.isAutomated,
    is_deleted: fact.isDeleted,
    created_at: timestamp(fact.createdAt),
    source_version: fact.version,
    source_digest: fact.digest,
  }
}
