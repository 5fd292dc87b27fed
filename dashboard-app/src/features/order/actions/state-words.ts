import type { PlacedAction } from '#shared/contracts/order-action'
import type { Tone } from '@/ui/UiTag.vue'
import { t } from '@/core/order-actions/words'

const STATES = {
  waiting_approval: { word: 'actions.state.waiting_approval', tone: 'amber' },
  ready: { word: 'actions.state.ready', tone: 'blue' },
  sent: { word: 'actions.state.sent', tone: 'blue' },
  unknown: { word: 'actions.state.unknown', tone: 'amber' },
  done: { word: 'actions.state.done', tone: 'teal' },
  failed: { word: 'actions.state.failed', tone: 'ruby' },
  refused: { word: 'actions.state.refused', tone: 'ruby' },
  expired: { word: 'actions.state.expired', tone: 'slate' },
  stopped: { word: 'actions.state.stopped', tone: 'slate' },
} as const satisfies Record<PlacedAction['state'], { word: Parameters<typeof t>[0], tone: Tone }>

// What was done, and is not over: the bank has the last word.
const PAYOUTS = {
  pending: { word: 'actions.payout.pending', tone: 'blue' },
  failed: { word: 'actions.payout.failed', tone: 'ruby' },
  unknown: { word: 'actions.payout.unknown', tone: 'amber' },
  paid: STATES.done,
} as const satisfies Record<NonNullable<PlacedAction['payout']>['state'], { word: Parameters<typeof t>[0], tone: Tone }>

/** How far an action is, in words and a colour. */
export function stateOf(action: Pick<PlacedAction, 'state' | 'decidedBy' | 'code' | 'payout'>): { text: string, tone: Tone } {
  const { state, decidedBy, code, payout } = action
  if (payout) return { text: t(PAYOUTS[payout.state].word), tone: PAYOUTS[payout.state].tone }
  // The shop said that it has begun, so nothing is in doubt.
  const shown = state === 'unknown' && code === 'in_progress' ? 'sent' : state
  return { text: t(STATES[shown].word, { name: decidedBy ?? t('actions.somebody') }), tone: STATES[shown].tone }
}
