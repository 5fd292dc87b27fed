import { OutboxState, OutgoingKind } from '#shared/contracts/message'
import { z } from 'zod'

/** A message on its way. `asking` has not been confirmed by the server yet, so it may or may not exist there. */
export const Outgoing = z.object({
  key: z.uuid(),
  kind: OutgoingKind,
  text: z.string(),
  state: z.enum([...OutboxState.options, 'asking']),
  /** Until then it can be taken back; the server's clock, epoch ms. */
  sendsAt: z.number(),
  messageId: z.number().nullable(),
  code: z.string().nullable(),
})
export type Outgoing = z.infer<typeof Outgoing>
