// @vitest-environment happy-dom
import { beforeAll, describe, expect, it } from 'vitest'
import { startI18n } from '@/core/i18n'
import { loadActionWords } from '@/core/order-actions/words'
import { stateOf } from './state-words'

const DONE = { state: 'done', decidedBy: null, code: null, payout: null } as const

describe('stateOf', () => {
  beforeAll(async () => {
    await startI18n('en')
    await loadActionWords('en')
  })

  it.each([
    [null, 'Done', 'teal'],
    [{ state: 'paid', failed: null }, 'Done', 'teal'],
    [{ state: 'pending', failed: null }, 'On its way', 'blue'],
    [{ state: 'unknown', failed: null }, 'Not known', 'amber'],
    [{ state: 'failed', failed: { minor: 1_000, currency: 'USD' } }, 'Did not arrive', 'ruby'],
  ] as const)('says of a refund whose money is %j: %s', (payout, text, tone) => {
    expect(stateOf({ ...DONE, payout })).toEqual({ text, tone })
  })
})
