import { z } from 'zod'
import { Language, LANGUAGES } from './judgement.ts'
import { Capacity, RoutingDecision, RoutingPolicy, Shift, SkillLevel, SkillName } from './routing.ts'

const Id = z.number().int()

/** What an admin says of a person. `languages` empty: the account's own. */
export const AgentRouting = z.object({
  agentId: Id,
  isRouted: z.boolean(),
  capacity: Capacity,
  languages: z.array(Language).max(LANGUAGES.length),
  skills: z.array(z.object({ skill: SkillName, level: SkillLevel })).max(40),
  shift: Shift,
})

export type AgentRouting = z.infer<typeof AgentRouting>

/** What an admin can change, as one draft that is saved and tried whole. */
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
    availability: z.enum(['online', 'busy', 'offline']).catch('offline'),
    /** Open conversations by weight. */
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
    /** Conversations that found nobody yet. */
    waiting: z.number().int(),
    /** Conversations of the last day that Chatwoot refused to assign. */
    refused: z.number().int(),
  })),
})
export type RoutingSettings = z.infer<typeof RoutingSettings>

export const SaveRouting = RoutingDraft.extend({ version: z.number().int() })
export type SaveRouting = z.infer<typeof SaveRouting>

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
