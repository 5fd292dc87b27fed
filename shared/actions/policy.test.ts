import type { Asking } from './policy.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeOf } from './code.ts'
import { canonical, differences } from './compare.ts'
import { daysBetween, defaultPolicy, readLimits } from './policy.ts'

const asking = (over: Partial<Asking> = {}): Asking => ({ role: 'agent', sum: 1_000, today: 0, daysSince: null, ...over })

describe('readLimits', () => {
  const policy = defaultPolicy('USD')
  it.each([
    ['up to the limit', asking({ sum: 5_000 }), { is: 'alone' }],
    ['above it', asking({ sum: 5_001 }), { is: 'second', role: 'supervisor', because: 'sum' }],
    ['with the day full', asking({ sum: 1, today: 20_000 }), { is: 'second', role: 'supervisor', because: 'day' }],
    ['beyond what a role may ask for', asking({ sum: 100_001 }), { is: 'too_much', most: 100_000 }],
    ['as a supervisor', asking({ role: 'supervisor', sum: 20_000 }), { is: 'alone' }],
    ['on the last day of the window', asking({ daysSince: 60 }), { is: 'alone' }],
    ['a day later', asking({ daysSince: 61 }), { is: 'second', role: 'supervisor', because: 'late' }],
    ['without money', asking({ sum: 0, today: 99_999 }), { is: 'alone' }],
  ])('reads %s', (_, asked, verdict) => {
    expect(readLimits(policy, asked)).toEqual(verdict)
  })

  it('never lets a larger sum through where a smaller one was stopped', () => {
    fc.assert(fc.property(fc.nat(200_000), fc.nat(200_000), fc.nat(100_000), fc.constantFrom('agent', 'supervisor', 'admin'), (a, b, today, role) => {
      const [small, large] = [Math.min(a, b), Math.max(a, b)].map(sum => readLimits(policy, asking({ sum, today, role })).is)
      return !(large === 'alone' && small !== 'alone')
    }))
  })

  it('is in whole units of currencies without cents', () => {
    expect(defaultPolicy('JPY').limits.agent.alone).toBe(50)
  })
})

describe('daysBetween', () => {
  it('counts whole days', () => expect(daysBetween(0, 2 * 86_400_000 - 1)).toBe(1))
})

describe('differences', () => {
  it('names what changed, came and went', () => {
    expect(differences({ 'left': '5.00', 'units:Mug': '1', 'same': 'x' }, { left: '4.00', payment: 'PAID', same: 'x' })).toEqual([
      { fact: 'left', before: '5.00', after: '4.00' },
      { fact: 'payment', before: null, after: 'PAID' },
      { fact: 'units:Mug', before: '1', after: null },
    ])
  })
})

describe('canonical', () => {
  it('is one text for one value, whatever the order of its keys', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse())
      expect(canonical(turned)).toBe(canonical(value))
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }))
  })
})

describe('codeOf', () => {
  it('is always the same for an id, and another for another', () => {
    const ids = Array.from({ length: 2_000 }, () => crypto.randomUUID())
    expect(new Set(ids.map(codeOf)).size).toBe(ids.length)
    expect(codeOf('00000000-0000-4000-8000-000000000000')).toBe('THANKS-AAAAAAAA')
    for (const id of ids.slice(0, 50)) expect(codeOf(id)).toMatch(/^THANKS-[A-HJ-NP-Z2-9]{8}$/)
  })
})
