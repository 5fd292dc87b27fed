import type { Language } from './judgement.ts'
import { z } from 'zod'
import { Role } from './brief.ts'
import { ConversationStatus, Priority } from './conversation.ts'
import { Category, Language as LanguageCode } from './judgement.ts'
import { ChosenLines, LateText, OrderStep, PlannedAction, StepAction } from './macro-action.ts'
import { MacroUndo } from './macro-undo.ts'
import { FactChange } from './order-action.ts'
import { FulfilmentState, PaymentState } from './order.ts'
import { ConditionVerdict, RuleCondition } from './rule.ts'
import { WebhookName } from './webhook.ts'

// Strict everywhere: what a newer version adds to a macro would change its meaning, so it is refused and not dropped.
function strict<S extends z.ZodRawShape>(shape: S) {
  return z.object(shape).strict()
}
const Text = z.string().trim().min(1).max(4_000)
const Texts = strict({ en: Text.optional(), es: Text.optional(), fr: Text.optional() } satisfies Record<Language, unknown>)
  .refine(texts => Object.values(texts).some(text => text !== undefined))
// What Chatwoot takes as a label.
const Label = z.string().max(60).regex(/^[\p{L}\p{N}_-]+$/u)
const ValueName = z.string().regex(/^[a-z][\w.]{0,59}$/)
const Name = z.string().regex(/^[a-z][a-z0-9_]{0,29}$/)

const NotifyBy = z.enum(['mail', 'slack'])
export type NotifyBy = z.infer<typeof NotifyBy>

export const MAX_STEPS = 40
export const MAX_DEPTH = 3

/** What an agent is asked before a run. `name` is how texts call it: `{{inputs.name}}`. */
export const MacroInput = z.discriminatedUnion('type', [
  strict({ type: z.literal('text'), name: Name, label: Text.max(80), isRequired: z.boolean() }),
  strict({ type: z.literal('number'), name: Name, label: Text.max(80), isRequired: z.boolean(), min: z.number().optional(), max: z.number().optional() }),
  strict({ type: z.literal('date'), name: Name, label: Text.max(80), isRequired: z.boolean() }),
  strict({ type: z.literal('choice'), name: Name, label: Text.max(80), isRequired: z.boolean(), options: z.array(Text.max(80)).min(2).max(20) }),
  /** Lines of the order, and how many of each. */
  strict({ type: z.literal('order_lines'), name: Name, label: Text.max(80), isRequired: z.boolean() }),
])
export type MacroInput = z.infer<typeof MacroInput>

/** Those of rules, and what only a run knows: the order it is about, and what the agent answered. */
export const MacroCondition = z.discriminatedUnion('on', [
  ...RuleCondition.options,
  strict({ on: z.literal('order'), isKnown: z.boolean() }),
  strict({ on: z.literal('fulfilment'), anyOf: z.array(FulfilmentState).min(1) }),
  strict({ on: z.literal('payment'), anyOf: z.array(PaymentState).min(1) }),
  strict({ on: z.literal('tracking'), isKnown: z.boolean() }),
  /** Whether the shop buys return labels somewhere. */
  strict({ on: z.literal('label_shop'), isKnown: z.boolean() }),
  strict({ on: z.literal('answered'), name: Name, isKnown: z.boolean() }),
  strict({ on: z.literal('input'), name: Name, anyOf: z.array(Text.max(200)).min(1).max(20) }),
])
export type MacroCondition = z.infer<typeof MacroCondition>

