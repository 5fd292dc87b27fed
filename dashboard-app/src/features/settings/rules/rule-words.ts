import type { DetectedLanguage } from '#shared/contracts/judgement'
import type { MacroInput } from '#shared/contracts/macro'
import type { RuleAction, RuleCondition, RuleConditionOn, RuleDefinition, RuleEffect, RuleEvent, SpikeMeasure } from '#shared/contracts/rule'
import { ConversationStatus } from '#shared/contracts/conversation'
import { CATEGORIES, LANGUAGES, MOODS } from '#shared/contracts/judgement'
import { CATEGORY_NAMES, spanWords } from '../sla/condition-words'
import { shownLanguage, t, wordIn } from '../words'
import { clockOf } from './rule-draft'
import { EVENT_NAMES, MISSING_NAMES, MOOD_NAMES, PRIORITY_NAMES, SENSITIVITY_NAMES, SKIPPED, STATUS_NAMES, STYLE_NAMES } from './rule-names'

interface Named { id: number, name: string }
/** A macro that a rule may run: what it asks, and whether it writes to customers or acts on the order. */
export interface RunnableMacro extends Named { isEnabled: boolean, inputs: MacroInput[], sends: boolean }
/** What the rules of an account may name. */
export interface Places {
  inboxes: (Named & { channel: string })[]
  teams: Named[]
  tiers: Named[]
  macros?: RunnableMacro[]
  webhooks?: string[]
}
export interface Choice { value: string, name: string }

/** A rule in one sentence, in the panel's language; `usual` is how a spike's window stands, where that is known. */
export function ruleSentence({ event, match, conditions, actions }: Omit<RuleDefinition, 'name' | 'stops'>, places: Places, usual: SpikeMeasure | null = null): string {
  const values = { event: eventSentence(event, usual), actions: list(actions.map(action => actionSentence(action, places)), 'conjunction') }
  if (conditions.length === 0) return t('settings.rules.sentence.plain', values)
  const type = match === 'all' ? 'conjunction' : 'disjunction'
  return t('settings.rules.sentence.conditional', { ...values, conditions: list(conditions.map(one => conditionSentence(one, places)), type) })
}

function eventSentence(event: RuleEvent, measure: SpikeMeasure | null): string {
  if (event.on === 'time') {
    const time = clockOf(event.atMinute)
    if (event.weekdays.length === 7) return t('settings.rules.event.daily_sentence', { time })
    return t('settings.rules.event.weekly_sentence', { time, days: list(event.weekdays.map(weekdayName), 'conjunction') })
  }
  if (event.on !== 'category_spike') return t(EVENT_NAMES[event.on])
  const words = list(event.anyOf.map(one => t(CATEGORY_NAMES[one])), 'disjunction')
  const many = t('settings.rules.event.spike_sentence', { count: event.atLeast, words, span: spanWords(event.withinMinutes) })
  if (!event.aboveUsual) return many
  const values = { many, more: t(SENSITIVITY_NAMES[event.aboveUsual]) }
  const usual = measure?.usual ?? null
  return usual === null ? t('settings.rules.event.spike_above', values) : t('settings.rules.event.spike_above_usual', { ...values, usual: numberWords(usual) })
}

/** A weekday's name; Monday is 1. */
export function weekdayName(weekday: number): string {
  // The fifth of January 1970 was a Monday.
  return new Intl.DateTimeFormat(shownLanguage(), { weekday: 'long', timeZone: 'UTC' }).format((weekday + 3) * 86_400_000)
}

/** How a spike's window stands, or stood when it was told of. */
export function measureSentence({ count, usual, weeks }: SpikeMeasure): string {
  if (weeks === null) return t('settings.rules.usual.plain', { number: numberWords(count) })
  if (usual === null) return t('settings.rules.usual.unknown', { number: numberWords(count), weeks })
  return t('settings.rules.usual.known', { number: numberWords(count), usual: numberWords(usual), weeks })
}

