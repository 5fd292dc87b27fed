import type { Role } from '#shared/contracts/brief'
import type { Priority } from '#shared/contracts/conversation'
import type { DraftStyle } from '#shared/contracts/draft'
import type { Language } from '#shared/contracts/judgement'
import type { RuleAction, RuleActionDo, RuleCondition, RuleConditionOn, RuleDefinition, RuleEvent, RuleEventOn, SpikeSensitivity } from '#shared/contracts/rule'
import type { SettingsKey } from '../words'
import { RuleAction as ActionSchema, RuleCondition as ConditionSchema, RuleEvent as EventSchema } from '#shared/contracts/rule'
import { wordsOf } from '../sla/condition-draft'

/** A condition while it is edited; `words` holds tags or labels, separated by commas, `picked` what is chosen from a list. */
export interface ConditionValues { words: string, picked: string[], amount: number | '', isOpen: boolean, whom: 'shop' | 'customer', hours: number | '' }
export interface ConditionDraft extends ConditionValues { on: RuleConditionOn }
export interface ActionDraft {
  do: RuleActionDo
  labels: string
  priority: Priority
  teamId: string
  text: string
  texts: Record<Language, string>
  style: DraftStyle
  macroId: string
  inputs: Record<string, string | number>
  maySend: boolean
  dueMinutes: number | ''
  neededRole: Role
}
/** `aboveUsual` is empty where the number alone decides. */
export interface SpikeDraft { picked: string[], atLeast: number | '', withinMinutes: number | '', aboveUsual: SpikeSensitivity | '' }
/** `time` as a time field holds it: `09:00`; weekdays count from Monday. */
export interface TimeDraft { weekdays: number[], time: string }
export interface RuleDraft {
  name: string
  on: RuleEventOn
  spike: SpikeDraft
  time: TimeDraft
  match: 'all' | 'any'
  conditions: ConditionDraft[]
  actions: ActionDraft[]
  stops: boolean
}
export interface RuleErrors {
  name?: SettingsKey
  event?: SettingsKey
  none?: SettingsKey
  conditions: (SettingsKey | null)[]
  actions: (SettingsKey | null)[]
}

// The contract counts in hundredths, whatever the shop's currency is called.
const MINOR = 100
const LONGEST_NAME = 80

export function emptyCondition(on: RuleConditionOn): ConditionDraft {
  return { on, words: '', picked: [], amount: '', isOpen: true, whom: 'shop', hours: 24 }
}

export function emptyAction(kind: RuleActionDo): ActionDraft {
  return {
    do: kind,
    labels: '',
    priority: 'high',
    teamId: '',
    text: '',
    texts: { en: '', es: '', fr: '' },
    style: 'friendly',
    macroId: '',
    inputs: {},
    maySend: false,
    dueMinutes: 60,
    neededRole: 'agent',
  }
}

export function newRule(): RuleDraft {
  const spike: SpikeDraft = { picked: [], atLeast: 10, withinMinutes: 60, aboveUsual: 'clearly' }
  const time = { weekdays: [1, 2, 3, 4, 5], time: '09:00' }
  return { name: '', on: 'message_received', spike, time, match: 'all', conditions: [], actions: [emptyAction('set_priority')], stops: false }
}

export function draftOf({ name, event, match, conditions, actions, stops }: RuleDefinition): RuleDraft {
  const spike = event.on === 'category_spike'
    ? { picked: [...event.anyOf], atLeast: event.atLeast, withinMinutes: event.withinMinutes, aboveUsual: event.aboveUsual ?? '' as const }
    : newRule().spike
  const time = event.on === 'time' ? { weekdays: [...event.weekdays], time: clockOf(event.atMinute) } : newRule().time
  const parts = { conditions: conditions.map(conditionDraftOf), actions: actions.map(actionDraftOf) }
  return { name, on: event.on, spike, time, match, ...parts, stops }
}

/** The rule that a draft means, or what is wrong with it, by field. */
export function checkRule(draft: RuleDraft): { ok: true, definition: RuleDefinition } | { ok: false, errors: RuleErrors } {
  const event = EventSchema.safeParse(eventOf(draft))
  const conditions = draft.conditions.map(condition => ConditionSchema.safeParse(conditionOf(condition)))
  const actions = draft.actions.map(action => ActionSchema.safeParse(actionOf(action)))
  const errors: RuleErrors = {
    conditions: conditions.map(({ success }) => success ? null : 'settings.rules.error.condition'),
    actions: actions.map(({ success }) => success ? null : 'settings.rules.error.action'),
  }
  const name = draft.name.trim()
  if (name === '' || name.length > LONGEST_NAME) errors.name = 'settings.rules.error.name'
  if (!event.success) errors.event = draft.on === 'time' ? 'settings.rules.error.time' : 'settings.rules.error.spike'
  if (actions.length === 0) errors.none = 'settings.rules.error.no_action'
  const isFine = !errors.name && !errors.none && [...errors.conditions, ...errors.actions].every(error => error === null)
  if (!isFine || !event.success) return { ok: false, errors }
  const definition = {
    name,
    event: event.data,
    match: draft.match,
    conditions: conditions.flatMap(({ data }) => data ?? []),
    actions: actions.flatMap(({ data }) => data ?? []),
    stops: draft.stops,
  }
  return { ok: true, definition }
}

