import type { Role } from '#shared/contracts/brief'
import type { ConversationStatus, Priority } from '#shared/contracts/conversation'
import type { Language } from '#shared/contracts/judgement'
import type { MacroStep, NotifyBy } from '#shared/contracts/macro'
import type { OrderStep } from '#shared/contracts/macro-action'
import type { ConditionDraft } from './condition-draft'
import { wordsOf } from '../sla/condition-draft'
import { conditionDraftOf, conditionOf, emptyCondition } from './condition-draft'
import { emptyAction } from './order-fields'

export type StepKind = MacroStep['do']
/** A step while it is edited. It keeps what other kinds asked for, so that trying another kind loses nothing. */
export interface StepDraft {
  /** Tells steps apart while they move; nothing of it is saved. */
  key: string
  do: StepKind
  texts: Record<Language, string>
  text: string
  by: NotifyBy
  webhook: string
  /** Names of values, separated by commas. */
  values: string
  withContact: boolean
  labels: string
  priority: Priority
  teamId: string
  status: ConversationStatus
  snoozeHours: number | ''
  neededRole: Role
  minutes: number | ''
  match: 'all' | 'any'
  conditions: ConditionDraft[]
  order: Pick<OrderStep, 'action' | 'from' | 'each'>
  then: StepDraft[]
  otherwise: StepDraft[]
}

const HOUR = 60
const WITH_TEXT: ReadonlySet<StepKind> = new Set(['add_note', 'notify_supervisors', 'notify', 'ask_approval', 'order_action'])
let steps = 0

export function emptyStep(kind: StepKind): StepDraft {
  return {
    key: `step-${++steps}`,
    do: kind,
    texts: { en: '', es: '', fr: '' },
    text: '',
    by: 'mail',
    webhook: '',
    values: '',
    withContact: false,
    labels: '',
    priority: 'high',
    teamId: '',
    status: 'resolved',
    snoozeHours: '',
    neededRole: 'supervisor',
    minutes: HOUR,
    match: 'all',
    conditions: [emptyCondition('order')],
    order: emptyAction('refund'),
    then: [],
    otherwise: [],
  }
}

export function stepDraftOf(step: MacroStep): StepDraft {
  const draft = emptyStep(step.do)
  switch (step.do) {
    case 'send_message': return { ...draft, texts: { ...draft.texts, ...step.texts } }
    case 'add_note':
    case 'notify_supervisors': return { ...draft, text: step.text }
    case 'notify': return { ...draft, by: step.by, text: step.text }
    case 'call_webhook': return { ...draft, webhook: step.webhook, values: step.values.join(', '), withContact: step.withContact }
    case 'add_labels': return { ...draft, labels: step.labels.join(', ') }
    case 'set_priority': return { ...draft, priority: step.priority }
    case 'assign_team': return { ...draft, teamId: step.teamId === null ? '' : String(step.teamId) }
    case 'set_status': return { ...draft, status: step.status, snoozeHours: step.snoozeHours ?? '' }
    case 'ask_approval': return { ...draft, neededRole: step.neededRole, minutes: step.dueMinutes, text: step.text }
    case 'wait': return { ...draft, minutes: step.minutes }
    case 'order_action': return { ...draft, order: { action: step.action, from: step.from, each: step.each }, text: step.reason }
    case 'if': return {
      ...draft,
      match: step.match,
      conditions: step.conditions.map(conditionDraftOf),
      then: step.then.map(stepDraftOf),
      otherwise: step.otherwise.map(stepDraftOf),
    }
    case 'assign_me':
    case 'stop': return draft
  }
}

/** What a draft means, before it is checked. */
export function stepOf(draft: StepDraft): unknown {
  const { do: kind, texts, text, labels, priority, teamId, status, snoozeHours, neededRole, minutes, match } = draft
  switch (kind) {
    case 'send_message': return { do: kind, texts: Object.fromEntries(Object.entries(texts).filter(([, written]) => written.trim() !== '')) }
    case 'add_note':
    case 'notify_supervisors': return { do: kind, text }
    case 'notify': return { do: kind, by: draft.by, text }
    case 'call_webhook': return { do: kind, webhook: draft.webhook, withContact: draft.withContact, values: wordsOf(draft.values) }
    case 'add_labels': return { do: kind, labels: wordsOf(labels) }
    case 'set_priority': return { do: kind, priority }
    case 'assign_team': return { do: kind, teamId: teamId === '' ? null : Number(teamId) }
    case 'set_status': return { do: kind, status, snoozeHours: status === 'snoozed' && snoozeHours !== '' ? snoozeHours : null }
    case 'ask_approval': return { do: kind, neededRole, dueMinutes: minutes, text }
    case 'wait': return { do: kind, minutes }
    case 'order_action': return { do: kind, ...draft.order, reason: text }
    case 'if': return { do: kind, match, conditions: draft.conditions.map(conditionOf), then: draft.then.map(stepOf), otherwise: draft.otherwise.map(stepOf) }
    case 'assign_me':
    case 'stop': return { do: kind }
  }
}

/** The texts of a step, as they stand; values that are told are such texts too. */
export function textsOf({ do: kind, texts, text, values }: StepDraft): string[] {
  if (kind === 'call_webhook') return wordsOf(values).map(name => `{{${name}}}`)
  if (kind === 'send_message') return Object.values(texts)
  return WITH_TEXT.has(kind) ? [text] : []
}