/** What one step does. `{{order.name}}` and its like are facts of the moment; a text with a hole is not sent. */
export const MacroAct = z.discriminatedUnion('do', [
  strict({ do: z.literal('send_message'), texts: Texts }),
  strict({ do: z.literal('add_note'), text: Text.max(2_000) }),
  strict({ do: z.literal('notify_supervisors'), text: Text.max(1_000) }),
  /** To supervisors by mail, or to the account's channel in Slack. */
  strict({ do: z.literal('notify'), by: NotifyBy, text: Text.max(1_000) }),
  /** `values`: names of values that are told, as texts name them. */
  strict({ do: z.literal('call_webhook'), webhook: WebhookName, withContact: z.boolean(), values: z.array(ValueName).max(20) }),
  strict({ do: z.literal('add_labels'), labels: z.array(Label).min(1).max(5) }),
  strict({ do: z.literal('set_priority'), priority: Priority }),
  /** Null: not chosen yet, as in a shipped macro. */
  strict({ do: z.literal('assign_team'), teamId: z.number().int().positive().nullable() }),
  strict({ do: z.literal('assign_me') }),
  strict({ do: z.literal('set_status'), status: ConversationStatus, snoozeHours: z.number().int().min(1).max(720).nullable() }),
  strict({ do: z.literal('ask_approval'), neededRole: Role, dueMinutes: z.number().int().min(5).max(10_080), text: Text.max(500) }),
  strict({ do: z.literal('wait'), minutes: z.number().int().min(1).max(10_080) }),
  OrderStep,
  strict({ do: z.literal('stop') }),
])
export type MacroAct = z.infer<typeof MacroAct>

const Conditions = z.array(MacroCondition).min(1).max(10)
export interface MacroBranch { do: 'if', match: 'all' | 'any', conditions: MacroCondition[], then: MacroStep[], otherwise: MacroStep[] }
export type MacroStep = MacroAct | MacroBranch
export const MacroStep: z.ZodType<MacroStep> = z.lazy(() => z.discriminatedUnion('do', [...MacroAct.options, MacroBranch]))
const MacroBranch = strict({
  do: z.literal('if'),
  match: z.enum(['all', 'any']),
  conditions: Conditions,
  then: z.array(z.lazy(() => MacroStep)).max(MAX_STEPS),
  otherwise: z.array(z.lazy(() => MacroStep)).max(MAX_STEPS),
})

/** What an admin writes. `suggestedFor`: the categories in which agents are offered it first. Steps go forward only, so nothing loops. */
export const MacroDefinition = strict({
  name: z.string().trim().min(1).max(80),
  description: z.string().trim().max(300),
  suggestedFor: z.array(Category).max(7),
  inputs: z.array(MacroInput).max(10),
  steps: z.array(MacroStep).min(1).max(MAX_STEPS),
}).superRefine(({ inputs, steps }, { addIssue }) => {
  if (new Set(inputs.map(({ name }) => name)).size < inputs.length) addIssue({ code: 'custom', path: ['inputs'], message: 'two inputs share a name' })
  if (countSteps(steps) > MAX_STEPS) addIssue({ code: 'custom', path: ['steps'], message: 'too many steps' })
  if (depthOf(steps) > MAX_DEPTH) addIssue({ code: 'custom', path: ['steps'], message: 'too deep' })
})
export type MacroDefinition = z.infer<typeof MacroDefinition>

function countSteps(steps: MacroStep[]): number {
  return steps.reduce((sum, step) => sum + 1 + (step.do === 'if' ? countSteps(step.then) + countSteps(step.otherwise) : 0), 0)
}
function depthOf(steps: MacroStep[]): number {
  return Math.max(0, ...steps.map(step => step.do === 'if' ? 1 + Math.max(depthOf(step.then), depthOf(step.otherwise)) : 0))
}

/** What the agent answered, by input name. */
export const MacroAnswers = z.record(Name, z.union([z.string().max(2_000), z.number(), ChosenLines]))
export type MacroAnswers = z.infer<typeof MacroAnswers>

/**
 * Why a step cannot be done: a value that nobody knows (`value` names it), a language without words, a team that was never chosen, no
 * order, a way to tell colleagues that is not set up (`mail`, `slack`), a webhook that is not there (`value` is its name), a part of an
 * action that is missing (`value` is its path), or an action that is refused (`value` is the code).
 */
export const StepHole = z.object({
  because: z.enum(['value', 'language', 'team', 'supervisors', 'mail', 'slack', 'webhook', 'cannot_reply', 'order', 'part', 'refused']),
  value: z.string().nullable(),
})
export type StepHole = z.infer<typeof StepHole>

const Facts = z.record(z.string(), z.string())

/** One step as it would be done, or was: `path` is where it stands (`2.then.0`), `text` what would be said. */
export const PlannedStep = z.object({
  path: z.string(),
  act: MacroAct,
  text: z.string().nullable(),
  /** The text, where a value in it comes from an earlier step; `text` has `‹name›` in its place then. */
  late: LateText.nullable().default(null),
  action: PlannedAction.nullable().default(null),
  /** What it stands on, by name: compared when the run goes on after a pause. */
  facts: Facts.default({}),
  /** Why it has nothing to do. */
  skipped: z.enum(['already']).nullable(),
  holes: z.array(StepHole),
})
export type PlannedStep = z.infer<typeof PlannedStep>

