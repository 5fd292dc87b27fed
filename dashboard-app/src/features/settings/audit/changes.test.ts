import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changesOf } from './changes'

const inside = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue())

describe('changesOf', () => {
  it('goes down to the values that differ', () => {
    const before = { definition: { name: 'Calm', conditions: [{ on: 'frustrated' }], actions: [{ do: 'add_labels', labels: ['hot'] }] }, is_enabled: false }
    const after = { definition: { name: 'Calm', conditions: [], actions: [{ do: 'add_labels', labels: ['hot', 'vip'] }] }, is_enabled: true }
    expect(changesOf(before, after)).toEqual([
      { path: 'definition.conditions.0.on', before: 'frustrated', after: null },
      { path: 'is_enabled', before: 'false', after: 'true' },
      { path: 'definition.conditions', before: null, after: '[]' },
      { path: 'definition.actions.0.labels.1', before: null, after: 'vip' },
    ])
  })

  it('takes nothing at all for nothing', () => {
    expect(changesOf({}, {})).toEqual([])
    expect(changesOf(undefined, { name: '' })).toEqual([{ path: 'name', before: null, after: '' }])
  })

  it('finds no change between a row and itself, and the same changes both ways', () => {
    fc.assert(fc.property(inside, inside, (one, other) => {
      expect(changesOf(one, one)).toEqual([])
      const there = changesOf(one, other).map(({ path, before, after }) => JSON.stringify([path, before, after]))
      const back = changesOf(other, one).map(({ path, before, after }) => JSON.stringify([path, after, before]))
      expect(new Set(there)).toEqual(new Set(back))
    }))
  })
})
