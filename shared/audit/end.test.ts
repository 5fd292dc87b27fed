import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEnd, writeEnd } from './end.ts'

const HASH = 'ab'.repeat(32)

describe('an end of a chain', () => {
  it('is read as it was written, with the blanks that copying adds', () => {
    fc.assert(fc.property(fc.nat(), fc.nat(), (account_id, seq) => {
      const end = { account_id, seq, hash: HASH }
      expect(readEnd(` ${writeEnd(end)}\n`)).toEqual(end)
    }))
  })

  it.each(['', 'x', '7:12', `7:12:${HASH.slice(1)}`, `7:12:${HASH}0`, `7:-1:${HASH}`, `7.5:1:${HASH}`, `7:1:${HASH.toUpperCase()}`, `${'9'.repeat(30)}:1:${HASH}`])('is not %j', (text) => {
    expect(readEnd(text)).toBeNull()
  })
})
