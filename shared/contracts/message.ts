import { z } from 'zod'

export const OutgoingKind = z.enum(['reply', 'note'])
export type OutgoingKind = z.infer<typeof OutgoingKind>

/** Asks for one message. The same key is the same message, however often it is asked for. */
export const SendMessage = z.object({
  key: z.uuid(),
  kind: OutgoingKind,
  text: z.string().max(20_000),
  /** How long the message waits for a change of mind. */
  holdMs: z.number().int().min(0).max(30_000).default(5_000),
})
export type SendMessage = z.infer<typeof SendMessage>

export const OutboxState = z.enum(['held', 'sending', 'unknown', 'done', 'cancelled', 'failed'])
export type OutboxState = z.infer<typeof OutboxState>

export const SentMessage = z.object({
  key: z.uuid(),
  state: OutboxState,
  sendsAt: z.number().int(),
  /** Chatwoot's id, once the message stands in the thread. */
  messageId: z.number().int().nullable(),
  code: z.string().nullable(),
})
export type SentMessage = z.infer<typeof SentMessage>
