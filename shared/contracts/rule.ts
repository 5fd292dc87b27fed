import type { Language } from './judgement.ts'
import { z } from 'zod'
import { Role } from './brief.ts'
import { ConversationStatus, Priority } from './conversation.ts'
import { DraftStyle } from './draft.ts'
import { Category, DetectedLanguage, Mood } from './judgement.ts'

// Strict everywhere: what a newer version adds to a rule would change its meaning, so it is refused and not dropped.
function strict<S extends z.ZodRawShape>(shape: S) {
  return z.object(shape).strict()
}
const Words = z.array(z.string().trim().min(1).max(100)).min(1).max(20)
const Ids = z.array(z.number().int().positive()).min(1).max(50)

/** How improbable a count must be before it is a spike: once in a hundred, a thousand or ten thousand ordinary windows. */
export const SpikeSensitivity = z.enum(['somewhat', 'clearly', 'far'])
export type SpikeSensitivity = z.infer<typeof SpikeSensitivity>
const CategorySpike = strict({
  on: z.literal('category_spike'),
  anyOf: z.array(Category).min(1),
  atLeast: z.number().int().min(2).max(1_000),
  withinMinutes: z.number().int().min(5).max(1_440),
  /** Besides: more than is usual at this hour of this weekday. Without it the number alone decides. */
  aboveUsual: SpikeSensitivity.optional(),
})
export type CategorySpike = z.infer<typeof CategorySpike>

/** What a rule waits for. `judged`: it has become known what a conversation is about. */
export const RuleEvent = z.discriminatedUnion('on', [
  strict({ on: z.literal('conversation_created') }),
  strict({ on: z.literal('message_received') }),
  strict({ on: z.literal('judged') }),
  strict({ on: z.literal('clock_warned') }),
  strict({ on: z.literal('clock_breached') }),
  CategorySpike,
  /** On these weekdays (1 is Monday) at this minute of the day, in the zone of the business hours; for each conversation that matches. */
  strict({
    on: z.literal('time'),
    weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7),
    atMinute: z.number().int().min(0).max(1_439),
  }),
])
export type RuleEvent = z.infer<typeof RuleEvent>
export type RuleEventOn = RuleEvent['on']

export const RuleCondition = z.discriminatedUnion('on', [
  strict({ on: z.literal('category'), anyOf: z.array(Category).min(1) }),
  strict({ on: z.literal('language'), anyOf: z.array(DetectedLanguage).min(1) }),
  strict({ on: z.literal('mood'), anyOf: z.array(Mood).min(1) }),
  strict({ on: z.literal('frustrated') }),
  strict({ on: z.literal('tier'), anyOf: Ids }),
  strict({ on: z.literal('customer_tag'), anyOf: Words }),
  strict({ on: z.literal('lifetime_value'), atLeastMinor: z.number().int().positive() }),
  strict({ on: z.literal('label'), anyOf: Words }),
  strict({ on: z.literal('inbox'), anyOf: Ids }),
  strict({ on: z.literal('channel'), anyOf: Words }),
  strict({ on: z.literal('team'), anyOf: Ids }),
  strict({ on: z.literal('priority'), anyOf: z.array(Priority).min(1) }),
  strict({ on: z.literal('unassigned') }),
  strict({ on: z.literal('status'), anyOf: z.array(ConversationStatus).min(1) }),
  /** Who has had the word for so long: `shop`, the customer waits for it; `customer`, they have not answered. */
  strict({ on: z.literal('waiting'), whom: z.enum(['shop', 'customer']), atLeastHours: z.number().int().min(1).max(2_160) }),
  strict({ on: z.literal('business_hours'), isOpen: z.boolean() }),
])
export type RuleCondition = z.infer<typeof RuleCondition>
export type RuleConditionOn = RuleCondition['on']

const DraftText = z.string().trim().min(1).max(4_000).optional()
// What Chatwoot takes as a label.
const Label = z.string().max(60).regex(/^[\p{L}\p{N}_-]+$/u)

