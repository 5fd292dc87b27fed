import type { Role } from '#shared/contracts/brief'
import type { ConversationStatus, Priority } from '#shared/contracts/conversation'
import type { DraftStyle, MissingFact } from '#shared/contracts/draft'
import type { Mood } from '#shared/contracts/judgement'
import type { ConditionVerdict, RuleActionDo, RuleConditionOn, RuleEventOn, SkipReason, SpikeSensitivity } from '#shared/contracts/rule'
import type { SettingsKey } from '../words'

export const EVENT_NAMES = {
  conversation_created: 'settings.rules.event.conversation_created',
  message_received: 'settings.rules.event.message_received',
  judged: 'settings.rules.event.judged',
  clock_warned: 'settings.rules.event.clock_warned',
  clock_breached: 'settings.rules.event.clock_breached',
  category_spike: 'settings.rules.event.category_spike',
  time: 'settings.rules.event.time',
} as const satisfies Record<RuleEventOn, SettingsKey>
export const SENSITIVITY_NAMES = {
  somewhat: 'settings.rules.event.somewhat',
  clearly: 'settings.rules.event.clearly',
  far: 'settings.rules.event.far',
} as const satisfies Record<SpikeSensitivity, SettingsKey>
export const CONDITION_NAMES = {
  category: 'settings.rules.kind.category',
  frustrated: 'settings.rules.kind.frustrated',
  mood: 'settings.rules.kind.mood',
  language: 'settings.rules.kind.language',
  customer_tag: 'settings.rules.kind.customer_tag',
  lifetime_value: 'settings.rules.kind.lifetime_value',
  tier: 'settings.rules.kind.tier',
  label: 'settings.rules.kind.label',
  inbox: 'settings.rules.kind.inbox',
  channel: 'settings.rules.kind.channel',
  team: 'settings.rules.kind.team',
  priority: 'settings.rules.kind.priority',
  unassigned: 'settings.rules.kind.unassigned',
  business_hours: 'settings.rules.kind.business_hours',
  status: 'settings.rules.kind.status',
  waiting: 'settings.rules.kind.waiting',
} as const satisfies Record<RuleConditionOn, SettingsKey>
export const ACTION_NAMES = {
  set_priority: 'settings.rules.do.set_priority',
  add_labels: 'settings.rules.do.add_labels',
  assign_team: 'settings.rules.do.assign_team',
  notify_supervisors: 'settings.rules.do.notify_supervisors',
  prepare_draft: 'settings.rules.do.prepare_draft',
  write_draft: 'settings.rules.do.write_draft',
  run_macro: 'settings.rules.do.run_macro',
  add_note: 'settings.rules.do.add_note',
} as const satisfies Record<RuleActionDo, SettingsKey>
export const PRIORITY_NAMES = {
  low: 'settings.rules.priority.low',
  medium: 'settings.rules.priority.medium',
  high: 'settings.rules.priority.high',
  urgent: 'settings.rules.priority.urgent',
} as const satisfies Record<Priority, SettingsKey>
export const STATUS_NAMES = {
  open: 'settings.rules.status.open',
  pending: 'settings.rules.status.pending',
  snoozed: 'settings.rules.status.snoozed',
  resolved: 'settings.rules.status.resolved',
} as const satisfies Record<ConversationStatus, SettingsKey>
export const ROLE_NAMES = {
  agent: 'settings.rules.role.agent',
  supervisor: 'settings.rules.role.supervisor',
  admin: 'settings.rules.role.admin',
} as const satisfies Record<Role, SettingsKey>
export const VERDICTS = {
  held: 'settings.rules.verdict.held',
  not_held: 'settings.rules.verdict.not_held',
  unsure: 'settings.rules.verdict.unsure',
  judge_off: 'settings.rules.verdict.judge_off',
  unknown: 'settings.rules.verdict.unknown',
} as const satisfies Record<ConditionVerdict, SettingsKey>
export const SKIPPED = {
  already: 'settings.rules.skipped.already',
  no_team: 'settings.rules.skipped.no_team',
  no_text: 'settings.rules.skipped.no_text',
  name_missing: 'settings.rules.skipped.name_missing',
  facts_missing: 'settings.rules.skipped.facts_missing',
  too_late: 'settings.rules.skipped.too_late',
  no_macro: 'settings.rules.skipped.no_macro',
  macro_gone: 'settings.rules.skipped.macro_gone',
  macro_holes: 'settings.rules.skipped.macro_holes',
  macro_often: 'settings.rules.skipped.macro_often',
} as const satisfies Record<SkipReason, SettingsKey>
export const STYLE_NAMES = {
  formal: 'settings.rules.style.formal',
  friendly: 'settings.rules.style.friendly',
  concise: 'settings.rules.style.concise',
} as const satisfies Record<DraftStyle, SettingsKey>
export const MISSING_NAMES = {
  order: 'settings.rules.missing.order',
  tracking: 'settings.rules.missing.tracking',
  customer: 'settings.rules.missing.customer',
  article: 'settings.rules.missing.article',
  delivery_date: 'settings.rules.missing.delivery_date',
  amount: 'settings.rules.missing.amount',
  question: 'settings.rules.missing.question',
} as const satisfies Record<MissingFact, SettingsKey>
export const MOOD_NAMES = {
  negative: 'settings.rules.mood.negative',
  neutral: 'settings.rules.mood.neutral',
  positive: 'settings.rules.mood.positive',
} as const satisfies Record<Mood, SettingsKey>
