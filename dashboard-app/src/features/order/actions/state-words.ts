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

/** How far an action is, in words and a colour. */
export function stateOf({ state, decidedBy, code }: Pick<PlacedAction, 'state' | 'decidedBy' | 'code'>): { text: string, tone: Tone } {
  // The shop said that it has begun, so nothing is in doubt.
  const shown = state === 'unknown' && code === 'in_progress' ? 'sent' : state
  return { text: t(STATES[shown].word, { name: decidedBy ?? t('actions.somebody') }), tone: STATES[shown].tone }
}