/** Whether a rule may be switched on: a template may still lack its team. */
export function lacksTeam({ actions }: Pick<RuleDefinition, 'actions'>): boolean {
  return actions.some(action => action.do === 'assign_team' && action.teamId === null)
}

export function conditionDraftOf(condition: RuleCondition): ConditionDraft {
  const draft = emptyCondition(condition.on)
  switch (condition.on) {
    case 'customer_tag':
    case 'label': return { ...draft, words: condition.anyOf.join(', ') }
    case 'lifetime_value': return { ...draft, amount: condition.atLeastMinor / MINOR }
    case 'business_hours': return { ...draft, isOpen: condition.isOpen }
    case 'waiting': return { ...draft, whom: condition.whom, hours: condition.atLeastHours }
    case 'frustrated':
    case 'unassigned': return draft
    default: return { ...draft, picked: condition.anyOf.map(String) }
  }
}

function actionDraftOf(action: RuleAction): ActionDraft {
  const draft = emptyAction(action.do)
  switch (action.do) {
    case 'add_labels': return { ...draft, labels: action.labels.join(', ') }
    case 'set_priority': return { ...draft, priority: action.priority }
    case 'assign_team': return { ...draft, teamId: action.teamId === null ? '' : String(action.teamId) }
    case 'prepare_draft': return { ...draft, texts: { ...draft.texts, ...action.texts }, dueMinutes: action.dueMinutes, neededRole: action.neededRole }
    case 'write_draft': return { ...draft, style: action.style, dueMinutes: action.dueMinutes, neededRole: action.neededRole }
    case 'run_macro': {
      const macroId = action.macroId === null ? '' : String(action.macroId)
      return { ...draft, macroId, inputs: { ...action.inputs }, maySend: action.maySend }
    }
    case 'notify_supervisors':
    case 'add_note': return { ...draft, text: action.text }
  }
}

function eventOf({ on, spike, time }: RuleDraft): unknown {
  if (on === 'time') return { on, weekdays: time.weekdays.toSorted((a, b) => a - b), atMinute: minuteOf(time.time) }
  if (on !== 'category_spike') return { on } satisfies RuleEvent
  const { picked, atLeast, withinMinutes, aboveUsual } = spike
  return { on, anyOf: picked, atLeast, withinMinutes, ...(aboveUsual && { aboveUsual }) }
}

/** A minute of the day as a clock shows it. */
export function clockOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
function minuteOf(clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number)
  return (hours ?? Number.NaN) * 60 + (minutes ?? Number.NaN)
}

/** What a draft means, before it is checked. */
export function conditionOf({ on, words, picked, amount, isOpen, whom, hours }: ConditionDraft): unknown {
  switch (on) {
    case 'customer_tag':
    case 'label': return { on, anyOf: wordsOf(words) }
    case 'lifetime_value': return { on, atLeastMinor: amount === '' ? 0 : Math.round(amount * MINOR) }
    case 'business_hours': return { on, isOpen }
    case 'waiting': return { on, whom, atLeastHours: hours }
    case 'frustrated':
    case 'unassigned': return { on }
    case 'tier':
    case 'inbox':
    case 'team': return { on, anyOf: picked.map(Number) }
    default: return { on, anyOf: picked }
  }
}

function actionOf(draft: ActionDraft): unknown {
  const { do: kind, labels, priority, teamId, text, texts, style, dueMinutes, neededRole } = draft
  switch (kind) {
    case 'add_labels': return { do: kind, labels: wordsOf(labels) }
    case 'set_priority': return { do: kind, priority }
    case 'assign_team': return { do: kind, teamId: teamId === '' ? null : Number(teamId) }
    case 'prepare_draft': return { do: kind, texts: Object.fromEntries(Object.entries(texts).filter(([, written]) => written.trim() !== '')), dueMinutes, neededRole }
    case 'write_draft': return { do: kind, style, dueMinutes, neededRole }
    case 'run_macro': {
      const inputs = Object.fromEntries(Object.entries(draft.inputs).filter(([, answer]) => answer !== ''))
      // One that was never chosen may be kept as a template; a rule that is written here says which.
      return { do: kind, macroId: draft.macroId === '' ? undefined : Number(draft.macroId), inputs, maySend: draft.maySend }
    }
    case 'notify_supervisors':
    case 'add_note': return { do: kind, text }
  }
}
