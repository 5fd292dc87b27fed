import { describe, expect, it } from 'vitest'
import { createFormat, spanOf } from './format'

const plain = (text: string) => text.replace(/[\u00A0\u202F]/g, ' ')

describe('createFormat', () => {
  it.each([
    ['en', { minor: 40_700, currency: 'USD' }, '$407.00'],
    ['es', { minor: 1_234_550, currency: 'EUR' }, '12.345,50 €'],
    ['fr', { minor: 28_900, currency: 'EUR' }, '289,00 €'],
    ['en', { minor: 5_000, currency: 'JPY' }, '¥5,000'],
    ['en', { minor: 12_345, currency: 'KWD' }, 'KWD 12.345'],
  ])('writes money in %s as %j', (language, money, written) => {
    expect(plain(createFormat(language).money(money))).toBe(written)
  })

  it.each([[-30_000, 'now'], [-5 * 60_000, '5 min. ago'], [-26 * 3_600_000, 'yesterday']])('says how long ago %i ms is', (past, words) => {
    expect(createFormat('en').ago(past, 0)).toBe(words)
  })
})

describe('spanOf', () => {
  it.each([
    [252_999, { unit: 'minutes', text: '4:12' }],
    [-9_000, { unit: 'minutes', text: '0:09' }],
    [3_600_000, { unit: 'hours', hours: 1, minutes: '00' }],
    [50 * 3_600_000, { unit: 'days', days: 2, hours: 2 }],
  ])('splits %i ms', (ms, span) => expect(spanOf(ms)).toEqual(span))
})
