import type { SupabaseClient } from '@supabase/supabase-js'
import type { ThreadMessage } from '../../../shared/contracts/conversation.ts'
import type { ContactFact, ConversationFact } from '../../../shared/ingest/facts.ts'
import type { Account } from './account.ts'
import { z } from 'zod'
import { ConversationStatus, MessageDirection, Priority, ThreadMessage as ThreadMessageSchema } from '../../../shared/contracts/conversation.ts'
import { readThread } from '../../../shared/ingest/read-thread.ts'
import { ProblemError } from './app.ts'
import { createChatwoot } from './chatwoot.ts'

const LAST_MESSAGES = 20

type Person = Pick<ContactFact, 'contactId' | 'name' | 'email' | 'phone'>
type Conversation = Pick<ConversationFact, 'status' | 'priority' | 'labels' | 'subject' | 'inboxId' | 'assigneeId' | 'teamId' | 'canReply' | 'openedAt' | 'lastActivityAt'>
/** A conversation as it stands: fresh from Chatwoot, or as of the last event when Chatwoot does not answer. */
export interface Thread { conversation: Conversation, contact: Person, messages: ThreadMessage[], isLive: boolean }

const Instant = z.string().transform(text => Date.parse(text))
const ConversationRow = z.object({
  status: ConversationStatus,
  priority: Priority.nullable(),
  labels: z.array(z.string()),
  subject: z.string().nullable(),
  inbox_id: z.number(),
  contact_id: z.number(),
  assignee_id: z.number().nullable(),
  team_id: z.number().nullable(),
  can_reply: z.boolean(),
  opened_at: Instant,
  last_activity_at: Instant,
}).transform(row => ({
  contactId: row.contact_id,
  conversation: {
    status: row.status,
    priority: row.priority,
    labels: row.labels,
    subject: row.subject,
    inboxId: row.inbox_id,
    assigneeId: row.assignee_id,
    teamId: row.team_id,
    canReply: row.can_reply,
    openedAt: row.opened_at,
    lastActivityAt: row.last_activity_at,
  },
}))
const ContactRow = z
  .object({ contact_id: z.number(), name: z.string(), email: z.string().nullable(), phone: z.string().nullable() })
  .transform(({ contact_id, ...row }) => ({ ...row, contactId: contact_id }))
const MessageRow = z.object({
  message_id: z.number(),
  direction: MessageDirection,
  is_private: z.boolean(),
  sender_kind: z.enum(['contact', 'agent', 'bot', 'system']),
  sender_id: z.number().nullable(),
  sender_name: z.string(),
  content: z.string(),
  attachments: ThreadMessageSchema.shape.attachments,
  ref: z.string().nullable(),
  created_at: Instant,
}).transform((row): ThreadMessage => ({
  id: row.message_id,
  direction: row.direction,
  isPrivate: row.is_private,
  sender: { kind: row.sender_kind, id: row.sender_id, name: row.sender_name },
  content: row.content,
  attachments: row.attachments,
  ref: row.ref,
  createdAt: row.created_at,
}))

/** Refuses with `conversation_not_found`, and with Chatwoot's own refusal when the read model does not know it either. */
export async function readConversationThread(
  supabase: SupabaseClient,
  { id: accountId, chatwoot }: Pick<Account, 'id' | 'chatwoot'>,
  conversationId: number,
  { now, fetch }: { now: number, fetch?: typeof globalThis.fetch },
): Promise<Thread> {
  const live = createChatwoot({ ...chatwoot, fetch })
  try {
    const [payload, page] = await Promise.all([live.conversation(conversationId), live.messages(conversationId)])
    const facts = readThread(payload, page, now)
    const [conversation] = facts.conversations
    const contact = facts.contacts.find(({ contactId }) => contactId === conversation?.contactId)
    if (!conversation || !contact) throw new ProblemError('conversation_not_found')
    const messages = facts.messages
      .filter(({ isDeleted }) => !isDeleted)
      .sort((a, b) => a.createdAt - b.createdAt || a.messageId - b.messageId)
      .map(({ messageId, direction, isPrivate, sender, content, attachments, ref, createdAt }) =>
        ({ id: messageId, direction, isPrivate, sender, content, attachments, ref, createdAt }))
    return { conversation, contact, messages, isLive: true }
  }
  catch (error) {
    if (!(error instanceof ProblemError) || error.code === 'conversation_not_found') throw error
    return await readStored(supabase, accountId, conversationId) ?? refuse(error)
  }
}

async function readStored(supabase: SupabaseClient, accountId: number, conversationId: number): Promise<Thread | null> {
  const known = await supabase
    .from('conversations')
    .select('status, priority, labels, subject, inbox_id, contact_id, assignee_id, team_id, can_reply, opened_at, last_activity_at')
    .match({ account_id: accountId, conversation_id: conversationId })
    .is('deleted_at', null)
    .maybeSingle()
  if (known.error) throw new ProblemError('internal', { cause: known.error })
  if (!known.data) return null
  const { conversation, contactId } = ConversationRow.parse(known.data)
  const [contact, messages] = await Promise.all([
    supabase.from('contacts').select('contact_id, name, email, phone').match({ account_id: accountId, contact_id: contactId }).maybeSingle(),
    supabase
      .from('messages')
      .select('message_id, direction, is_private, sender_kind, sender_id, sender_name, content, attachments, ref, created_at')
      .match({ account_id: accountId, conversation_id: conversationId, is_deleted: false })
      .order('created_at', { ascending: false })
      .order('message_id', { ascending: false })
      .limit(LAST_MESSAGES),
  ])
  const error = contact.error ?? messages.error
  if (error) throw new ProblemError('internal', { cause: error })
  return {
    conversation,
    contact: ContactRow.nullable().parse(contact.data) ?? { contactId, name: '', email: null, phone: null },
    messages: z.array(MessageRow).parse(messages.data).reverse(),
    isLive: false,
  }
}

function refuse(error: ProblemError): never {
  throw error
}
