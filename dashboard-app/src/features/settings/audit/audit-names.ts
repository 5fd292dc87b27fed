import type { AuditRecord } from '#shared/contracts/audit'
import type { SettingsKey } from '../words'

type Words = Readonly<Record<string, SettingsKey>>

export const ACTS = {
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
  'order_action.payout_failed': 'settings.audit.act.order_payout_failed',
  'order_action.payout_unknown': 'settings.audit.act.order_payout_unknown',
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
export const EFFECTS = {
  message: 'settings.audit.effect.message',
  note: 'settings.audit.effect.note',
  mail: 'settings.audit.effect.mail',
  slack: 'settings.audit.effect.slack',
  webhook: 'settings.audit.effect.webhook',
} as const satisfies Words
export const APPROVALS = {
  draft: 'settings.audit.approval.draft',
  order_action: 'settings.audit.approval.order_action',
  macro_step: 'settings.audit.approval.macro_step',
} as const satisfies Words
export const ORDERS = {
  refund: 'settings.audit.order.refund',
  cancel: 'settings.audit.order.cancel',
  discount: 'settings.audit.order.discount',
  hold: 'settings.audit.order.hold',
  release: 'settings.audit.order.release',
  address: 'settings.audit.order.address',
  replace: 'settings.audit.order.replace',
  edit: 'settings.audit.order.edit',
  note: 'settings.audit.order.note',
  invoice: 'settings.audit.order.invoice',
  return: 'settings.audit.order.return',
  return_label: 'settings.audit.order.return_label',
  return_process: 'settings.audit.order.return_process',
} as const satisfies Words
export const TABLES = {
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
export const SECRETS = {
  chatwoot_api_token: 'settings.audit.secret.chatwoot_api_token',
  chatwoot_webhook_secret: 'settings.audit.secret.chatwoot_webhook_secret',
  shopify_client_id: 'settings.audit.secret.shopify_client_id',
  shopify_client_secret: 'settings.audit.secret.shopify_client_secret',
  shopify_former_secret: 'settings.audit.secret.shopify_former_secret',
  shopify_access_token: 'settings.audit.secret.shopify_access_token',
  label_api_key: 'settings.audit.secret.label_api_key',
} as const satisfies Words
export const ACTORS = {
  rule: 'settings.audit.actor.rule',
  macro: 'settings.audit.actor.macro',
  system: 'settings.audit.actor.system',
} as const satisfies Record<Exclude<AuditRecord['actor'], 'agent'>, SettingsKey>
/** Why a mail goes to a person whom it names: nobody's hand sent it. */
export const TOLD = { sla_yellow: ACTORS.system, sla_red: ACTORS.system, rule: ACTORS.rule, money: ACTORS.system } as const satisfies Words
