import { defaultPolicy } from '#shared/actions/policy'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draftOf, readDraft } from './money-draft'

const POLICY = defaultPolicy('USD')

describe('readDraft', () => {
  it('reads back every policy that it has written, whatever the currency and the language', () => {
    const bound = fc.option(fc.integer({ min: 0, max: 9_999_999 }))
    const limit = fc.record({ alone: fc.constant(null), day: bound, most: bound })
    const policies = fc.record({
      currency: fc.constantFrom('USD', 'JPY', 'KWD'),
      limits: fc.record({ agent: limit, supervisor: limit, admin: limit }),
      approverRole: fc.constantFrom('agent', 'supervisor', 'admin'),
      approvalMinutes: fc.integer({ min: 5, max: 10_080 }),
      mostPercent: fc.integer({ min: 1, max: 100 }),
      returnDays: fc.integer({ min: 0, max: 3650 }),
      returns: fc.record({
        finalTags: fc.uniqueArray(fc.constantFrom('final-sale', 'hygiene', 'gift card')),
        finalTypes: fc.uniqueArray(fc.constantFrom('Food', 'Earrings')),
        photoReasons: fc.uniqueArray(fc.constantFrom('defective', 'damaged')),
        approvalReasons: fc.constant<string[]>([]),
        faultReasons: fc.uniqueArray(fc.constantFrom('defective', 'arrived-late')),
        restockingPercent: fc.integer({ min: 0, max: 100 }),
        labelPaidBy: fc.constantFrom('shop', 'customer'),
        labelFeeMinor: fc.integer({ min: 0, max: 9_999 }),
        labelMostMinor: fc.option(fc.integer({ min: 0, max: 9_999 })),
      }),
    }).map(part => ({ ...POLICY, ...part }))
    fc.assert(fc.property(policies, fc.constantFrom('en', 'es', 'fr'), (policy, language) => {
      expect(readDraft(draftOf(policy, language), policy)).toEqual({ policy, errors: null })
    }))
  })

  it.each([
    ['an amount that is none', { agent: { alone: 'fifty', day: '', most: '' } }, 'agent.alone', 'settings.money.error.amount'],
    ['more digits than the currency has', { agent: { alone: '1.234', day: '', most: '' } }, 'agent.alone', 'settings.money.error.amount'],
    ['less than nothing', { agent: { alone: '', day: '-1', most: '' } }, 'agent.day', 'settings.money.error.amount'],
    ['more alone than at most', { agent: { alone: '20', day: '', most: '10' } }, 'agent.alone', 'settings.money.error.above_most'],
  ] as const)('says at the field what is wrong with %s', (_, limits, field, words) => {
    const draft = draftOf(POLICY, 'en')
    expect(readDraft({ ...draft, limits: { ...draft.limits, ...limits } }, POLICY)).toEqual({ policy: null, errors: { [field]: words } })
  })

  it.each([
    ['approvalHours', '', 'settings.money.error.hours'],
    ['approvalHours', '169', 'settings.money.error.hours'],
    ['mostPercent', '0', 'settings.money.error.percent'],
    ['mostPercent', '12.5', 'settings.money.error.percent'],
    ['returnDays', 'soon', 'settings.money.error.days'],
  ] as const)('refuses %s of "%s"', (field, text, words) => {
    expect(readDraft({ ...draftOf(POLICY, 'en'), [field]: text }, POLICY)).toEqual({ policy: null, errors: { [field]: words } })
  })
})
