import type { SlaTier, TierFacts } from '../contracts/sla.ts'
import { describe, expect, it } from 'vitest'
import { chooseTier } from './tier.ts'

function facts(over: Partial<TierFacts> = {}): TierFacts {
  return { customerTags: [], lifetimeValueMinor: null, category: null, labels: [], inboxId: null, ...over }
}

function tier(over: Partial<SlaTier> = {}): SlaTier {
  const targets = { targetSeconds: 3600, nextTargetSeconds: null, resolutionTargetSeconds: null }
  return { id: 1, name: 'General', position: 3, ...targets, conditions: [{ on: 'always' }], isEnabled: true, ...over }
}

const TIERS = [
  tier(),
  tier({ id: 2, name: 'Order issues', position: 2, targetSeconds: 900, conditions: [
    { on: 'category', anyOf: ['order_status', 'returns_refunds'] },
    { on: 'label', anyOf: ['order'] },
  ] }),
  tier({ id: 3, name: 'VIP', position: 1, targetSeconds: 300, conditions: [
    { on: 'customer_tag', anyOf: ['vip'] },
    { on: 'lifetime_value', atLeastMinor: 200_000 },
    { on: 'inbox', anyOf: [9] },
  ] }),
]

describe('chooseTier', () => {
  it.each([
    ['nothing known', facts(), 'General'],
    ['a category of orders', facts({ category: 'order_status' }), 'Order issues'],
    ['a label in other letters', facts({ labels: ['Order'] }), 'Order issues'],
    ['a category nobody promised for', facts({ category: 'general_inquiry' }), 'General'],
    ['a VIP tag', facts({ customerTags: ['wholesale', 'VIP'] }), 'VIP'],
    ['a VIP with an order issue', facts({ customerTags: ['vip'], category: 'order_status' }), 'VIP'],
    ['exactly the lifetime value', facts({ lifetimeValueMinor: 200_000 }), 'VIP'],
    ['a cent less', facts({ lifetimeValueMinor: 199_999 }), 'General'],
    ['an inbox of its own', facts({ inboxId: 9 }), 'VIP'],
  ])('gives %s its tier', (_, known, name) => {
    expect(chooseTier(known, TIERS)?.tier.name).toBe(name)
  })

  it('says which condition chose', () => {
    expect(chooseTier(facts({ labels: ['order'] }), TIERS)?.because).toEqual({ on: 'label', anyOf: ['order'] })
  })

  it('passes over a tier that is switched off', () => {
    const off = TIERS.map(one => ({ ...one, isEnabled: one.name !== 'VIP' }))
    expect(chooseTier(facts({ customerTags: ['vip'] }), off)?.tier.name).toBe('General')
  })

  it('promises nothing where no tier fits', () => {
    expect(chooseTier(facts(), [])).toBeNull()
  })
})
