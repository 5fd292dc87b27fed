import type { SpikeSensitivity } from '../contracts/rule.ts'
import type { PastWeek } from './usual.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random/seeded.ts'
import { isUnusual, knownWeeks, LOOKS_BACK_WEEKS, pastEnds, tailChance, usualOf } from './usual.ts'

const HOUR = 3_600_000
const WEEK = 168 * HOUR
const weeksOf = (counts: number[], inWeek = 200, allInWeek = 1_000): PastWeek[] => counts.map(inWindow => ({ inWindow, inWeek, allInWeek }))
const SENSITIVITIES: SpikeSensitivity[] = ['somewhat', 'clearly', 'far']

describe('pastEnds', () => {
  it('keeps the weekday and the wall time across a change of the clock', () => {
    const ends = pastEnds(Date.parse('2026-04-06T09:30:00+02:00'), 'Europe/Paris')
    expect(ends.slice(0, 2).map(at => new Date(at).toISOString())).toEqual(['2026-03-30T07:30:00.000Z', '2026-03-23T08:30:00.000Z'])
    expect(ends).toHaveLength(LOOKS_BACK_WEEKS)
  })
})

describe('usualOf', () => {
  it('says nothing while less than two weeks are known', () => {
    expect(usualOf(weeksOf([4]), 3_600)).toBeNull()
    expect(usualOf([], 3_600)).toBeNull()
    expect(usualOf(weeksOf([4, 4]), 3_600)?.weeks).toBe(2)
  })

  it('leaves out the weeks before the account was linked, of which little was seen', () => {
    const weeks = [...weeksOf([4, 5, 4]), ...weeksOf([0, 0, 0, 0, 0], 3, 12)]
    expect(knownWeeks(weeks)).toBe(3)
    expect(usualOf(weeks, 3_600)?.weeks).toBe(3)
  })

  it('keeps a week in between in which nobody wrote', () => {
    expect(knownWeeks([...weeksOf([4]), ...weeksOf([0], 0, 0), ...weeksOf([4])])).toBe(3)
  })

  it('leans on the average of the account while few weeks are known', () => {
    const [few, many] = [usualOf(weeksOf([12, 12], 168), 3_600), usualOf(weeksOf(Array.from({ length: 8 }, () => 12), 168), 3_600)]
    expect(few?.mean).toBeCloseTo((0.5 + 1 + 24) / 3)
    expect(many?.mean).toBeCloseTo((0.5 + 1 + 96) / 9)
  })

  it('lets one incident of the past not hide the next', () => {
    const usual = usualOf(weeksOf([3, 2, 60, 3, 2, 3, 2, 3]), 3_600)
    expect(usual?.mean).toBeLessThan(4)
    expect(usual && isUnusual(20, usual, 'clearly')).toBe(true)
  })

  it('grows with what was there, and stays between its least and its greatest', () => {
    const counts = fc.array(fc.nat(300), { minLength: 2, maxLength: LOOKS_BACK_WEEKS })
    fc.assert(fc.property(counts, fc.nat(7), fc.nat(5_000), (past, at, inWeek) => {
      const usual = usualOf(weeksOf(past, inWeek, 10_000), 3_600)
      const more = usualOf(weeksOf(past.map((count, index) => index === at ? count + 1 : count), inWeek, 10_000), 3_600)
      expect(more?.mean).toBeGreaterThanOrEqual(usual?.mean ?? Number.NaN)
      const average = inWeek / 168
      expect(usual?.mean).toBeGreaterThan(0)
      expect(usual?.mean).toBeLessThanOrEqual(Math.max(average, ...past) + 0.5)
    }))
  })
})

describe('isUnusual', () => {
  const within = (min: number, max: number) => fc.double({ min, max, noNaN: true })
  const usuals = fc.record({ mean: within(0.05, 400), size: within(0.5, 30), weeks: fc.constant(8) })

  it('once true stays true for every higher count and every blunter sensitivity', () => {
    fc.assert(fc.property(usuals, fc.integer({ min: 1, max: 900 }), fc.constantFrom(...SENSITIVITIES), (usual, count, sensitivity) => {
      fc.pre(isUnusual(count, usual, sensitivity))
      expect(isUnusual(count + 1, usual, sensitivity)).toBe(true)
      for (const blunter of SENSITIVITIES.slice(0, SENSITIVITIES.indexOf(sensitivity))) expect(isUnusual(count, usual, blunter)).toBe(true)
    }))
  })

  it('never calls the usual, or less, a spike', () => {
    fc.assert(fc.property(usuals, within(0, 1), (usual, share) => {
      expect(isUnusual(Math.floor(usual.mean * share), usual, 'somewhat')).toBe(false)
    }))
  })

  it('knows the chances of a negative binomial: they fall from one, and sum to the mean', () => {
    fc.assert(fc.property(within(0.05, 30), within(2, 30), (mean, size) => {
      const tails = Array.from({ length: 1_500 }, (_, count) => tailChance(count, mean, size))
      expect(tails[0]).toBe(1)
      expect(tails.every((tail, at) => at === 0 || tail <= (tails[at - 1] ?? 0) + 1e-9)).toBe(true)
      expect(tails.slice(1).reduce((total, tail) => total + tail, 0)).toBeCloseTo(mean, 3)
    }), { numRuns: 40 })
  })
})

