import type { AuditRecord } from '#shared/contracts/audit'
import type { SettingsKey } from '../words'
import type { Names } from './audit.api'
import { JUDGE_WORDS } from '../judges/judge-words'
import { ROLE_NAMES } from '../people/person'
import { keyIn, shownLanguage, t, wordIn } from '../words'

type Words = Readonly<Record<string, SettingsKey>>

const ACTS = {
  'message.asked': 'settings.audit.act.message_asked',
  'message.sent': 'settings.audit.act.message_sent',
  'message.failed': 'settings.audit.act.message_failed',
  'message.cancelled': 'settings.audit.act.message_cancelled',
  'message.unknown': 'settings.audit.act.message_unknown',
  'approval.asked': 'settings.audit.act.approval_asked',
  'approval.approved': 'settings.audit.act.approval_approved',
  'approval.refused': 'settings.audit.act.approval_refused',
  'approval.expired': 'settings.audit.act.approval_expired',
  'access.added': 'settings.audit.act.access_added',
  'access.role_changed': 'settings.audit.act.access_role_changed',
  'access.removed': 'settings.audit.act.access_removed',
  'access.returned': 'settings.audit.act.access_returned',
  'access.linked': 'settings.audit.act.access_linked',
  'access.unlinked': 'settings.audit.act.access_unlinked',
  'access.signed_in': 'settings.audit.act.access_signed_in',
  'settings.added': 'settings.audit.act.settings_added',
  'settings.changed': 'settings.audit.act.settings_changed',
  'settings.removed': 'settings.audit.act.settings_removed',
  'order_action.requested': 'settings.audit.act.order_requested',
  'order_action.approved': 'settings.audit.act.order_approved',
  'order_action.refused': 'settings.audit.act.order_refused',
  'order_action.sent': 'settings.audit.act.order_sent',
  'order_action.done': 'settings.audit.act.order_done',
  'order_action.failed': 'settings.audit.act.order_failed',
  'order_action.unknown': 'settings.audit.act.order_unknown',
  'order_action.expired': 'settings.audit.act.order_expired',
  'order_action.stopped': 'settings.audit.act.order_stopped',
  'macro.started': 'settings.audit.act.macro_started',
  'macro.finished': 'settings.audit.act.macro_finished',
  'macro.stopped': 'settings.audit.act.macro_stopped',
  'macro.failed': 'settings.audit.act.macro_failed',
  'macro.refused': 'settings.audit.act.macro_refused',
  'macro.undo_asked': 'settings.audit.act.macro_undo_asked',
  'macro.undone': 'settings.audit.act.macro_undone',
} as const satisfies Words
const EFFECTS = {
  message: 'settings.audit.effect.message',
  note: 'settings.audit.effect.note',
  mail: 'settings.audit.effect.mail',
  slack: 'settings.audit.effect.slack',
  webhook: 'settings.audit.effect.webhook',
} as const satisfies Words
const APPROVALS = {
  draft: 'settings.audit.approval.draft',
  order_action: 'settings.audit.approval.order_action',
} as const satisfies Words
const ORDERS = {
  refund: 'settings.audit.order.refund',
  cancel: 'settings.audit.order.cancel',
  discount: 'settings.audit.order.discount',
  hold: 'settings.audit.order.hold',
  release: 'settings.audit.order.release',
  address: 'settings.audit.order.address',
  return: 'settings.audit.order.return',
  return_label: 'settings.audit.order.return_label',
  return_process: 'settings.audit.order.return_process',
} as const satisfies Words
const TABLES = {
  accounts: 'settings.audit.table.accounts',
  account_secrets: 'settings.audit.table.account_secrets',
  sla_tiers: 'settings.audit.table.sla_tiers',
  business_calendars: 'settings.audit.table.business_calendars',
  judge_settings: 'settings.audit.table.judge_settings',
  automation_rules: 'settings.audit.table.automation_rules',
  routing_policies: 'settings.audit.table.routing_policies',
  routing_inboxes: 'settings.audit.table.routing_inboxes',
  agent_routing: 'settings.audit.table.agent_routing',
  agent_skills: 'settings.audit.table.agent_skills',
  money_policies: 'settings.audit.table.money_policies',
  label_settings: 'settings.audit.table.label_settings',
  chatwoot_macros: 'settings.audit.macro.named',
  macro_webhooks: 'settings.audit.table.macro_webhooks',
} as const satisfies Words
const ACTORS = {
  rule: 'settings.audit.actor.rule',
  macro: 'settings.audit.actor.macro',
  system: 'settings.audit.actor.system',
} as const satisfies Record<Exclude<AuditRecord['actor'], 'agent'>, SettingsKey>

