import type { ConversationStatus } from '#shared/contracts/conversation'
import type { MacroAct, MacroCondition, MacroInput, NotifyBy, StepHole } from '#shared/contracts/macro'
import type { FulfilmentState, PaymentState } from '#shared/contracts/order'
import type { Places } from '../rules/rule-words'
import type { MacroConditionOn } from './condition-draft'
import type { StepKind } from './step-draft'
import type { BuilderKey } from './words'
import { LANGUAGES } from '#shared/contracts/judgement'
import { FACT_LABELS } from '#shared/drafts/labels'
import { kindOf } from '#shared/macros/action'
import { YIELD_LABELS } from '#shared/macros/yields'
import { KIND_WORDS, t as orderWords } from '@/core/order-actions/words'
import { PRIORITY_NAMES, ROLE_NAMES, CONDITION_NAMES as RULE_NAMES } from '../rules/rule-names'
import { languageName, conditionSentence as ruleSentence } from '../rules/rule-words'
import { spanWords } from '../sla/condition-words'
import { t as settings } from '../words'
import { isRuleKind } from './condition-draft'
import { shownLanguage, t } from './words'

export const STEP_NAMES = {
  send_message: 'builder.do.send_message',
  add_note: 'builder.do.add_note',
  notify_supervisors: 'builder.do.notify_supervisors',
  notify: 'builder.do.notify',
  call_webhook: 'builder.do.call_webhook',
  add_labels: 'builder.do.add_labels',
  set_priority: 'builder.do.set_priority',
  assign_team: 'builder.do.assign_team',
  assign_me: 'builder.do.assign_me',
  set_status: 'builder.do.set_status',
  ask_approval: 'builder.do.ask_approval',
  wait: 'builder.do.wait',
  order_action: 'builder.do.order_action',
  stop: 'builder.do.stop',
  if: 'builder.do.if',
} as const satisfies Record<StepKind, BuilderKey>
export const NOTIFY_NAMES = {
  mail: 'builder.by.mail',
  slack: 'builder.by.slack',
} as const satisfies Record<NotifyBy, BuilderKey>
export const STATUS_NAMES = {
  open: 'builder.status.open',
  resolved: 'builder.status.resolved',
  pending: 'builder.status.pending',
  snoozed: 'builder.status.snoozed',
} as const satisfies Record<ConversationStatus, BuilderKey>
export const INPUT_NAMES = {
  text: 'builder.input.text',
  number: 'builder.input.number',
  date: 'builder.input.date',
  choice: 'builder.input.choice',
  order_lines: 'builder.input.order_lines',
} as const satisfies Record<MacroInput['type'], BuilderKey>
export const FULFILMENT_NAMES = {
  unfulfilled: 'builder.fulfilment.unfulfilled',
  partially_fulfilled: 'builder.fulfilment.partially_fulfilled',
  fulfilled: 'builder.fulfilment.fulfilled',
  in_transit: 'builder.fulfilment.in_transit',
  out_for_delivery: 'builder.fulfilment.out_for_delivery',
  delivered: 'builder.fulfilment.delivered',
  failed: 'builder.fulfilment.failed',
  on_hold: 'builder.fulfilment.on_hold',
  cancelled: 'builder.fulfilment.cancelled',
} as const satisfies Record<FulfilmentState, BuilderKey>
export const PAYMENT_NAMES = {
  pending: 'builder.payment.pending',
  authorized: 'builder.payment.authorized',
  paid: 'builder.payment.paid',
  partially_paid: 'builder.payment.partially_paid',
  partially_refunded: 'builder.payment.partially_refunded',
  refunded: 'builder.payment.refunded',
  voided: 'builder.payment.voided',
  expired: 'builder.payment.expired',
} as const satisfies Record<PaymentState, BuilderKey>
const OWN_CONDITIONS = {
  order: 'builder.kind.order',
  fulfilment: 'builder.kind.fulfilment',
  payment: 'builder.kind.payment',
  tracking: 'builder.kind.tracking',
  label_shop: 'builder.kind.label_shop',
  answered: 'builder.kind.answered',
  input: 'builder.kind.input',
} as const
const HOLES = {
  language: 'builder.hole.language',
  team: 'builder.hole.team',
  supervisors: 'builder.hole.supervisors',
  mail: 'builder.hole.mail',
  slack: 'builder.hole.slack',
  webhook: 'builder.hole.webhook',
  cannot_reply: 'builder.hole.cannot_reply',
  value: 'builder.hole.value',
  order: 'builder.hole.order',
  part: 'builder.hole.part',
  refused: 'builder.hole.refused',
} as const satisfies Record<StepHole['because'], BuilderKey>
const SHORT = 110
/** What sentences may name; `inputs` are called by their questions. */
export type Scope = Places & { inputs?: { name: string, label: string }[] }

export function conditionName(on: MacroConditionOn): string {
  return isRuleKind(on) ? settings(RULE_NAMES[on]) : t(OWN_CONDITIONS[on])
}

export function conditionSentence(condition: MacroCondition, scope: Scope): string {
  switch (condition.on) {
    case 'order': return t(condition.isKnown ? 'builder.if.order' : 'builder.if.no_order')
    case 'tracking': return t(condition.isKnown ? 'builder.if.tracking' : 'builder.if.no_tracking')
    case 'fulfilment': return t('builder.if.fulfilment', { words: either(condition.anyOf.map(one => t(FULFILMENT_NAMES[one]))) })
    case 'payment': return t('builder.if.payment', { words: either(condition.anyOf.map(one => t(PAYMENT_NAMES[one]))) })
    case 'label_shop': return t(condition.isKnown ? 'builder.if.label_shop' : 'builder.if.no_label_shop')
    case 'answered': return t(condition.isKnown ? 'builder.if.answered' : 'builder.if.not_answered', { name: questionOf(condition.name, scope) })
    case 'input': return t('builder.if.input', { name: questionOf(condition.name, scope), words: either(condition.anyOf) })
    default: return ruleSentence(condition, scope)
  }
}