/** Which way a branch goes, and why. */
export const PlannedBranch = z.object({
  path: z.string(),
  isHeld: z.boolean(),
  reasons: z.array(z.object({ condition: MacroCondition, verdict: ConditionVerdict })),
  facts: Facts.default({}),
})
export type PlannedBranch = z.infer<typeof PlannedBranch>

export const MacroPlan = z.object({
  language: LanguageCode,
  steps: z.array(PlannedStep),
  branches: z.array(PlannedBranch),
  /** Of the answers: those that are missing or cannot be right, by input name. */
  badInputs: z.array(z.string()),
  /** What was answered, and the order it is about. */
  answers: MacroAnswers.default({}),
  orderId: z.string().nullable().default(null),
  /** Stands for what a run that has paused would go on with. */
  digest: z.string().optional(),
})
export type MacroPlan = z.infer<typeof MacroPlan>

/** `POST /macros/:accountId/:conversationId/rehearse`. A definition instead of an id is a draft that an admin tries. */
export const RehearsalRequest = z.union([
  strict({ macroId: z.number().int().positive(), inputs: MacroAnswers, orderId: z.string().max(200).optional() }),
  strict({ definition: MacroDefinition, inputs: MacroAnswers, orderId: z.string().max(200).optional() }),
])
/** `digest` stands for all that would be done; a run asks for exactly this. */
export const Rehearsal = z.object({ plan: MacroPlan, version: z.number().int(), digest: z.string(), canRun: z.boolean() })
export type Rehearsal = z.infer<typeof Rehearsal>

/** `POST /macros/:accountId/:conversationId/run`; the same `key` is the same run. */
export const RunRequest = strict({
  macroId: z.number().int().positive(),
  inputs: MacroAnswers,
  orderId: z.string().max(200).optional(),
  digest: z.string().max(100),
  key: z.uuid(),
})

/** `changed`: the world is not the rehearsed one, and somebody has to say whether the run goes on. */
export const RunState = z.enum(['running', 'waiting', 'changed', 'done', 'failed', 'stopped', 'refused'])
export type RunState = z.infer<typeof RunState>
/** `pending`: begun, its outcome is not known yet. */
export const StepState = z.enum(['todo', 'pending', 'done', 'skipped', 'failed'])
export type StepState = z.infer<typeof StepState>

export const MacroRun = z.object({
  id: z.uuid(),
  macroId: z.number().int().nullable(),
  macroName: z.string(),
  conversationId: z.number().int(),
  startedBy: z.string(),
  state: RunState,
  /** Why it failed or was refused: a code of the outbox or of an approval. */
  code: z.string().nullable(),
  startedAt: z.number().int(),
  finishedAt: z.number().int().nullable(),
  /** Where the world has changed: what is different, and what the rest would be; `digest` stands for it. */
  change: z.object({ facts: z.array(FactChange), steps: z.array(PlannedStep), digest: z.string(), canRun: z.boolean() }).nullable(),
  steps: z.array(PlannedStep.extend({
    state: StepState,
    code: z.string().nullable(),
    until: z.number().int().nullable(),
    became: StepAction.nullable(),
    /** What a webhook answered last, as an HTTP status. */
    status: z.number().int().nullable().optional(),
  })),
  /** What was undone of it after it had ended. */
  undo: MacroUndo.nullable().default(null),
})
export type MacroRun = z.infer<typeof MacroRun>

/** `GET /macros/:accountId/:conversationId`: what may be run here, and what was. */
export const MacroShelf = z.object({
  macros: z.array(z.object({
    id: z.number().int(),
    name: z.string(),
    description: z.string(),
    suggestedFor: z.array(Category),
    inputs: z.array(MacroInput),
    /** The kinds of its steps, branches opened. */
    acts: z.array(z.string()),
    uses: z.number().int(),
  })),
  runs: z.array(MacroRun),
})
export type MacroShelf = z.infer<typeof MacroShelf>
