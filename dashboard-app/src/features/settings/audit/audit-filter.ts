import type { SettingsKey } from '../words'

export type ActKind = 'money' | 'messages' | 'approvals' | 'access' | 'settings' | 'macros'
/** `who` is an agent's id, or `rule`, `macro`, `system`; `from` and `to` are days (YYYY-MM-DD) where the reader is. Empty is any. */
export interface AuditFilter { kind: ActKind | '', who: string, conversation: number | '', from: string, to: string }

export const EVERYTHING: AuditFilter = { kind: '', who: '', conversation: '', from: '', to: '' }

/** How the acts of a kind begin. */
export const PREFIXES = {
  money: 'order_action.',
  messages: 'message.',
  approvals: 'approval.',
  access: 'access.',
  settings: 'settings.',
  macros: 'macro.',
} as const satisfies Record<ActKind, string>
export const KIND_NAMES = {
  money: 'settings.audit.kind.money',
  messages: 'settings.audit.kind.messages',
  approvals: 'settings.audit.kind.approvals',
  access: 'settings.audit.kind.access',
  settings: 'settings.audit.kind.settings',
  macros: 'settings.audit.kind.macros',
} as const satisfies Record<ActKind, SettingsKey>
export const ACT_KINDS: readonly ActKind[] = ['money', 'messages', 'approvals', 'access', 'settings', 'macros']

/** The kind of an act; null for one that this version does not know. */
export function kindOf(act: string): ActKind | null {
  return ACT_KINDS.find(kind => act.startsWith(PREFIXES[kind])) ?? null
}

/** When a day begins where the reader is, in epoch ms; `days` later where it is given. Null for what is no day. */
export function dayStart(day: string, days = 0): number | null {
  const start = new Date(`${day}T00:00`)
  start.setDate(start.getDate() + days)
  return Number.isNaN(start.getTime()) ? null : start.getTime()
}
