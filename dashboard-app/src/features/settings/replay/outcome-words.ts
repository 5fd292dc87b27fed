import type { Estimate, ReplayFigures } from '#shared/contracts/replay-result'
import type { ReplayOutcome } from '#shared/contracts/replays'
import type { SettingsKey } from '../words'
import { shownLanguage, t } from '../words'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const DAYS = { unit: 'day', length: DAY, below: Infinity, digits: 1 }
const UNITS = [
  { unit: 'second', length: 1, below: 90, digits: 0 },
  { unit: 'minute', length: MINUTE, below: 90 * MINUTE, digits: 0 },
  { unit: 'hour', length: HOUR, below: 2 * DAY, digits: 1 },
]
const NO_FIGURE = '–'

/** A figure, and the interval that holds 95 % of its resamples; null where there is none. */
interface FigureWords { value: string, interval: string | null }
type Measure = 'waitP50Seconds' | 'waitP90Seconds' | 'fairness' | 'workFairness'
export interface OutcomeRow { key: SettingsKey, before: FigureWords, after: FigureWords, change: FigureWords }

/** A span of seconds as a reader wants it: 45 s, 12 min, 3.4 h, 2 days. */
function waitWords(seconds: number): string {
  const size = Math.abs(seconds)
  const { unit, length, digits } = UNITS.find(({ below }) => size < below) ?? DAYS
  const format = new Intl.NumberFormat(shownLanguage(), { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits })
  return format.format(seconds / length)
}

/** Before and after, row by row, with what changed. */
export function outcomeRows({ result: { before, after, change } }: ReplayOutcome): OutcomeRow[] {
  const number = (value: number) => new Intl.NumberFormat(shownLanguage(), { maximumFractionDigits: 2 }).format(value)
  const shares = new Intl.NumberFormat(shownLanguage(), { style: 'percent', maximumFractionDigits: 1 })
  const percent = (value: number) => shares.format(value)
  const counts = (key: SettingsKey, pick: (figures: ReplayFigures) => number): OutcomeRow => ({
    key,
    before: plain(number(pick(before))),
    after: plain(number(pick(after))),
    change: plain(signed(pick(after) - pick(before), number)),
  })
  const measured = (key: SettingsKey, field: Measure, words: (value: number) => string): OutcomeRow => ({
    key,
    before: figure(before[field], words),
    after: figure(after[field], words),
    change: figure(change[field], value => signed(value, words)),
  })
  return [
    { ...counts('settings.replay.row.broken', ({ broken }) => broken), change: figure(negated(change.fewerBroken), value => signed(value, percent)) },
    { key: 'settings.replay.row.broken_share', before: figure(before.brokenShare, percent), after: figure(after.brokenShare, percent), change: plain('') },
    measured('settings.replay.row.wait_p50', 'waitP50Seconds', waitWords),
    measured('settings.replay.row.wait_p90', 'waitP90Seconds', waitWords),
    measured('settings.replay.row.fairness', 'fairness', number),
    measured('settings.replay.row.work_fairness', 'workFairness', number),
    counts('settings.replay.row.reassignments', ({ reassignments }) => reassignments),
    counts('settings.replay.row.unanswered', ({ unanswered }) => unanswered),
  ]
}

/** What came of it in one sentence. */
export function verdictOf({ result: { before, after, change } }: ReplayOutcome): string {
  if (after.promises === 0 && before.promises === 0) return t('settings.replay.verdict.no_promises')
  const counts = { before: before.broken, after: after.broken }
  const { fewerBroken } = change
  if (!fewerBroken || (fewerBroken.low <= 0 && fewerBroken.high >= 0)) return t('settings.replay.verdict.unclear', counts)
  return fewerBroken.low > 0 ? t('settings.replay.verdict.better', counts) : t('settings.replay.verdict.worse', counts)
}

function plain(value: string): FigureWords {
  return { value, interval: null }
}
function figure(estimate: Estimate, words: (value: number) => string): FigureWords {
  if (!estimate) return plain(NO_FIGURE)
  const { value, low, high } = estimate
  const [from, to] = [words(low), words(high)]
  return { value: words(value), interval: from === to ? null : t('settings.replay.interval', { from, to }) }
}
function negated(estimate: Estimate): Estimate {
  return estimate && { value: -estimate.value, low: -estimate.high, high: -estimate.low }
}
function signed(value: number, words: (value: number) => string): string {
  const shown = words(Math.abs(value))
  if (shown === words(0)) return shown
  return value > 0 ? `+${shown}` : `−${shown}`
}
