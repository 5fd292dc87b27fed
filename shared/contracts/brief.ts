import { z } from 'zod'
import { ArticleHit } from './article.ts'
import { ConversationStatus, EarlierConversation, Priority, ThreadMessage } from './conversation.ts'
import { Category, DetectedLanguage, judgementOf, Language, Mood } from './judgement.ts'
import { Measured } from './judges.ts'
import { ShopView } from './order.ts'
import { ClockKind, SlaClock } from './sla.ts'

export const Role = z.enum(['agent', 'supervisor', 'admin'])
export type Role = z.infer<typeof Role>

const Named = z.object({ id: z.number().int(), name: z.string() })

export const BriefClock = z.object({
  kind: ClockKind,
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
  /** Where no category is named: the likeliest one, on which nothing acts; null where there is nothing to go by. */
  guess: z.object({ value: Category, confidence: z.number().min(0).max(1) }).nullable(),
  /** `score` from -1 to 1; `trend` is the same of the customer's messages, oldest first. */
  mood: judgementOf(Mood).extend({ score: z.number(), trend: z.array(z.number()) }),
  /** `value` is whether the customer is losing patience; `evidence` names the signs. */
  frustration: judgementOf(z.boolean()),
  /** How often each judge was right on this account, of the answers whose truth is known. */
  records: z.object({ category: Measured.nullable(), language: Measured.nullable(), mood: Measured.nullable() }),
  /** How much waits here for a person's approval; what it is, is asked for when it is shown. */
  waiting: z.number().int().default(0),
  /** Every promise that runs, and of each kind the last that stopped. */
  clocks: z.array(BriefClock),
  /**
   * Why this person has it, or why nobody has: an `Assignment`, parsed by whoever shows it, so that the first view need not know
   * its contract. Null where a person decided, or nobody asked.
   */
  assignment: z.unknown(),
  shop: ShopView,
  messages: z.array(ThreadMessage),
  /** False: Chatwoot did not answer, and conversation and messages are as of the last event that came from it. */
  isLive: z.boolean().default(true),
  articles: z.array(ArticleHit),
  earlier: z.array(EarlierConversation),
  me: Named.extend({ role: Role, email: z.string() }),
  asOf: z.number().int(),
})
export type Brief = z.infer<typeof Brief>
