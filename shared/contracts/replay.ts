import { z } from 'zod'
import { DetectedLanguage, Language } from './judgement.ts'
import { Capacity, DEFAULT_CAPACITY, DEFAULT_ROUTING_POLICY, RoutingPolicy, Shift, SkillLevel } from './routing.ts'
import { BusinessCalendar, SlaTier } from './sla.ts'

const Id = z.number().int()
const Seconds = z.number().min(0).max(30 * 86_400)
/** Epoch milliseconds, or ISO 8601 with an offset; epoch milliseconds once parsed. */
const Instant = z.union([z.number().int().nonnegative(), z.iso.datetime({ offset: true }).transform(text => Date.parse(text))])
const SpokenLanguage = DetectedLanguage.nullable().default(null)

/** What the customer does after a reply, and how long its answer takes to write. */
const FollowUp = z.object({ afterSeconds: Seconds, workSeconds: Seconds.optional() })

/** One line of EVENTS.jsonl. */
export const ReplayEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('arrival'),
    at: Instant,
    conversationId: Id,
    contactId: Id,
    inboxId: Id,
    teamId: Id.nullable().default(null),
    category: z.string().nullable().default(null),
    categoryConfidence: z.number().min(0).max(1).default(1),
    language: SpokenLanguage,
    labels: z.array(z.string()).default([]),
    customerTags: z.array(z.string()).default([]),
    lifetimeValueMinor: z.number().int().nullable().default(null),
    /** Hands-on time of the first reply. */
    workSeconds: Seconds.optional(),
    followUps: z.array(FollowUp).optional(),
    resolveAfterSeconds: Seconds.optional(),
  }),
  z.object({ type: z.literal('customer_message'), at: Instant, conversationId: Id }),
  z.object({ type: z.literal('agent_reply'), at: Instant, conversationId: Id, agentId: Id.nullable().default(null) }),
  z.object({ type: z.literal('resolved'), at: Instant, conversationId: Id }),
  z.object({ type: z.literal('availability'), at: Instant, agentId: Id, availability: z.enum(['online', 'busy', 'offline']) }),
])
export type ReplayEvent = z.infer<typeof ReplayEvent>
export type Arrival = Extract<ReplayEvent, { type: 'arrival' }>

export const ReplayAgent = z.object({
  agentId: Id,
  name: z.string().default(''),
  skills: z.record(z.string(), SkillLevel).default({}),
  languages: z.array(Language).default([]),
  teamIds: z.array(Id).default([]),
  inboxIds: z.array(Id),
  capacity: Capacity.default(DEFAULT_CAPACITY),
  shift: Shift.default(null),
  /** When they were online, where that is known of the past; else events tell, and without any they always were. */
  online: z.array(z.object({ from: Instant, to: Instant })).optional(),
  isRouted: z.boolean().default(true),
  typicalResponseSeconds: z.number().nullable().default(null),
})
export type ReplayAgent = z.infer<typeof ReplayAgent>

/**
 * How people work. `recorded` takes each reply and resolution from the events; `modelled` lets the people of the replay write
 * them, one at a time, the most urgent first. Factors multiply the hands-on time.
 */
export const ReplayHandling = z.object({
  mode: z.enum(['modelled', 'recorded']).default('modelled'),
  /** Hands-on time of a reply whose events do not tell it. */
  workSeconds: Seconds.default(240),
  /** By level in the skill that is asked for, 0 to 3. */
  levelFactors: z.tuple([z.number(), z.number(), z.number(), z.number()]).default([1.5, 1.15, 1, 0.9]),
  /** For who does not speak the customer's language. */
  languageFactor: z.number().min(1).default(1.5),
  /** Of those that reach somebody who lacks the skill or the language altogether, this share is passed on after a look. */
  handover: z.object({ share: z.number().min(0).max(1), seconds: Seconds }).default({ share: 0.5, seconds: 60 }),
})
export type ReplayHandling = z.infer<typeof ReplayHandling>

/** One way to run the desk; what is left out is as in the whole configuration. */
export const ReplayArm = z.object({
  assign: z.enum(['round_robin', 'routing']),
  policy: RoutingPolicy.default(DEFAULT_ROUTING_POLICY),
  agents: z.array(ReplayAgent).min(1).optional(),
  tiers: z.array(SlaTier).optional(),
  calendar: BusinessCalendar.optional(),
})
export type ReplayArm = z.infer<typeof ReplayArm>

/** CONFIG.json. */
export const ReplayConfig = z.object({
  seed: z.number().int().default(1),
  agents: z.array(ReplayAgent).min(1),
  tiers: z.array(SlaTier),
  calendar: BusinessCalendar,
  vipTags: z.array(z.string()).default(['vip']),
  handling: ReplayHandling.default(() => ReplayHandling.parse({})),
  before: ReplayArm,
  after: ReplayArm,
  resamples: z.number().int().min(100).max(10_000).default(1000),
})
export type ReplayConfig = z.infer<typeof ReplayConfig>