/** "If the order is known and nobody has the conversation". */
export function branchSentence(match: 'all' | 'any', conditions: MacroCondition[], scope: Scope): string {
  const type = match === 'all' ? 'conjunction' : 'disjunction'
  return t('builder.step.if', { conditions: list(conditions.map(one => conditionSentence(one, scope)), type) })
}

/** A step in one sentence. `isWhole`: texts are not shortened, and stand in each of their languages. */
export function actSentence(act: MacroAct, scope: Scope, isWhole = false): string {
  const said = (text: string) => isWhole ? text : shortened(withLabels(text, scope))
  switch (act.do) {
    case 'send_message': {
      const written = LANGUAGES.filter(one => act.texts[one] !== undefined)
      const texts = isWhole ? written.map(one => `${languageName(one)}: ${act.texts[one]}`) : [act.texts[shownLanguage()] ?? act.texts[written[0] ?? 'en'] ?? '']
      return t('builder.step.send_message', { text: said(texts.join(' · ')) })
    }
    case 'add_note': return t('builder.step.add_note', { text: said(act.text) })
    case 'notify_supervisors': return t('builder.step.notify_supervisors', { text: said(act.text) })
    case 'notify': return t(act.by === 'mail' ? 'builder.step.notify_mail' : 'builder.step.notify_slack', { text: said(act.text) })
    case 'call_webhook': return t(act.withContact ? 'builder.step.call_with_contact' : 'builder.step.call_webhook', { name: act.webhook })
    case 'add_labels': return t('builder.step.add_labels', { words: list(act.labels, 'conjunction') })
    case 'set_priority': return t('builder.step.set_priority', { priority: settings(PRIORITY_NAMES[act.priority]) })
    case 'assign_team': return act.teamId === null ? t('builder.step.assign_nobody') : t('builder.step.assign_team', { team: teamName(act.teamId, scope) })
    case 'assign_me': return t('builder.step.assign_me')
    case 'set_status': return statusSentence(act.status, act.snoozeHours)
    case 'ask_approval': return t('builder.step.ask_approval', { role: settings(ROLE_NAMES[act.neededRole]), span: spanWords(act.dueMinutes), text: said(act.text) })
    case 'wait': return t('builder.step.wait', { span: spanWords(act.minutes) })
    case 'order_action': return t('builder.step.order_action', { kind: orderWords(KIND_WORDS[kindOf(act)]), reason: said(act.reason) })
    case 'stop': return t('builder.step.stop')
  }
}

/** What an agent is asked, in one sentence. */
export function inputSentence(input: MacroInput): string {
  const values = { label: input.label, name: `inputs.${input.name}` }
  const kind = t(INPUT_NAMES[input.type])
  const more = input.type === 'choice' ? either(input.options) : input.type === 'number' ? [input.min, input.max].map(one => one ?? '…').join('–') : ''
  return t(input.isRequired ? 'builder.input.sentence_required' : 'builder.input.sentence', { ...values, kind: more ? `${kind} (${more})` : kind })
}

/** Why a step cannot be done, in words. */
export function holeSentence({ because, value }: StepHole): string {
  if (because === 'part' || because === 'webhook') return t(HOLES[because], { name: value ?? '' })
  if (because === 'language') return t(HOLES.language, { name: languageName(LANGUAGES.find(one => one === value) ?? 'other') })
  return t(HOLES[because], { name: value === null ? '' : variableName(value) })
}

/** What a variable is called. */
export function variableName(name: string): string {
  const label = Object.entries({ ...FACT_LABELS[shownLanguage()], ...YIELD_LABELS[shownLanguage()] }).find(([id]) => id === name)?.[1]
  return label ? `${label} ({{${name}}})` : `{{${name}}}`
}

function questionOf(name: string, { inputs = [] }: Scope): string {
  return inputs.find(input => input.name === name)?.label || name
}

/** A text as people read it: `‹Order›` in the place of `{{order.name}}`, without the marks of what may be left out. */
function withLabels(text: string, { inputs = [] }: Scope): string {
  const labels = new Map<string, string>([
    ...Object.entries({ ...FACT_LABELS[shownLanguage()], ...YIELD_LABELS[shownLanguage()], 'agent.name': t('builder.variable.agent') }),
    ...inputs.map(({ name, label }): [string, string] => [`inputs.${name}`, label || name]),
  ])
  return text.replace(/\[\[|\]\]/g, '').replace(/\{\{\s*([a-z][\w.]*)\s*\}\}/g, (_, name: string) => `‹${labels.get(name) ?? name}›`)
}

function shortened(text: string): string {
  return text.length <= SHORT ? text : `${text.slice(0, SHORT - 1)}…`
}

function statusSentence(status: ConversationStatus, snoozeHours: number | null): string {
  if (status !== 'snoozed') return t('builder.step.set_status', { status: t(STATUS_NAMES[status]) })
  return snoozeHours === null ? t('builder.step.snooze') : t('builder.step.snooze_for', { span: spanWords(snoozeHours * 60) })
}

function teamName(id: number, { teams }: Places): string {
  return teams.find(team => team.id === id)?.name ?? settings('settings.rules.gone', { id })
}

function either(words: string[]): string {
  return list(words, 'disjunction')
}

function list(words: string[], type: 'conjunction' | 'disjunction'): string {
  return new Intl.ListFormat(shownLanguage(), { type }).format(words)
}
