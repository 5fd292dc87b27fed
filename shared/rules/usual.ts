import type { SpikeSensitivity } from '../contracts/rule.ts'
import { Temporal } from 'temporal-polyfill'

/** What a week held: conversations of the categories in the window and in the seven days that end with it, and all that were sorted. */
export interface PastWeek { inWindow: number, inWeek: number, allInWeek: number }
/** What is usual in a window: `mean` conversations, from so many weeks; the smaller `size`, the less is sure of it. */
export interface Usual { mean: number, size: number, weeks: number }

export const LOOKS_BACK_WEEKS = 8
/** With fewer, nobody can say what is usual. */
const LEAST_WEEKS = 2
// How often an ordinary window may reach the count by chance.
const CHANCE = { somewhat: 0.01, clearly: 0.001, far: 0.0001 } as const satisfies Record<SpikeSensitivity, number>
const WEEK_SECONDS = 604_800
// The average of all hours counts as one more week of this one; half a conversation keeps "never yet" from meaning "impossible".
const AVERAGE_WEEKS = 1
const HALF = 0.5
// Days differ by a sixth even when nothing is wrong, however many weeks are known.
const SUREST = 30
// A week with less than this share of the fullest is one of which most was never seen, as before an account was linked.
const LEAST_SHARE = 0.25

/** The ends of the same window in past weeks, epoch ms, the latest first: the same weekday and wall time in the zone. */
export function pastEnds(now: number, timeZone: string): number[] {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone)
  return Array.from({ length: LOOKS_BACK_WEEKS }, (_, week) => today.subtract({ weeks: week + 1 }).epochMilliseconds)
}

/** How many of these weeks, the latest first, are known well enough to count. */
export function knownWeeks(weeks: PastWeek[]): number {
  const least = Math.max(1, ...weeks.map(({ allInWeek }) => allInWeek * LEAST_SHARE))
  return weeks.findLastIndex(({ allInWeek }) => allInWeek >= least) + 1
}

/**
 * What is usual in a window of so many seconds, from past weeks (the latest first); null where too little is known. A gamma prior at
 * the account's average, updated by each week's count: its predictive distribution is negative binomial (Gelman, Bayesian Data
 * Analysis, 2.6). The highest week counts as the one below it, so an incident does not hide the next.
 */
export function usualOf(weeks: PastWeek[], windowSeconds: number): Usual | null {
  const known = weeks.slice(0, knownWeeks(weeks))
  if (known.length < LEAST_WEEKS) return null
  const counts = known.map(({ inWindow }) => inWindow).sort((a, b) => a - b)
  const calm = counts.length > LEAST_WEEKS ? [...counts.slice(0, -1), counts.at(-2) ?? 0] : counts
  const average = sum(known.map(({ inWeek }) => inWeek)) / known.length * (windowSeconds / WEEK_SECONDS)
  const shape = HALF + AVERAGE_WEEKS * average + sum(calm)
  return { mean: shape / (AVERAGE_WEEKS + known.length), size: Math.min(shape, SUREST), weeks: known.length }
}

/** Whether a count is one that ordinary windows reach too seldom. */
export function isUnusual(count: number, { mean, size }: Usual, sensitivity: SpikeSensitivity): boolean {
  return count > mean && tailChance(count, mean, size) < CHANCE[sensitivity]
}

/** The chance that a negative binomial variable of this mean and size reaches `count`. */
export function tailChance(count: number, mean: number, size: number): number {
  const odds = mean / (mean + size)
  let term = (size / (mean + size)) ** size
  let below = 0
  for (let k = 0; k < count; k++) {
    below += term
    term *= odds * (size + k) / (k + 1)
  }
  return Math.min(1, Math.max(0, 1 - below))
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
