import { z } from 'zod'
import { ConversationStatus, Priority } from './conversation.ts'
import { Category, DetectedLanguage } from './judgement.ts'
import { ClockKind, SlaClock } from './sla.ts'

const Named = z.object({ id: z.number().int(), name: z.string() })

/** A conversation that waits for us, as the board shows it. */
export const BoardRow = z.object({
  conversationId: z.number().int(),
  contactName: z.string(),
  subject: z.string().nullable(),
  snippet: z.string(),
  status: ConversationStatus,
  priority: Priority.nullable(),
  labels: z.array(z.string()),
  category: Category.nullable(),
  language: DetectedLanguage.nullable(),
  inbox: Named,
  assignee: Named.nullable(),
  tierName: z.string(),
  kind: ClockKind,
  clock: SlaClock,
  /** How likely the promise breaks when the board is worked from the top, 0 to 1. */
  breakProbability: z.number().min(0).max(1),
  /** Place in the order of work, from 1. */
  rank: z.number().int().min(1),
})
export type BoardRow = z.infer<typeof BoardRow>

/** `GET /board/:accountId`. */
export const Board = z.object({
  rows: z.array(BoardRow),
  /** Waiting conversations beyond those that are shown. */
  more: z.number().int().min(0),
  people: z.array(Named.extend({ isOnline: z.boolean(), open: z.number().int() })),
  /** Promises that are expected to break, in this order and when the oldest is always answered first. */
  expectedBreaks: z.object({ ours: z.number(), oldestFirst: z.number() }),
  /** How long an answer takes (ms), measured on `sample` answers of this account, or assumed when they are too few. */
  handling: z.object({ medianMs: z.number(), p90Ms: z.number(), sample: z.number().int(), isMeasured: z.boolean() }),
  /** Where Chatwoot shows a conversation; its number follows. */
  linkBase: z.url(),
  asOf: z.number().int(),
})
export type Board = z.infer<typeof Board>
