import type { ConnectionFinding, ConnectionKind } from '#shared/contracts/connection'
import type { SettingsKey } from '../words'
import type { IconName } from '@/ui/icons'
import type { Tone } from '@/ui/UiTag.vue'

/** How serious a finding is: `works`, `partly` (goes on with less), `off` (somebody chose so), `broken`. */
export type Severity = 'works' | 'partly' | 'off' | 'broken'
interface FindingWords { what: SettingsKey, mend: SettingsKey | null }

export const KIND_NAMES = {
  chatwoot: 'settings.connections.kind.chatwoot',
  chatwoot_webhook: 'settings.connections.kind.chatwoot_webhook',
  chatwoot_dashboard_app: 'settings.connections.kind.chatwoot_dashboard_app',
  shopify: 'settings.connections.kind.shopify',
  shopify_webhook: 'settings.connections.kind.shopify_webhook',
  label_seller: 'settings.connections.kind.label_seller',
  language_model: 'settings.connections.kind.language_model',
  sign_in: 'settings.connections.kind.sign_in',
  realtime: 'settings.connections.kind.realtime',
  jobs: 'settings.connections.kind.jobs',
} as const satisfies Record<ConnectionKind, SettingsKey>

export const SEVERITIES = {
  ok: 'works',
  local_only: 'partly',
  actions_limited: 'partly',
  never_received: 'partly',
  registration_refused: 'broken',
  not_configured: 'off',
  unreachable: 'broken',
  credentials_refused: 'broken',
  role_insufficient: 'broken',
  scopes_missing: 'broken',
  not_registered: 'broken',
  events_missing: 'broken',
  addresses_unproven: 'broken',
  dead_letters: 'broken',
} as const satisfies Record<ConnectionFinding, Severity>

export const SEVERITY_LOOKS = {
  works: { tone: 'teal', icon: 'check', words: 'settings.connections.severity.works' },
  partly: { tone: 'amber', icon: 'help', words: 'settings.connections.severity.partly' },
  off: { tone: 'slate', icon: 'stop', words: 'settings.connections.severity.off' },
  broken: { tone: 'ruby', icon: 'alert', words: 'settings.connections.severity.broken' },
} as const satisfies Record<Severity, { tone: Tone, icon: IconName, words: SettingsKey }>

// What holds for any neighbour; the next table knows better where it speaks.
const ANY = {
  ok: { what: 'settings.connections.any.ok', mend: null },
  not_configured: { what: 'settings.connections.any.not_configured', mend: 'settings.connections.any.not_configured_mend' },
  unreachable: { what: 'settings.connections.any.unreachable', mend: 'settings.connections.any.unreachable_mend' },
  credentials_refused: { what: 'settings.connections.any.credentials_refused', mend: 'settings.connections.any.credentials_refused_mend' },
  role_insufficient: { what: 'settings.connections.any.role_insufficient', mend: 'settings.connections.any.role_insufficient_mend' },
  scopes_missing: { what: 'settings.connections.any.scopes_missing', mend: 'settings.connections.any.scopes_missing_mend' },
  actions_limited: { what: 'settings.connections.any.actions_limited', mend: 'settings.connections.any.actions_limited_mend' },
  not_registered: { what: 'settings.connections.any.not_registered', mend: 'settings.connections.any.not_registered_mend' },
  events_missing: { what: 'settings.connections.any.events_missing', mend: 'settings.connections.any.events_missing_mend' },
  never_received: { what: 'settings.connections.any.never_received', mend: 'settings.connections.any.never_received_mend' },
  registration_refused: { what: 'settings.connections.any.registration_refused', mend: 'settings.connections.any.registration_refused_mend' },
  local_only: { what: 'settings.connections.any.local_only', mend: 'settings.connections.any.local_only_mend' },
  addresses_unproven: { what: 'settings.connections.any.addresses_unproven', mend: 'settings.connections.any.addresses_unproven_mend' },
  dead_letters: { what: 'settings.connections.any.dead_letters', mend: 'settings.connections.any.dead_letters_mend' },
} as const satisfies Record<ConnectionFinding, FindingWords>

