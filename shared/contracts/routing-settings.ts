import { z } from 'zod'
import { ReplayResult } from './replay.ts'
import { AgentRouting, RoutingDecision, RoutingPolicy } from './routing.ts'

const Id = z.number().int()

/** What an admin can change, as one draft that is saved, tried and replayed whole. */
export const RoutingDraft = z.object({
  policy: RoutingPolicy,
  people: z.array(AgentRouting).max(2_000),
  inboxes: z.array(z.object({ inboxId: Id, isEnabled: z.boolean() })).max(2_000),
})
export type RoutingDraft = z.infer<typeof RoutingDraft>

/** `version` goes back with a save, so that nobody overwrites what they have not seen. */
export const RoutingSettings = RoutingDraft.extend({
  version: z.number().int(),
  people: z.array(AgentRouting.extend({
    name: z.string(),
    availability: z.string(),
    load: z.number(),
    typicalResponseSeconds: z.number().nullable(),
  })),
  inboxes: z.array(z.object({
    inboxId: Id,
    name: z.string(),
    isEnabled: z.boolean(),
    /** Chatwoot assigns there by itself, so Pitwall does not. */
    isAutoAssigned: z.boolean(),
    members: z.number().int(),
  })),
})
export type RoutingSettings = z.infer<typeof RoutingSettings>

export const SaveRouting = RoutingDraft.extend({ version: z.number().int() })

/** Who would get this conversation now; with a draft, under the draft. Nothing is assigned. */
export const RehearseRouting = z.object({ conversationId: Id.positive(), draft: RoutingDraft.optional() })
export const RoutingRehearsal = z.object({
  decision: RoutingDecision,
  contactName: z.string(),
  category: z.string().nullable(),
  language: z.string().nullable(),
  isVip: z.boolean(),
  /** Who has it; null when nobody. */
  assigneeName: z.string().nullable(),
})
export type RoutingRehearsal = z.infer<typeof RoutingRehearsal>

export const StartReplay = z.object({ days: z.number().int().min(1).max(90), draft: RoutingDraft })
export const LongWorkState = z.enum(['queued', 'running', 'done', 'stopped', 'failed'])
/** A replay that runs as a job; `progress` is 0 to 1. */
export const ReplayRun = z.object({
  id: Id,
  state: LongWorkState,
  progress: z.number(),
  result: ReplayResult.nullable(),
})
export type ReplayRun = z.infer<typeof ReplayRun>

export const StartImport = z.object({ days: z.number().int().min(1).max(365) })
/** What was brought in of Chatwoot's past; null where nobody asked yet. */
export const HistoryImport = z.object({
  state: LongWorkState,
  progress: z.number(),
  conversations: z.number().int(),
  days: z.number().int(),
}).nullable()
export type HistoryImport = z.infer<typeof HistoryImport>
