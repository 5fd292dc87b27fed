import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findOrderNumbers, isOrderNamed } from './order-reference.ts'

describe('findOrderNumbers', () => {
  it.each([
    ['Where is order #4127?', ['4127']],
    ['my order number is 4127, thanks', ['4127']],
    ['Order no. 4127', ['4127']],
    ['¿Dónde está mi pedido nº 4127?', ['4127']],
    ['El pedido #EU-1042 no llega', ['EU-1042']],
    ['Bonjour, ma commande n° 1042 est perdue', ['1042']],
    ['#1042 and #1043, also order 1042', ['1042', '1043']],
    ['order: 1042', ['1042']],
    ['order 113542617735902 status', ['113542617735902']],
    ['How are my orders? #1042, 20 dollars more than I paid', ['1042']],
  ])('finds in %j', (text, numbers) => {
    expect(findOrderNumbers(text)).toEqual(numbers)
  })

  it.each([
    'Call me on +1 415 555 0123 or 4155550123',
    'It cost $1042.50, charged on 2026-11-03',
    'I live at 94110 San Francisco',
    'I ordered 2 tents on 11/03/2026',
    'see https://example.com/#1042 and &#1042;',
    'order 3 more please',
    'I paid for this order 1499 dollars',
    'mon pedido 120 €, ma commande 120€',
    'for my order 4111111111111111',
  ])('is not fooled by %j', (text) => {
    expect(findOrderNumbers(text)).toEqual([])
  })

  it('finds any announced number, and none that only stands there', () => {
    const announce = fc.constantFrom('#', 'order ', 'Order no. ', 'pedido nº ', 'mi pedido número ', 'commande n° ', 'ma commande ')
    fc.assert(fc.property(announce, fc.integer({ min: 100, max: 999_999_999 }), (words, number) => {
      expect(findOrderNumbers(`Hello, ${words}${number}, thanks`)).toEqual([String(number)])
      expect(findOrderNumbers(`Hello, call +1 ${number} or ${number}, 75011 Paris, ${number}.50 €`)).toEqual([])
    }))
  })

  it('stays fast and bounded on anything', () => {
    fc.assert(fc.property(fc.string({ maxLength: 2000 }), text => findOrderNumbers(text).length <= 5))
    expect(findOrderNumbers('order '.repeat(5000) + '#'.repeat(5000)).length).toBe(0)
  })
})

describe('isOrderNamed', () => {
  it.each([['#1042', '1042', true], ['#EU1042', 'EU1042', true], ['#EU-1042', '1042', true], ['#10421', '1042', false], ['1042-B', '1042', true]])(
    '%s by %s: %s',
    (name, number, isSame) => expect(isOrderNamed(name, number)).toBe(isSame),
  )
})
