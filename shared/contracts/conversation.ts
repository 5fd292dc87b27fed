import { z } from 'zod'

const Id = z.coerce.number().int().positive()

/** `accountId` is Pitwall's; `conversationId` is Chatwoot's `display_id`, unique per account only. */
export const ConversationRef = z.object({ accountId: Id, conversationId: Id })
export type ConversationRef = z.infer<typeof ConversationRef>

export const ConversationStatus = z.enum(['open', 'resolved', 'pending', 'snoozed'])
export type ConversationStatus = z.infer<typeof ConversationStatus>

export const Priority = z.enum(['low', 'medium', 'high', 'urgent'])
export type Priority = z.infer<typeof Priority>

export const MessageDirection = z.enum(['incoming', 'outgoing', 'activity', 'template'])
export type MessageDirection = z.infer<typeof MessageDirection>

/** `content` is Markdown from a customer or an agent and hostile until rendered through `renderMarkdown`. */
export const ThreadMessage = z.object({
  id: z.number().int(),
  direction: MessageDirection,
  isPrivate: z.boolean(),
  sender: z.object({ kind: z.enum(['contact', 'agent', 'bot', 'system']), id: z.number().int().nullable(), name: z.string() }),
  content: z.string(),
  attachments: z.array(z.object({ kind: z.string(), url: z.string(), name: z.string() })),
  /** The idempotency key of a message that Pitwall sent. */
  ref: z.string().nullable(),
  createdAt: z.number().int(),
})
export type ThreadMessage = z.infer<typeof ThreadMessage>

export const EarlierConversation = z.object({
  conversationId: z.number().int(),
  status: ConversationStatus,
  snippet: z.string(),
  labels: z.array(z.string()),
  lastActivityAt: z.number().int(),
})
export type EarlierConversation = z.infer<typeof EarlierConversation>
