import { z } from 'zod'
import { ClockKind } from './sla.ts'

const AttainmentBy = z.enum(['tier', 'agent', 'team', 'inbox', 'day', 'kind', 'all'])

/** A period of promises by their start; `withEarlier` counts those that began before the account promised anything. */
export const AttainmentQuestion = z.object({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  by: AttainmentBy.default('tier'),
  kind: ClockKind.optional(),
  withEarlier: z.stringbool().default(false),
})
export type AttainmentQuestion = z.infer<typeof AttainmentQuestion>

/** `share` of kept among kept and broken, with its 95 % interval; null while none has come to an end. */
export const AttainmentFigure = z.object({
  key: z.string().nullable(),
  name: z.string().nullable(),
  kept: z.number(),
  broken: z.number(),
  open: z.number(),
  closed: z.number(),
  share: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
})
export type AttainmentFigure = z.infer<typeof AttainmentFigure>

const PromiseOutcome = z.enum(['kept', 'broken', 'open', 'closed'])

/** The promises behind a figure: those of one key, or of one outcome, or all. `key` empty is nobody. */
export const PromisesQuestion = AttainmentQuestion.extend({
  key: z.string().optional(),
  outcome: PromiseOutcome.optional(),
})

/** One promise behind a figure. Instants are ISO text. */
export const MeasuredPromise = z.object({
  conversation_id: z.number(),
  kind: ClockKind,
  outcome: PromiseOutcome,
  is_earlier: z.boolean(),
  tier: z.string(),
  agent_id: z.number().nullable(),
  team_id: z.number().nullable(),
  inbox_id: z.number(),
  day: z.string(),
  started_at: z.string(),
  due_at: z.string().nullable(),
  stopped_at: z.string().nullable(),
  target_seconds: z.number(),
})
export type MeasuredPromise = z.infer<typeof MeasuredPromise>

/** `linkBase`, a slash and a conversation's number lead to it in Chatwoot. */
export const MeasuredPromises = z.object({ promises: z.array(MeasuredPromise), linkBase: z.url() })
