import { actionOrderOf } from '#shared/macros/testing'
import { describe, expect, it } from 'vitest'
import { shippingDraft, shippingParts } from './shipping-draft'

const LINE = 'gid://shopify/ShippingLine/1'

describe('the shipping of an order that is changed', () => {
  it('stays as it is until something is chosen', () => {
    expect(shippingParts(shippingDraft(actionOrderOf()), 'EUR', 'fr')).toEqual({ shipping: null, shippingChanges: [] })
  })

  it('is another, is none, or one more, at amounts as people write them', () => {
    const draft = shippingDraft(actionOrderOf())
    const changed = { ...draft, lines: { [LINE]: { becomes: 'changed' as const, title: ' Express ', amount: '12,90' } } }
    expect(shippingParts(changed, 'EUR', 'fr')?.shippingChanges).toEqual([{ lineId: LINE, to: { title: 'Express', amountMinor: 1290 } }])
    const removed = { ...draft, lines: { [LINE]: { becomes: 'removed' as const, title: 'Standard', amount: 'x' } } }
    expect(shippingParts(removed, 'EUR', 'fr')?.shippingChanges).toEqual([{ lineId: LINE, to: null }])
    const added = { ...draft, isAdded: true, added: { title: 'Gift', amount: '3' } }
    expect(shippingParts(added, 'EUR', 'fr')).toEqual({ shipping: { title: 'Gift', amountMinor: 300 }, shippingChanges: [] })
  })

  it('is not sent with an amount that cannot be read', () => {
    const draft = shippingDraft(actionOrderOf())
    expect(shippingParts({ ...draft, isAdded: true, added: { title: 'Gift', amount: 'free' } }, 'EUR', 'fr')).toBeNull()
  })
})
