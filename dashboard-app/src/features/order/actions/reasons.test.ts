// @vitest-environment happy-dom
import { beforeAll, describe, expect, it } from 'vitest'
import { startI18n } from '@/core/i18n'
import { loadActionWords } from '@/core/order-actions/words'
import { givenReason } from './reasons'

beforeAll(async () => {
  await startI18n('en')
  await loadActionWords('en')
})

describe('the reason of an action', () => {
  it('is not asked for twice where the form has asked', () => {
    const cancel = { do: 'cancel', restocks: true, payBack: 'original', tellsCustomer: true } as const
    expect(givenReason({ ...cancel, because: 'inventory' }, { effects: [] })).toBe('Not in stock')
    expect(givenReason({ do: 'hold', because: 'incorrect_address', note: '' }, { effects: [] })).toBe('The address is wrong')
    const effects = ['Too small', 'Too small', 'Defective'].map(reason => ({ is: 'comes_back' as const, title: 'Mug', quantity: 1, reason, percent: 0 }))
    expect(givenReason({ do: 'return', lines: [], waivesFees: false }, { effects })).toBe('Too small, Defective')
  })

  it('is asked for where the form says only that it is another one, or does not ask', () => {
    const cancel = { do: 'cancel', restocks: true, payBack: 'original', tellsCustomer: true } as const
    expect(givenReason({ ...cancel, because: 'other' }, { effects: [] })).toBe('')
    expect(givenReason({ do: 'invoice', message: '', draftId: null }, { effects: [] })).toBe('')
  })
})
