import type { PlannedStep } from '#shared/contracts/macro'
import { kindOf } from '#shared/macros/action'
import { KIND_WORDS, t as orderWords } from '@/core/order-actions/words'
import { ACT_WORDS, t } from './words'

export const PRIORITY_WORDS = {
  low: 'macros.priority.low',
  medium: 'macros.priority.medium',
  high: 'macros.priority.high',
  urgent: 'macros.priority.urgent',
} as const
export const STATUS_WORDS = {
  open: 'macros.status.open',
  resolved: 'macros.status.resolved',
  pending: 'macros.status.pending',
  snoozed: 'macros.status.snoozed',
} as const

/** What a step is called. */
export function stepName({ act }: Pick<PlannedStep, 'act'>): string {
  return act.do === 'order_action' ? orderWords(KIND_WORDS[kindOf(act)]) : t(ACT_WORDS[act.do])
}
