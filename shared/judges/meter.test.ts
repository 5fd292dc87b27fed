import type { KnownOutcome } from './meter.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random/seeded.ts'
import { barFor, calibrationError } from './calibrate.ts'
import { hasDrifted } from './drift.ts'
import { labelOf, mergeLabels } from './labels.ts'
import { measure, readMeter } from './meter.ts'

function outcome(over: Partial<KnownOutcome> = {}): KnownOutcome {
  return { said: 'order_status', truth: 'order_status', confidence: 0.9, isAbstained: false, isExplicit: true, ...over }
}

describe('readMeter', () => {
  it('counts what was right with its interval, and names what was taken for what', () => {
    const outcomes = [...Array.from({ length: 8 }, () => outcome()), outcome({ truth: 'shipping_issues' }), outcome({ truth: 'shipping_issues', isExplicit: false })]
    const meter = readMeter(outcomes, { answered: 30, abstained: 10 })
    expect(meter.precision).toMatchObject({ share: 0.8, of: 10 })
    expect(meter.precision?.low).toBeCloseTo(0.490, 3)
    expect(meter.precision?.high).toBeCloseTo(0.943, 3)
    expect(meter.explicit).toMatchObject({ of: 9 })
    expect(meter.coverage?.share).toBe(0.75)
    expect(meter.confusion).toEqual([{ said: 'order_status', truth: 'shipping_issues', count: 2 }])
    expect(meter.calibrationError).toBeCloseTo(0.1)
  })

  it('claims nothing where nothing is known, and does not hold an abstention against a judge', () => {
    const nothing = { precision: null, coverage: null, calibrationError: null, confusion: [] }
    expect(readMeter([], { answered: 0, abstained: 0 })).toMatchObject(nothing)
    expect(readMeter([outcome({ truth: 'billing_questions', isAbstained: true })], { answered: 0, abstained: 1 }).precision).toBeNull()
  })

  it('keeps the share inside its interval, whatever is counted', () => {
    fc.assert(fc.property(fc.nat(500), fc.nat(500), (hits, misses) => {
      const measured = measure(hits, hits + misses)
      if (!measured) return hits + misses === 0
      return measured.low <= measured.share + 1e-12 && measured.share <= measured.high + 1e-12 && measured.low >= 0 && measured.high <= 1
    }))
  })
})

describe('barFor', () => {
  it('is the lowest confidence from which answers are right often enough', () => {
    const outcomes = Array.from({ length: 100 }, (_, at) => ({ confidence: at / 100, isRight: at >= 50 }))
    const bar = barFor(outcomes, 0.9) ?? 1
    const above = outcomes.filter(({ confidence }) => confidence >= bar)
    expect(above.filter(({ isRight }) => isRight).length / above.length).toBeGreaterThanOrEqual(0.9)
    expect(bar).toBeCloseTo(0.45)
    expect(barFor(outcomes.slice(0, 50), 0.9)).toBeNull()
  })

  it('needs more than a lucky few', () => {
    expect(barFor(Array.from({ length: 10 }, () => ({ confidence: 0.9, isRight: true })), 0.9)).toBeNull()
  })
})

it('calls a judge calibrated that is right as often as it says', () => {
  expect(calibrationError(Array.from({ length: 100 }, (_, at) => ({ confidence: 0.75, isRight: at % 4 !== 0 })))).toBeCloseTo(0)
  expect(calibrationError([{ confidence: 0.9, isRight: false }])).toBeCloseTo(0.9)
})

describe('hasDrifted', () => {
  const alarms = (precision: number, answers: number) => Array.from({ length: 200 }, (_, seed) => {
    const next = seededRandom(seed + 1)
    return hasDrifted(Array.from({ length: answers }, () => next() < precision), 0.9)
  }).filter(Boolean).length / 200

  it('leaves a judge alone that holds its target', () => {
    expect(alarms(0.9, 1_000)).toBeLessThan(0.05)
    expect(alarms(0.95, 1_000)).toBeLessThan(0.01)
  })

  it('finds one that fell, the further the sooner', () => {
    expect(alarms(0.75, 150)).toBeGreaterThan(0.9)
    expect(alarms(0.5, 40)).toBeGreaterThan(0.95)
  })

  it('is not lulled by a good past', () => {
    expect(hasDrifted([...Array.from({ length: 2_000 }, () => true), ...Array.from({ length: 10 }, () => false)], 0.9)).toBe(true)
  })
})

describe('mergeLabels', () => {
  it('adds the category to what people gave, and takes only its own earlier one away', () => {
    expect(mergeLabels(['vip'], 'order_status', null)).toEqual(['vip', 'order_status'])
    expect(mergeLabels(['vip', 'order_status'], 'billing_questions', 'order_status')).toEqual(['vip', 'billing_questions'])
  })

  it('writes nothing where it is there, where a person chose another, or took ours away', () => {
    expect(mergeLabels(['order_status'], 'order_status', null)).toBeNull()
    expect(mergeLabels(['billing_questions'], 'order_status', null)).toBeNull()
    expect(mergeLabels(['order_status', 'billing_questions'], 'order_status', 'order_status')).toBeNull()
    expect(mergeLabels(['vip'], 'order_status', 'order_status')).toBeNull()
  })

  it('knows the shop\'s own spelling', () => {
    expect(labelOf('order_status', ['vip', 'order-status'])).toBe('order-status')
    expect(labelOf('order_status', ['vip'])).toBe('order_status')
    expect(mergeLabels(['billing-questions'], 'order-status', null)).toBeNull()
  })

  it('never removes a label of another kind', () => {
    fc.assert(fc.property(fc.array(fc.string({ minLength: 1 })), (labels) => {
      const merged = mergeLabels(labels, 'order_status', null)
      return merged === null || labels.every(label => merged.includes(label))
    }))
  })
})