export const RuleAction = z.discriminatedUnion('do', [
  strict({ do: z.literal('add_labels'), labels: z.array(Label).min(1).max(5) }),
  strict({ do: z.literal('set_priority'), priority: Priority }),
  /** Null: not chosen yet, as in a template; such a rule does not assign. */
  strict({ do: z.literal('assign_team'), teamId: z.number().int().positive().nullable() }),
  strict({ do: z.literal('notify_supervisors'), text: z.string().trim().min(1).max(300) }),
  /** `{{name}}` is the customer's first name. A draft is written in the conversation's language or not at all. */
  strict({
    do: z.literal('prepare_draft'),
    texts: strict({ en: DraftText, es: DraftText, fr: DraftText } satisfies Record<Language, unknown>)
      .refine(texts => Object.values(texts).some(text => text !== undefined)),
    dueMinutes: z.number().int().min(5).max(10_080),
    neededRole: Role,
  }),
  /** The writer of drafts prepares it, from live facts; without those it needs there is none. */
  strict({ do: z.literal('write_draft'), style: DraftStyle, dueMinutes: z.number().int().min(5).max(10_080), neededRole: Role }),
  /** Null: not chosen yet. `inputs` answer what it asks; unless `maySend`, an admin's word beforehand, each message waits for a person. */
  strict({
    do: z.literal('run_macro'),
    macroId: z.number().int().positive().nullable(),
    inputs: z.record(z.string().regex(/^[a-z][a-z0-9_]{0,29}$/), z.union([z.string().max(2_000), z.number()])),
    maySend: z.boolean(),
  }),
  strict({ do: z.literal('add_note'), text: z.string().trim().min(1).max(2_000) }),
])
export type RuleAction = z.infer<typeof RuleAction>
export type RuleActionDo = RuleAction['do']

/** What an admin writes: when `event` happens and all (or any) of `conditions` hold, do `actions`, and perhaps try no rule after it. */
export const RuleDefinition = strict({
  name: z.string().trim().min(1).max(80),
  event: RuleEvent,
  match: z.enum(['all', 'any']),
  conditions: z.array(RuleCondition).max(20),
  actions: z.array(RuleAction).min(1).max(10),
  stops: z.boolean(),
})
export type RuleDefinition = z.infer<typeof RuleDefinition>

/** A rule as it is stored; `enabledAt` is epoch ms: what happened before is not acted upon. */
export interface Rule extends RuleDefinition { id: number, position: number, enabledAt: number }

/** `unsure`: the judge abstained; `judge_off`: it may not act on this account; `unknown`: the shop has not told. Only `held` counts. */
export const ConditionVerdict = z.enum(['held', 'not_held', 'unsure', 'judge_off', 'unknown'])
export type ConditionVerdict = z.infer<typeof ConditionVerdict>

export const RuleReason = z.object({ condition: RuleCondition, verdict: ConditionVerdict })
export type RuleReason = z.infer<typeof RuleReason>

/** Why an action of a matching rule has nothing to do, or cannot be done. */
export const SkipReason = z.enum([
  'already',
  'no_team',
  'no_text',
  'name_missing',
  'facts_missing',
  'too_late',
  'no_macro',
  'macro_gone',
  'macro_holes',
  'macro_often',
])
export type SkipReason = z.infer<typeof SkipReason>

/** `missing`: the names of what was lacking. */
export const RuleEffect = z.object({
  action: RuleAction,
  skipped: SkipReason.nullable(),
  text: z.string().nullable(),
  missing: z.array(z.string()).optional(),
})
export type RuleEffect = z.infer<typeof RuleEffect>

/** `stopped`: an earlier rule ended the matter; `refused`: this version cannot read the rule. */
export const RuleOutcome = z.enum(['acted', 'not_matched', 'stopped', 'refused'])
export type RuleOutcome = z.infer<typeof RuleOutcome>

/**
 * A spike's window at a moment: how many stand in it, how many are usual, and from how many weeks that is known. `weeks` is null where
 * the rule does not compare; `usual` is null where the past is too short, so that the number alone decided.
 */
export const SpikeMeasure = z.object({ count: z.number().int(), usual: z.number().nullable(), weeks: z.number().int().nullable() })
export type SpikeMeasure = z.infer<typeof SpikeMeasure>
export const SpikeReading = SpikeMeasure.extend({ isSpike: z.boolean() })
export type SpikeReading = z.infer<typeof SpikeReading>
/** `POST /rules/:accountId/spike`: how a spike's window stands now. */
export const SpikeQuestion = strict({ event: CategorySpike })

/** `POST /rules/:accountId/test`: would this have matched that conversation? Nothing is done. */
export const RuleTest = z.object({ rule: RuleDefinition, conversationId: z.number().int().positive() })
export type RuleTest = z.infer<typeof RuleTest>
export const RuleTestAnswer = z.object({
  matches: z.boolean(),
  reasons: z.array(RuleReason),
  effects: z.array(RuleEffect),
  contactName: z.string(),
  /** For a spike: how its window stands now. */
  spike: SpikeReading.nullable(),
})
export type RuleTestAnswer = z.infer<typeof RuleTestAnswer>
