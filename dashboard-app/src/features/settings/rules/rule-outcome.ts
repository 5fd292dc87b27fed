import type { RunState } from '#shared/contracts/macro'
import type { RuleActionDo } from '#shared/contracts/rule'
import type { SettingsKey } from '../words'
import type { LoggedRun } from './rules.api'
import { t } from '../words'

// A notice in the panel is there with the run itself; mail and Slack follow.
const OUTSIDE: Record<RuleActionDo, string[]> = {
  add_labels: ['labels'],
  set_priority: ['priority'],
  assign_team: ['team'],
  notify_supervisors: ['mail', 'slack'],
  prepare_draft: [],
  write_draft: [],
  run_macro: [],
  add_note: ['note'],
}
const DECIDED = {
  waiting: 'settings.rules.done.to_decide',
  approved: 'settings.rules.done.approved',
  refused: 'settings.rules.done.refused',
  expired: 'settings.rules.done.expired',
} as const satisfies Record<LoggedRun['approvals'][number]['state'], SettingsKey>

const RAN = {
  running: 'settings.rules.done.waiting',
  waiting: 'settings.rules.done.macro_waiting',
  changed: 'settings.rules.done.macro_waiting',
  done: 'settings.rules.done.done',
  failed: 'settings.rules.done.failed',
  stopped: 'settings.rules.done.stopped',
  refused: 'settings.rules.done.refused',
} as const satisfies Record<RunState, SettingsKey>

/** What became of each effect of a run, in words; mail or Slack that nobody set up is no failure. */
export function effectOutcomes({ effects, outside, approvals, macros }: LoggedRun): string[] {
  return effects.map(({ action }, index) => {
    if (action.do === 'prepare_draft' || action.do === 'write_draft') {
      const approval = approvals.find(one => one.index === index) ?? approvals.find(one => one.index === null)
      return approval ? t(DECIDED[approval.state]) : action.do === 'write_draft' ? t('settings.rules.done.writing') : ''
    }
    if (action.do === 'run_macro') return t(RAN[macros.find(one => one.index === index)?.state ?? 'running'])
    const states = outside.filter(({ effect, code }) => OUTSIDE[action.do].includes(effect) && code !== 'not_configured').map(({ state }) => state)
    if (states.includes('failed')) return t('settings.rules.done.failed')
    return states.every(state => state === 'done') ? t('settings.rules.done.done') : t('settings.rules.done.waiting')
  })
}
