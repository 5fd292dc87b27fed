import type { ReturnRules } from '../contracts/return-action.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_RETURN_RULES } from '../contracts/return-action.ts'
import { itemObjections, reasonObjections, returnFees } from './eligibility.ts'

const DAY = 86_400_000
const policy = (over: Partial<ReturnRules> = {}) => ({ returnDays: 30, returns: { ...DEFAULT_RETURN_RULES, ...over } })
const goods = (over = {}) => ({ tags: [], productType: 'Tents', arrivedAt: 0, ...over })

describe('itemObjections', () => {
  it.each([
    ['on the last day of the window', goods(), 31 * DAY - 1, []],
    ['a day later', goods(), 31 * DAY, [{ is: 'late', days: 31, allowed: 30 }]],
    ['when nobody knows when they arrived', goods({ arrivedAt: null }), 99 * DAY, []],
    ['with the tag of a final sale, however it is written', goods({ tags: ['summer', 'Final-Sale'] }), DAY, [{ is: 'final_sale', by: 'Final-Sale' }]],
    ['of a type that stays sold, and too late', goods({ productType: 'Food' }), 40 * DAY, [{ is: 'late', days: 40, allowed: 30 }, { is: 'final_sale', by: 'Food' }]],
    ['without a type', goods({ productType: '' }), DAY, []],
  ])('reads goods %s', (_, item, now, objections) => {
    expect(itemObjections(item, policy({ finalTypes: ['food'] }), now)).toEqual(objections)
  })

  it('never takes back later what it did not take back before', () => {
    fc.assert(fc.property(fc.nat(400 * DAY), fc.nat(400 * DAY), (a, b) => {
      const [sooner, later] = [Math.min(a, b), Math.max(a, b)].map(now => itemObjections(goods(), policy(), now).length)
      return (sooner ?? 0) <= (later ?? 0)
    }))
  })
})

describe('reasonObjections', () => {
  it('wants a picture, a second person, or nothing', () => {
    const rules = policy({ photoReasons: ['defective'], approvalReasons: ['changed-mind'] })
    expect(reasonObjections('defective', rules, false)).toEqual([{ is: 'photo' }])
    expect(reasonObjections('defective', rules, true)).toEqual([])
    expect(reasonObjections('changed-mind', rules, true)).toEqual([{ is: 'reason' }])
    expect(reasonObjections('too-tight', rules, false)).toEqual([])
  })
})

describe('returnFees', () => {
  const rules = policy({ faultReasons: ['defective'], restockingPercent: 15, labelPaidBy: 'customer', labelFeeMinor: 690 })
  it.each([
    ['of a mind that changed', ['changed-mind'], false, { percents: [15], labelMinor: 690 }],
    ['of the shop\'s fault', ['defective', 'defective'], false, { percents: [0, 0], labelMinor: 0 }],
    ['of both', ['defective', 'changed-mind'], false, { percents: [0, 15], labelMinor: 690 }],
    ['that are waived', ['changed-mind'], true, { percents: [0], labelMinor: 0 }],
  ])('are those %s', (_, handles, isWaived, fees) => expect(returnFees(handles, rules, isWaived)).toEqual(fees))

  it('are none for a label that the shop pays', () => {
    expect(returnFees(['changed-mind'], policy({ labelFeeMinor: 690 }), false).labelMinor).toBe(0)
  })
})