function numberWords(value: number): string {
  return new Intl.NumberFormat(shownLanguage(), { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)
}

export function conditionSentence(condition: RuleCondition, places: Places): string {
  const named = () => 'anyOf' in condition ? list(condition.anyOf.map(value => nameOf(condition.on, String(value), places)), 'disjunction') : ''
  switch (condition.on) {
    case 'category': return t('settings.rules.if.category', { words: named() })
    case 'language': return t('settings.rules.if.language', { words: named() })
    case 'mood': return t('settings.rules.if.mood', { words: named() })
    case 'frustrated': return t('settings.rules.kind.frustrated')
    case 'tier': return t('settings.rules.if.tier', { words: named() })
    case 'customer_tag': return t('settings.rules.if.customer_tag', { words: named() })
    case 'lifetime_value': return t('settings.rules.if.lifetime_value', { amount: new Intl.NumberFormat(shownLanguage()).format(condition.atLeastMinor / 100) })
    case 'label': return t('settings.rules.if.label', { words: named() })
    case 'inbox': return t('settings.rules.if.inbox', { words: named() })
    case 'channel': return t('settings.rules.if.channel', { words: named() })
    case 'team': return t('settings.rules.if.team', { words: named() })
    case 'priority': return t('settings.rules.if.priority', { words: named() })
    case 'unassigned': return t('settings.rules.kind.unassigned')
    case 'status': return t('settings.rules.if.status', { words: named() })
    case 'waiting': return t(condition.whom === 'shop' ? 'settings.rules.if.waiting_shop' : 'settings.rules.if.waiting_customer', { span: spanWords(condition.atLeastHours * 60) })
    case 'business_hours': return t(condition.isOpen ? 'settings.rules.if.open' : 'settings.rules.if.closed')
  }
}

export function actionSentence(action: RuleAction, places: Places): string {
  switch (action.do) {
    case 'add_labels': return t('settings.rules.then.add_labels', { words: list(action.labels, 'conjunction') })
    case 'set_priority': return t('settings.rules.then.set_priority', { priority: t(PRIORITY_NAMES[action.priority]) })
    case 'assign_team': return action.teamId === null
      ? t('settings.rules.then.assign_nobody')
      : t('settings.rules.then.assign_team', { team: nameOf('team', String(action.teamId), places) })
    case 'notify_supervisors': return t('settings.rules.then.notify_supervisors', { text: short(action.text) })
    case 'prepare_draft': return t('settings.rules.then.prepare_draft', { words: list(LANGUAGES.filter(one => action.texts[one]).map(languageName), 'disjunction') })
    case 'write_draft': return t('settings.rules.then.write_draft', { style: t(STYLE_NAMES[action.style]) })
    case 'run_macro': {
      if (action.macroId === null) return t('settings.rules.then.run_no_macro')
      const macro = placeName(places.macros ?? [], String(action.macroId))
      return action.maySend ? t('settings.rules.then.run_macro_sending', { macro }) : t('settings.rules.then.run_macro', { macro })
    }
    case 'add_note': return t('settings.rules.then.add_note', { text: short(action.text) })
  }
}

/** Why nothing came of an effect, with what was missing; empty where something did. */
export function skippedWords({ skipped, missing = [] }: RuleEffect): string {
  if (!skipped) return ''
  const words = list(missing.map(one => wordIn(MISSING_NAMES, one)), 'conjunction')
  return words ? t('settings.rules.skipped.missing', { reason: t(SKIPPED[skipped]), words }) : t(SKIPPED[skipped])
}

/** What may be chosen for a condition; empty where one writes instead. */
export function choicesOf(on: RuleConditionOn, places: Places): Choice[] {
  const values: Partial<Record<RuleConditionOn, readonly string[]>> = {
    category: CATEGORIES,
    language: [...LANGUAGES, 'other'],
    mood: MOODS,
    tier: places.tiers.map(({ id }) => String(id)),
    inbox: places.inboxes.map(({ id }) => String(id)),
    team: places.teams.map(({ id }) => String(id)),
    channel: [...new Set(places.inboxes.map(({ channel }) => channel))],
    priority: ['low', 'medium', 'high', 'urgent'],
    status: ConversationStatus.options,
  }
  return (values[on] ?? []).map(value => ({ value, name: nameOf(on, value, places) }))
}

export function languageName(language: DetectedLanguage): string {
  if (language === 'other') return t('settings.rules.language.other')
  return new Intl.DisplayNames(shownLanguage(), { type: 'language' }).of(language) ?? language
}

function nameOf(on: RuleConditionOn, value: string, { inboxes, teams, tiers }: Places): string {
  switch (on) {
    case 'category': return wordIn(CATEGORY_NAMES, value)
    case 'mood': return wordIn(MOOD_NAMES, value)
    case 'priority': return wordIn(PRIORITY_NAMES, value)
    case 'status': return wordIn(STATUS_NAMES, value)
    case 'language': return languageName([...LANGUAGES, 'other' as const].find(one => one === value) ?? 'other')
    case 'channel': return value.replace(/^Channel::/u, '')
    case 'inbox': return placeName(inboxes, value)
    case 'team': return placeName(teams, value)
    case 'tier': return placeName(tiers, value)
    default: return value
  }
}

function placeName(places: Named[], id: string): string {
  return places.find(place => String(place.id) === id)?.name ?? t('settings.rules.gone', { id })
}

function list(words: string[], type: 'conjunction' | 'disjunction'): string {
  return new Intl.ListFormat(shownLanguage(), { type }).format(words)
}

function short(text: string): string {
  // The sentence around it has its own full stop.
  return text.length > 90 ? `${text.slice(0, 89)}…` : text.replace(/\.$/u, '')
}
