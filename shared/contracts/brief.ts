import { z } from 'zod'
import { ArticleHit } from './article.ts'
import { Assignment } from './assignment.ts'
import { ConversationStatus, EarlierConversation, Priority, ThreadMessage } from './conversation.ts'
import { Category, DetectedLanguage, judgementOf, Language } from './judgement.ts'
import { ShopView } from './order.ts'
import { SlaClock } from './sla.ts'

export const Role = z.enum(['agent', 'supervisor', 'admin'])
export type Role = z.infer<typeof Role>

const Named = z.object({ id: z.number().int(), name: z.string() })

export const BriefClock = z.object({
  kind: z.literal('first_response'),
  tierName: z.string(),
  targetSeconds: z.number().int(),
  clock: SlaClock,
})
export type BriefClock = z.infer<typeof BriefClock>

/** Everything the first view shows, in one answer of `GET /brief/:accountId/:conversationId`. */
export const Brief = z.object({
  accountId: z.number().int(),
  conversationId: z.number().int(),
  conversation: z.object({
    status: ConversationStatus,
    priority: Priority.nullable(),
    labels: z.array(z.string()),
    subject: z.string().nullable(),
    inbox: Named.extend({ channel: z.string() }),
    assignee: Named.nullable(),
    team: Named.nullable(),
    canReply: z.boolean(),
    openedAt: z.number().int(),
    lastActivityAt: z.number().int(),
  }),
  contact: Named.extend({ email: z.string().nullable(), phone: z.string().nullable(), isVip: z.boolean() }),
  language: judgementOf(DetectedLanguage),
  /** The language a reply is written in: detected, else the contact's earlier one, else the inbox's. */
  replyLanguage: Language,
  category: judgementOf(Category),
  clock: BriefClock.nullable(),
  /** Why this person has it, or why nobody has; null where a person decided, or nobody asked. */
  assignment: Assignment.nullable().default(null),
  shop: ShopView,
  messages: z.array(ThreadMessage),
  articles: z.array(ArticleHit),
  earlier: z.array(EarlierConversation),
  me: Named.extend({ role: Role, email: z.string() }),
  asOf: z.number().int(),
})
export type Brief = z.infer<typeof Brief>
