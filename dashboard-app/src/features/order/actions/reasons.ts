import type { ActionKind, OrderAction, Rehearsal } from '#shared/contracts/order-action'
import { CANCEL_WORDS, HOLD_WORDS, t } from '@/core/order-actions/words'

const GOODS = ['actions.reason.damaged', 'actions.reason.missing', 'actions.reason.wrong', 'actions.reason.unwanted', 'actions.reason.goodwill'] as const
const WISH = ['actions.reason.asked', 'actions.reason.mistake'] as const

/** The usual reasons, by what is done. */
export const REASONS = {
  refund: GOODS,
  replace: GOODS,
  discount: ['actions.reason.goodwill', 'actions.reason.damaged', 'actions.reason.missing', 'actions.reason.wrong'],
  cancel: WISH,
  hold: WISH,
  release: ['actions.reason.settled', ...WISH],
  address: WISH,
  edit: WISH,
  note: WISH,
  invoice: WISH,
  return: WISH,
  return_label: WISH,
  return_process: ['actions.reason.back'],
} as const satisfies Record<ActionKind, readonly Parameters<typeof t>[0][]>
export type Reason = typeof REASONS[ActionKind][number]

/** The reason that the form has asked for already; empty where it has not. */
export function givenReason(action: OrderAction, { effects }: Pick<Rehearsal, 'effects'>): string {
  if (action.do === 'cancel') return action.because === 'other' ? '' : t(CANCEL_WORDS[action.because])
  if (action.do === 'hold') return action.because === 'other' ? '' : t(HOLD_WORDS[action.because])
  return [...new Set(effects.flatMap(effect => effect.is === 'comes_back' ? [effect.reason] : []))].join(', ')
}
