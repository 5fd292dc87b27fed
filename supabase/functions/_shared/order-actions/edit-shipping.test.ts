import { describe, expect, it } from 'vitest'
import { findShippingLine } from './edit-shipping.ts'

const money = (minor: number) => ({ amount: { minor, currency: 'EUR' }, shop: { minor, currency: 'EUR' } })
function inEdit(id: string, title: string, minor: number, stagedStatus = 'NONE') {
  return { id: `gid://shopify/CalculatedShippingLine/${id}`, title, stagedStatus, price: money(minor) }
}
function inOrder(id: string, title: string, minor: number) {
  return { id: `gid://shopify/ShippingLine/${id}`, title, originalPriceSet: money(minor) }
}

describe('findShippingLine', () => {
  const order = { shippingLines: [inOrder('1', 'Post', 500), inOrder('2', 'Courier', 900)] }

  it('finds a line by its number, whatever it is called', () => {
    const shippingLines = [inEdit('2', 'Post', 500), inEdit('1', 'Other', 1)]
    expect(findShippingLine('gid://shopify/ShippingLine/1', { shippingLines, originalOrder: order })?.title).toBe('Other')
  })

  it('finds the only one of its name and price where the edit numbers anew', () => {
    const shippingLines = [inEdit('a', 'Post', 500, 'ADDED'), inEdit('b', 'Post', 400), inEdit('c', 'Post', 500)]
    expect(findShippingLine('gid://shopify/ShippingLine/1', { shippingLines, originalOrder: order })?.id).toBe('gid://shopify/CalculatedShippingLine/c')
  })

  it('takes none rather than one of two that are alike, or one that the order does not have', () => {
    const shippingLines = [inEdit('a', 'Post', 500), inEdit('b', 'Post', 500)]
    expect(findShippingLine('gid://shopify/ShippingLine/1', { shippingLines, originalOrder: order })).toBeUndefined()
    expect(findShippingLine('gid://shopify/ShippingLine/9', { shippingLines, originalOrder: order })).toBeUndefined()
  })
})
