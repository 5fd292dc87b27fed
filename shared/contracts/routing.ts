import type { CATEGORIES } from './judgement.ts'
import { z } from 'zod'
import { Language } from './judgement.ts'
import { BusinessCalendar } from './sla.ts'

const Id = z.number().int()

export const SKILL_LEVELS = [1, 2, 3] as const
/** 1 can help, 2 knows it well, 3 is who the others ask. */
export const SkillLevel = z.union([z.literal(1), z.literal(2), z.literal(3)])
export type SkillLevel = z.infer<typeof SkillLevel>

export const SkillName = z.string().trim().toLowerCase().min(1).max(40)

/** What a conversation of this category, or with this label, asks of a person. */
const RoutingNeed = z.object({
  on: z.enum(['category', 'label']),
  value: z.string().trim().min(1).max(60),
  skill: SkillName,
  level: SkillLevel,
})
export type RoutingNeed = z.infer<typeof RoutingNeed>

const Weight = z.number().min(0).max(10)
/** How much each thing counts. `spare`: keeping free who can do what few others can. */
export const RoutingWeights = z.object({
  skill: Weight,
  language: Weight,
  continuity: Weight,
  response: Weight,
  load: Weight,
  spare: Weight,
})
export type RoutingWeights = z.infer<typeof RoutingWeights>

/** How conversations find people. Minutes are of waiting time; null is never. */
export const RoutingPolicy = z.object({
  weights: RoutingWeights,
  needs: z.array(RoutingNeed).max(60),
  /** A category that the judge named with less confidence asks for nothing. */
  minConfidence: z.number().min(0).max(1),
  /** Every so many minutes of waiting, a skill is asked for one level lower. */
  levelDropMinutes: z.number().int().min(1).max(1440).nullable(),
  /** After this the language is a wish and no longer a condition. */
  languageDropMinutes: z.number().int().min(1).max(1440).nullable(),
  /** What a conversation weighs in which it is the customer's turn; one in which it is ours weighs 1. */
  customerTurnWeight: z.number().min(0).max(1),
  /** Slots of each person that only a VIP may fill. */
  vipReserve: z.number().int().min(0).max(5),
  /** What Pitwall gave to somebody who has been offline this long, and waits, is given to another. */
  offlineMinutes: z.number().int().min(1).max(1440).nullable(),
  /** Who of those that wait comes first: whose promise is due first and can still be kept, or who waits longest. */
  sweepOrder: z.enum(['promise', 'oldest']),
})
export type RoutingPolicy = z.infer<typeof RoutingPolicy>

export const DEFAULT_ROUTING_POLICY: RoutingPolicy = {
  weights: { skill: 4, language: 2, continuity: 2, response: 1, load: 6, spare: 4 },
  needs: [
    { on: 'category', value: 'technical_support', skill: 'technical', level: 2 },
    { on: 'category', value: 'product_information', skill: 'products', level: 1 },
    { on: 'category', value: 'returns_refunds', skill: 'returns', level: 1 },
    { on: 'category', value: 'billing_questions', skill: 'billing', level: 1 },
  ] satisfies (RoutingNeed & { value: typeof CATEGORIES[number] })[],
  minConfidence: 0.5,
  levelDropMinutes: 3,
  languageDropMinutes: 8,
  customerTurnWeight: 0.25,
  vipReserve: 1,
  offlineMinutes: 30,
  sweepOrder: 'promise',
}

/** A person's working hours; null means whenever Chatwoot says that they are online. */
export const Shift = BusinessCalendar.nullable()
export type Shift = z.infer<typeof Shift>

/** How many conversations a person holds at once, counted by weight. */
export const Capacity = z.number().int().min(0).max(100)
export const DEFAULT_CAPACITY = 10

/** Why a person was chosen, for words in the reader's language. Loads are weights, times whole numbers. */
export const RoutingReason = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('skill'), skill: z.string(), level: z.number().int(), needed: z.number().int() }),
  z.object({ kind: z.literal('language'), language: Language }),
  z.object({ kind: z.literal('continuity'), times: z.number().int() }),
  z.object({ kind: z.literal('response'), seconds: z.number().int() }),
  z.object({ kind: z.literal('vip') }),
  z.object({ kind: z.literal('lighter'), than: z.string() }),
  z.object({ kind: z.literal('only_one') }),
  z.object({ kind: z.literal('skill_relaxed'), skill: z.string(), level: z.number().int(), needed: z.number().int() }),
  z.object({ kind: z.literal('language_relaxed'), language: Language }),
  z.object({ kind: z.literal('load'), load: z.number(), capacity: z.number() }),
])
export type RoutingReason = z.infer<typeof RoutingReason>

/** The first thing that keeps a person from a conversation. */
export const RoutingObstacle = z.enum(['not_routed', 'not_in_inbox', 'not_in_team', 'off_duty', 'language', 'skill', 'full'])
export type RoutingObstacle = z.infer<typeof RoutingObstacle>

const Named = z.object({ agentId: Id, name: z.string() })
const RoutingCandidate = Named.extend({ score: z.number(), load: z.number(), capacity: z.number() })

/** What the engine says, and why. Instants are epoch milliseconds; `version` names the engine. */
export const RoutingDecision = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('chosen'),
    version: z.string(),
    agentId: Id,
    name: z.string(),
    reasons: z.array(RoutingReason),
    /** The best ones, the highest score first. */
    candidates: z.array(RoutingCandidate),
  }),
  z.object({
    outcome: z.literal('nobody'),
    version: z.string(),
    obstacles: z.array(z.object({ obstacle: RoutingObstacle, people: z.number().int() })),
    /** When less is asked for and somebody would fit, were all else the same; null when waiting alone does not help. */
    relaxesAt: z.number().int().nullable(),
  }),
])
export type RoutingDecision = z.infer<typeof RoutingDecision>

/** What asked for an assignment. */
export const AssignmentCause = z.enum(['opened', 'reopened', 'capacity', 'online', 'relaxed', 'left', 'promise', 'asked'])
export type AssignmentCause = z.infer<typeof AssignmentCause>

/**
 * `waiting`: nobody fits yet. `sending`, `unknown`: a slot is held while Chatwoot is told. `done`: Chatwoot has it.
 * `overruled`: somebody else had decided meanwhile. `refused`: Chatwoot would not. `lost`: it never arrived.
 */
export const AssignmentState = z.enum(['waiting', 'sending', 'unknown', 'done', 'overruled', 'refused', 'lost'])
export type AssignmentState = z.infer<typeof AssignmentState>