const OF_KIND: Record<ConnectionKind, Partial<Record<ConnectionFinding, FindingWords>>> = {
  chatwoot: {
    ok: { what: 'settings.connections.chatwoot.ok', mend: null },
    unreachable: { what: 'settings.connections.chatwoot.unreachable', mend: 'settings.connections.chatwoot.unreachable_mend' },
    credentials_refused: { what: 'settings.connections.chatwoot.credentials_refused', mend: 'settings.connections.chatwoot.credentials_refused_mend' },
    role_insufficient: { what: 'settings.connections.chatwoot.role_insufficient', mend: 'settings.connections.chatwoot.role_insufficient_mend' },
  },
  chatwoot_webhook: {
    ok: { what: 'settings.connections.chatwoot_webhook.ok', mend: null },
    not_registered: { what: 'settings.connections.chatwoot_webhook.not_registered', mend: 'settings.connections.chatwoot_webhook.not_registered_mend' },
    events_missing: { what: 'settings.connections.chatwoot_webhook.events_missing', mend: 'settings.connections.chatwoot_webhook.events_missing_mend' },
    never_received: { what: 'settings.connections.chatwoot_webhook.never_received', mend: 'settings.connections.chatwoot_webhook.never_received_mend' },
  },
  chatwoot_dashboard_app: {
    ok: { what: 'settings.connections.chatwoot_dashboard_app.ok', mend: null },
    not_registered: { what: 'settings.connections.chatwoot_dashboard_app.not_registered', mend: 'settings.connections.chatwoot_dashboard_app.not_registered_mend' },
  },
  shopify: {
    ok: { what: 'settings.connections.shopify.ok', mend: null },
    not_configured: { what: 'settings.connections.shopify.not_configured', mend: 'settings.connections.shopify.not_configured_mend' },
    unreachable: { what: 'settings.connections.shopify.unreachable', mend: 'settings.connections.shopify.unreachable_mend' },
    credentials_refused: { what: 'settings.connections.shopify.credentials_refused', mend: 'settings.connections.shopify.credentials_refused_mend' },
    scopes_missing: { what: 'settings.connections.shopify.scopes_missing', mend: 'settings.connections.shopify.scopes_missing_mend' },
  },
  shopify_webhook: {
    ok: { what: 'settings.connections.shopify_webhook.ok', mend: null },
    not_configured: { what: 'settings.connections.shopify.not_configured', mend: 'settings.connections.shopify.not_configured_mend' },
    not_registered: { what: 'settings.connections.shopify_webhook.not_registered', mend: 'settings.connections.shopify_webhook.not_registered_mend' },
    never_received: { what: 'settings.connections.shopify_webhook.never_received', mend: 'settings.connections.shopify_webhook.never_received_mend' },
    registration_refused: { what: 'settings.connections.shopify_webhook.registration_refused', mend: 'settings.connections.shopify_webhook.registration_refused_mend' },
    unreachable: { what: 'settings.connections.shopify.unreachable', mend: 'settings.connections.shopify.unreachable_mend' },
    credentials_refused: { what: 'settings.connections.shopify.credentials_refused', mend: 'settings.connections.shopify.credentials_refused_mend' },
  },
  label_seller: {
    ok: { what: 'settings.connections.label_seller.ok', mend: null },
    not_configured: { what: 'settings.connections.label_seller.not_configured', mend: 'settings.connections.label_seller.not_configured_mend' },
    unreachable: { what: 'settings.connections.label_seller.unreachable', mend: 'settings.connections.label_seller.unreachable_mend' },
    credentials_refused: {
      what: 'settings.connections.label_seller.credentials_refused',
      mend: 'settings.connections.label_seller.credentials_refused_mend',
    },
  },
  language_model: {
    ok: { what: 'settings.connections.language_model.ok', mend: null },
    local_only: { what: 'settings.connections.language_model.local_only', mend: 'settings.connections.language_model.local_only_mend' },
  },
  sign_in: {
    ok: { what: 'settings.connections.sign_in.ok', mend: null },
    addresses_unproven: { what: 'settings.connections.sign_in.addresses_unproven', mend: 'settings.connections.sign_in.addresses_unproven_mend' },
  },
  realtime: {
    ok: { what: 'settings.connections.realtime.ok', mend: null },
    unreachable: { what: 'settings.connections.realtime.unreachable', mend: 'settings.connections.realtime.unreachable_mend' },
  },
  jobs: {
    ok: { what: 'settings.connections.jobs.ok', mend: null },
    dead_letters: { what: 'settings.connections.jobs.dead_letters', mend: 'settings.connections.jobs.dead_letters_mend' },
  },
}

/** What a check found and how to mend it, in an admin's words. */
export function findingWords(kind: ConnectionKind, finding: ConnectionFinding): FindingWords {
  return OF_KIND[kind][finding] ?? ANY[finding]
}
