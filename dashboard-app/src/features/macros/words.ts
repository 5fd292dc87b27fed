import type { MacroAct, RunState, StepHole, StepState } from '#shared/contracts/macro'
import type { UndoReason } from '#shared/contracts/macro-undo'
import type en from './locales/en.json'
import type { WordsOf } from '@/core/lazy-words'
import { createWords } from '@/core/lazy-words'

export type MacroKey = WordsOf<typeof en>

/** The words of the palette of macros in the panel's language. */
export const { load: loadWords, t, language } = createWords<MacroKey>('macros', {
  en: async () => import('./locales/en.json'),
  es: async () => import('./locales/es.json'),
  fr: async () => import('./locales/fr.json'),
})

export const ACT_WORDS = {
  send_message: 'macros.act.send_message',
  add_note: 'macros.act.add_note',
  notify_supervisors: 'macros.act.notify_supervisors',
  notify: 'macros.act.notify',
  call_webhook: 'macros.act.call_webhook',
  add_labels: 'macros.act.add_labels',
  set_priority: 'macros.act.set_priority',
  assign_team: 'macros.act.assign_team',
  assign_me: 'macros.act.assign_me',
  set_status: 'macros.act.set_status',
  ask_approval: 'macros.act.ask_approval',
  wait: 'macros.act.wait',
  order_action: 'macros.act.order_action',
  stop: 'macros.act.stop',
} as const satisfies Record<MacroAct['do'], MacroKey>

export const HOLE_WORDS = {
  value: 'macros.hole.value',
  language: 'macros.hole.language',
  team: 'macros.hole.team',
  supervisors: 'macros.hole.supervisors',
  mail: 'macros.hole.mail',
  slack: 'macros.hole.slack',
  webhook: 'macros.hole.webhook',
  cannot_reply: 'macros.hole.cannot_reply',
  order: 'macros.hole.order',
  part: 'macros.hole.part',
  refused: 'macros.hole.refused',
} as const satisfies Record<StepHole['because'], MacroKey>

export const STEP_WORDS = {
  todo: 'macros.step.todo',
  pending: 'macros.step.pending',
  done: 'macros.step.done',
  skipped: 'macros.step.skipped',
  failed: 'macros.step.failed',
} as const satisfies Record<StepState, MacroKey>

export const RUN_WORDS = {
  running: 'macros.run.running',
  waiting: 'macros.run.waiting',
  changed: 'macros.run.changed',
  done: 'macros.run.done',
  failed: 'macros.run.failed',
  stopped: 'macros.run.stopped',
  refused: 'macros.run.refused',
} as const satisfies Record<RunState, MacroKey>

/** Why a step of a run failed, where the run itself knows it; the rest are words of the shop. */
export const CODE_WORDS: Record<string, MacroKey> = {
  value_missing: 'macros.code.value_missing',
  order_busy: 'macros.code.order_busy',
  agent_unknown: 'macros.code.agent_unknown',
  not_configured: 'macros.code.not_configured',
  mail_refused: 'macros.code.mail_refused',
  mail_unreachable: 'macros.code.mail_unreachable',
  slack_refused: 'macros.code.slack_refused',
  slack_unreachable: 'macros.code.slack_unreachable',
  unknown_outcome: 'macros.code.unknown_outcome',
  webhook_gone: 'macros.code.webhook_gone',
  webhook_address: 'macros.code.webhook_address',
  webhook_refused: 'macros.code.webhook_refused',
  webhook_redirected: 'macros.code.webhook_redirected',
  webhook_unreachable: 'macros.code.webhook_unreachable',
}

/** Why a step of a run stays when the rest is undone. */
export const UNDO_REASONS = {
  sent: 'macros.undo.because.sent',
  noted: 'macros.undo.because.noted',
  told: 'macros.undo.because.told',
  refunded: 'macros.undo.because.refunded',
  cancelled: 'macros.undo.because.cancelled',
  order: 'macros.undo.because.order',
  changed: 'macros.undo.because.changed',
  already: 'macros.undo.because.already',
  unknown: 'macros.undo.because.unknown',
  over: 'macros.undo.because.over',
  used: 'macros.undo.because.used',
} as const satisfies Record<UndoReason, MacroKey>

/** What is compared when a run goes on after a pause; values of texts and facts of an action have words of their own. */
export const FACT_WORDS: Record<string, MacroKey> = {
  can_reply: 'macros.change.fact.can_reply',
  labels: 'macros.change.fact.labels',
  priority: 'macros.change.fact.priority',
  team: 'macros.change.fact.team',
  assignee: 'macros.change.fact.assignee',
  status: 'macros.change.fact.status',
  order: 'macros.change.fact.order',
  fulfilment: 'macros.change.fact.fulfilment',
  payment_state: 'macros.change.fact.payment_state',
  tracking: 'macros.change.fact.tracking',
  label_shop: 'macros.change.fact.label_shop',
  language: 'macros.change.fact.language',
}
