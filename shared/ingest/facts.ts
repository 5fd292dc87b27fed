import type { ConversationStatus, MessageDirection, Priority, ThreadMessage } from '../contracts/conversation.ts'
import type { StatusFact } from '../sla/promise-facts.ts'

/** A total order on what is known of one thing: newer wins, and of two equally new ones always the same. */
export interface Ranked {
  /** When Chatwoot knew this, in microseconds since 1970. */
  version: number
  digest: number
}

/** Instants are epoch milliseconds. */
export interface ContactFact extends Ranked {
  contactId: number
  name: string
  email: string | null
  phone: string | null
  identifier: string | null
  isBlocked: boolean
}

export interface ConversationFact extends Ranked {
  conversationId: number
  contactId: number
  inboxId: number
  assigneeId: number | null
  teamId: number | null
  status: ConversationStatus
  priority: Priority | null
  labels: string[]
  subject: string | null
  canReply: boolean
  snoozedUntil: number | null
  openedAt: number
  /** The latest seen: Chatwoot moves it without a new version. */
  lastActivityAt: number
  /** The earliest seen public message of a person of the shop. */
  firstReplyAt: number | null
  /** Every status seen, by version: promises pause and go on by them. */
  statuses: StatusFact[]
}

export interface MessageFact extends Ranked {
  messageId: number
  conversationId: number
  direction: MessageDirection
  isPrivate: boolean
  sender: ThreadMessage['sender']
  content: string
  attachments: ThreadMessage['attachments']
  ref: string | null
  isAutomated: boolean
  isDeleted: boolean
  createdAt: number
}

/** What one delivery or one page of Chatwoot's API tells us. */
export interface Facts {
  contacts: ContactFact[]
  conversations: ConversationFact[]
  messages: MessageFact[]
}

export const NO_FACTS: Facts = { contacts: [], conversations: [], messages: [] }
