import type { ActionKind, ActionRefusal, CancelReason, HoldReason, Rehearsal } from '#shared/contracts/order-action'
import type en from './locales/en.json'
import type { WordsOf } from '@/core/lazy-words'
import { createWords } from '@/core/lazy-words'

type ActionKey = WordsOf<typeof en>

/** Words for what is done with orders; loaded by whoever shows them. */
export const { load: loadActionWords, t, language: shownLanguage } = createWords<ActionKey>('order_actions', {
  en: async () => import('./locales/en.json'),
  es: async () => import('./locales/es.json'),
  fr: async () => import('./locales/fr.json'),
})

export const KIND_WORDS = {
  refund: 'actions.kind.refund',
  cancel: 'actions.kind.cancel',
  discount: 'actions.kind.discount',
  hold: 'actions.kind.hold',
  release: 'actions.kind.release',
  address: 'actions.kind.address',
  replace: 'actions.kind.replace',
  edit: 'actions.kind.edit',
  note: 'actions.kind.note',
  invoice: 'actions.kind.invoice',
  return: 'actions.kind.return',
  return_label: 'actions.kind.return_label',
  return_process: 'actions.kind.return_process',
} as const satisfies Record<ActionKind, ActionKey>

/** What the button is called that does it. */
export const DO_WORDS = {
  refund: 'actions.do.refund',
  cancel: 'actions.do.cancel',
  discount: 'actions.do.discount',
  hold: 'actions.do.hold',
  release: 'actions.do.release',
  address: 'actions.do.address',
  replace: 'actions.do.replace',
  edit: 'actions.do.edit',
  note: 'actions.do.note',
  invoice: 'actions.do.invoice',
  return: 'actions.do.return',
  return_label: 'actions.do.return_label',
  return_process: 'actions.do.return_process',
} as const satisfies Record<ActionKind, ActionKey>

export const CANCEL_WORDS = {
  customer: 'actions.cancel.customer',
  declined: 'actions.cancel.declined',
  fraud: 'actions.cancel.fraud',
  inventory: 'actions.cancel.inventory',
  staff: 'actions.cancel.staff',
  other: 'actions.cancel.other',
} as const satisfies Record<CancelReason, ActionKey>

export const HOLD_WORDS = {
  incorrect_address: 'actions.hold.incorrect_address',
  inventory_out_of_stock: 'actions.hold.inventory_out_of_stock',
  high_risk_of_fraud: 'actions.hold.high_risk_of_fraud',
  awaiting_payment: 'actions.hold.awaiting_payment',
  other: 'actions.hold.other',
} as const satisfies Record<HoldReason, ActionKey>

type Second = NonNullable<Rehearsal['second']>
export const SECOND_WORDS = {
  sum: 'actions.rehearsal.second.sum',
  day: 'actions.rehearsal.second.day',
  late: 'actions.rehearsal.second.late',
  exception: 'actions.rehearsal.second.exception',
} as const satisfies Record<Second['because'], ActionKey>
export const ROLE_WORDS = {
  agent: 'actions.role.agent',
  supervisor: 'actions.role.supervisor',
  admin: 'actions.role.admin',
} as const satisfies Record<Second['role'], ActionKey>

export const REFUSAL_WORDS = {
  order_not_found: 'actions.refusal.order_not_found',
  order_of_another: 'actions.refusal.order_of_another',
  order_cancelled: 'actions.refusal.order_cancelled',
  already_shipped: 'actions.refusal.already_shipped',
  already_held: 'actions.refusal.already_held',
  not_held: 'actions.refusal.not_held',
  nothing_asked: 'actions.refusal.nothing_asked',
  nothing_paid: 'actions.refusal.nothing_paid',
  nothing_to_change: 'actions.refusal.nothing_to_change',
  line_not_in_order: 'actions.refusal.line_not_in_order',
  quantity_too_large: 'actions.refusal.quantity_too_large',
  shipping_too_large: 'actions.refusal.shipping_too_large',
  amount_too_large: 'actions.refusal.amount_too_large',
  no_store_credit: 'actions.refusal.no_store_credit',
  no_place_to_restock: 'actions.refusal.no_place_to_restock',
  percent_too_large: 'actions.refusal.percent_too_large',
  sum_too_large: 'actions.refusal.sum_too_large',
  too_many_lines: 'actions.refusal.too_many_lines',
  address_incomplete: 'actions.refusal.address_incomplete',
  no_variant: 'actions.refusal.no_variant',
  not_free: 'actions.refusal.not_free',
  not_editable: 'actions.refusal.not_editable',
  note_too_long: 'actions.refusal.note_too_long',
  nothing_to_pay: 'actions.refusal.nothing_to_pay',
  no_email: 'actions.refusal.no_email',
  draft_gone: 'actions.code.draft_gone',
  shop_refused: 'actions.code.shop_refused',
  not_returnable: 'actions.refusal.not_returnable',
  reason_unknown: 'actions.refusal.reason_unknown',
  note_needed: 'actions.refusal.note_needed',
  return_closed: 'actions.refusal.return_closed',
  labelled_already: 'actions.refusal.labelled_already',
  several_parcels: 'actions.refusal.several_parcels',
  customer_owes: 'actions.refusal.customer_owes',
  no_label_provider: 'actions.refusal.no_label_provider',
  no_label_address: 'actions.refusal.no_label_address',
  no_label_offer: 'actions.refusal.no_label_offer',
  label_too_dear: 'actions.refusal.label_too_dear',
} as const satisfies Record<ActionRefusal, ActionKey>

const CODE_WORDS: Record<string, ActionKey> = {
  ...REFUSAL_WORDS,
  order_cancelled: 'actions.code.order_cancelled',
  order_changed: 'actions.code.order_changed',
  scope_missing: 'actions.code.scope_missing',
  shop_refused: 'actions.code.shop_refused',
  shopify_busy: 'actions.code.shopify_busy',
  shopify_unreachable: 'actions.code.shopify_unreachable',
  code_taken: 'actions.code.code_taken',
  invoice_unknown: 'actions.code.invoice_unknown',
  edit_expired: 'actions.code.edit_expired',
  return_changed: 'actions.code.return_changed',
  in_doubt: 'actions.code.in_doubt',
  label_refused: 'actions.code.label_refused',
  label_unreachable: 'actions.code.label_unreachable',
  closed_by_person: 'actions.code.closed_by_person',
}
/** Why an action is not done, or not yet. */
export function codeWords(code: string): ActionKey {
  return CODE_WORDS[code] ?? 'actions.code.other'
}

const FACT_WORDS: Record<string, ActionKey> = {
  left: 'actions.fact.left',
  payment: 'actions.fact.payment',
  shipment: 'actions.fact.shipment',
  address: 'actions.fact.address',
  total: 'actions.fact.total',
  owed: 'actions.fact.owed',
  invoiced: 'actions.fact.invoiced',
  return: 'actions.fact.return',
  label: 'actions.fact.label',
}
/** What a fact of an order is called; facts about a line carry its title. */
export function factName(fact: string): string {
  const [kind = '', ...title] = fact.split(':')
  const word = FACT_WORDS[kind]
  return word ? t(word) : t('actions.fact.units', { title: title.join(':') })
}
