import type { AuditRecord } from '#shared/contracts/audit'
import type { SettingsKey } from '../words'
import type { Names } from './audit.api'
import { JUDGE_WORDS } from '../judges/judge-words'
import { ROLE_NAMES } from '../people/person'
import { keyIn, shownLanguage, t, wordIn } from '../words'
import { ACTORS, ACTS, APPROVALS, EFFECTS, ORDERS, SECRETS, TABLES, TOLD } from './audit-names'

/** Who did it. */
export function actorName(record: AuditRecord, { people }: Names): string {
  const { actor, actorId } = record
  const teller = tellerOf(record)
  if (teller) return t(teller)
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

function whatOf(record: AuditRecord, names: Names): string {
  const { act, detail, subject } = record
  switch (act.slice(0, act.indexOf('.'))) {
    case 'message': {
      const recipient = detail.recipientId ?? (tellerOf(record) && record.actorId)
      if (recipient) return t('settings.audit.effect.mail_to', { name: personName(String(recipient), names.people) })
      return t(keyIn(EFFECTS, textOf(detail.effect)) ?? 'settings.audit.effect.other')
    }
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
    case 'account_secrets': return t(word, { name: wordIn(SECRETS, key) })
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

/** Who told a person something by mail, in rows of an earlier version: they call that person the actor. */
function tellerOf({ actor, act, detail }: AuditRecord): SettingsKey | undefined {
  if (actor !== 'agent' || !act.startsWith('message.') || detail.effect !== 'mail') return undefined
  return keyIn(TOLD, textOf(detail.reason))
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