const BELL = Array.from({ length: 24 }, (_, hour) => 0.05 + Math.exp(-(((hour - 14) / 4) ** 2)))
const shareOf = (hour: number) => (BELL[hour] ?? 0) / BELL.reduce((total, one) => total + one, 0)

/** Arrivals of twelve weeks: a shop's day and week, days that differ by a seventh, and chance. Times are hours since a Monday. */
function arrivals(perDay: number, seed: number): number[] {
  const random = seededRandom(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const times: number[] = []
  for (let day = 0; day < 84; day++) {
    const busy = Math.exp(0.15 * normal()) * (day % 7 === 0 ? 1.3 : day % 7 >= 5 ? 0.7 : 1)
    for (let hour = 0; hour < 24; hour++) times.push(...hourOf(perDay * busy * shareOf(hour), day * 24 + hour, random))
  }
  return times.sort((a, b) => a - b)
}
function hourOf(rate: number, start: number, random: () => number): number[] {
  const found: number[] = []
  for (let at = -Math.log(1 - random()) / rate; at < 1; at += -Math.log(1 - random()) / rate) found.push(start + at)
  return found
}
const between = (times: number[], from: number, to: number) => lower(times, to) - lower(times, from)
function lower(times: number[], value: number): number {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** The hours in which a rule for one hour tells of a spike in the last four weeks; once an hour, as rules are told. */
function alarms(times: number[], atLeast: number, sensitivity: SpikeSensitivity | null): number[] {
  const told: number[] = []
  for (const at of times.slice(lower(times, 56 * 24))) {
    const count = between(times, at - 1, at)
    if (count < atLeast || at - (told.at(-1) ?? 0) < 1) continue
    const usual = sensitivity && usualOf(Array.from({ length: LOOKS_BACK_WEEKS }, (_, week) => {
      const end = at - (week + 1) * WEEK / HOUR
      const inWeek = between(times, end - WEEK / HOUR, end)
      return { inWindow: between(times, end - 1, end), inWeek, allInWeek: inWeek * 4 }
    }), 3_600)
    if (!sensitivity || (usual && isUnusual(count, usual, sensitivity))) told.push(at)
  }
  return told
}

describe('a seeded month', () => {
  const SEEDS = [1, 2, 3, 4, 5]
  const falseAlarms = (perDay: number, atLeast: number, sensitivity: SpikeSensitivity | null) => (
    SEEDS.flatMap(seed => alarms(arrivals(perDay, seed), atLeast, sensitivity)).length / (4 * SEEDS.length)
  )
  /** The share of doubled busy hours, one a week at two in the afternoon, of which the rule tells before the hour is over. */
  const caught = (perDay: number, atLeast: number, sensitivity: SpikeSensitivity, factor = 2) => {
    const found = SEEDS.flatMap((seed) => {
      const times = arrivals(perDay, seed)
      return [57, 65, 73, 81].map((day) => {
        const start = day * 24 + 14
        const extra = hourOf((factor - 1) * between(times, start, start + 1), start, seededRandom(day * seed))
        return alarms([...times, ...extra].sort((a, b) => a - b), atLeast, sensitivity).some(at => at >= start && at <= start + 1)
      })
    })
    return found.filter(Boolean).length / found.length
  }

  it('has dozens of false alarms a week by the number alone, and hardly one by comparing', () => {
    expect(falseAlarms(200, 10, null)).toBeGreaterThan(40)
    expect(falseAlarms(200, 10, 'somewhat')).toBeLessThan(5)
    expect(falseAlarms(200, 10, 'clearly')).toBeLessThan(1)
    expect(falseAlarms(200, 10, 'far')).toBeLessThan(0.3)
  })

  it('has most of its doubled hours caught, and its tripled ones, before the hour is over', () => {
    expect(caught(200, 10, 'somewhat')).toBeGreaterThan(0.8)
    expect(caught(200, 10, 'clearly')).toBeGreaterThan(0.5)
    expect(caught(200, 10, 'clearly', 3)).toBeGreaterThan(0.95)
  })
})