/** Who did it. */
export function actorName({ actor, actorId }: AuditRecord, { people }: Names): string {
  if (actor !== 'agent') return t(ACTORS[actor])
  return personName(String(actorId ?? ''), people)
}

/** An act as a sentence; one that this version does not know by its raw name. */
export function actSentence(record: AuditRecord, names: Names): string {
  const { act, detail, subject } = record
  const who = actorName(record, names)
  const isEdited = act === 'approval.approved' && detail.isEdited === true
  const sentence = isEdited ? 'settings.audit.act.approval_edited' : keyIn(ACTS, act)
  if (!sentence) return t('settings.audit.unknown_act', { who, act })
  const [table = '', key = ''] = partsOf(subject)
  return t(sentence, {
    who,
    what: whatOf(record, names),
    whom: table === 'agent' ? personName(key, names.people) : key,
    role: roleName(detail.to ?? detail.role),
    before: roleName(detail.from),
  })
}

function whatOf({ act, detail, subject }: AuditRecord, names: Names): string {
  switch (act.slice(0, act.indexOf('.'))) {
    case 'message': return t(keyIn(EFFECTS, textOf(detail.effect)) ?? 'settings.audit.effect.other')
    case 'approval': return t(keyIn(APPROVALS, textOf(detail.kind)) ?? 'settings.audit.quoted', { name: textOf(detail.kind) })
    case 'order_action': return t(keyIn(ORDERS, textOf(detail.kind)) ?? 'settings.audit.order.other')
    case 'macro': {
      const name = names.macros.get(String(detail.macroId))
      return name ? t('settings.audit.macro.named', { name }) : t('settings.audit.macro.unnamed')
    }
    case 'settings': return settingName(subject, detail, names)
    default: return ''
  }
}

function settingName(subject: string, detail: Record<string, unknown>, { people, rules, macros, tiers, inboxes }: Names): string {
  const [table, key] = partsOf(subject)
  const word = keyIn(TABLES, table)
  if (!word) return t('settings.audit.quoted', { name: subject })
  // What was renamed or removed since is called as the row itself calls it.
  const told = nameIn(detail.to) ?? nameIn(detail.from)
  switch (table) {
    case 'automation_rules': return t(word, { name: told ?? rules.get(key) ?? key })
    case 'chatwoot_macros': return t(word, { name: told ?? macros.get(key) ?? key })
    case 'macro_webhooks': return t(word, { name: told ?? key })
    case 'sla_tiers': return t(word, { name: told ?? tiers.get(key) ?? key })
    case 'routing_inboxes': return t(word, { name: inboxes.get(key) ?? key })
    case 'agent_routing': return t(word, { name: personName(key, people) })
    case 'judge_settings': return t(word, { name: wordIn(JUDGE_WORDS, key) })
    case 'agent_skills': {
      const [agent = '', ...skill] = key.split('/')
      return t(word, { name: personName(agent, people), skill: skill.join('/') })
    }
    default: return t(word, { name: key })
  }
}

function nameIn(row: unknown): string | undefined {
  if (typeof row !== 'object' || row === null) return undefined
  if ('name' in row && typeof row.name === 'string') return row.name
  return 'definition' in row ? nameIn(row.definition) : undefined
}

function personName(id: string, people: Names['people']): string {
  return people.get(id) ?? t('settings.audit.person_gone', { id })
}

function roleName(role: unknown): string {
  return wordIn(ROLE_NAMES, textOf(role)).toLocaleLowerCase(shownLanguage())
}

function partsOf(subject: string): [kind: string, key: string] {
  const at = subject.indexOf(':')
  return at < 0 ? [subject, ''] : [subject.slice(0, at), subject.slice(at + 1)]
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
