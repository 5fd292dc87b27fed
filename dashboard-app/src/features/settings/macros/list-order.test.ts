import type { Placed } from './list-order'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lastPosition, positionsAfter } from './list-order'

const sorted = (rows: Placed[]) => rows.sort((a, b) => a.position - b.position || a.id - b.id)
const rowsOf = (...positions: number[]) => positions.map((position, index) => ({ id: index + 1, position }))

describe('positionsAfter', () => {
  it('writes one row where there is room between two', () => {
    expect(positionsAfter(rowsOf(1_000, 2_000, 3_000), 3, 1)).toEqual([{ id: 3, position: 1_500 }])
    expect(positionsAfter(rowsOf(1_000, 2_000, 3_000), 3, 0)).toEqual([{ id: 3, position: 0 }])
    expect(positionsAfter(rowsOf(1_000, 2_000, 3_000), 1, 2)).toEqual([{ id: 1, position: 4_000 }])
  })

  it('makes room once where there is none', () => {
    const written = positionsAfter(rowsOf(1, 2, 3), 3, 1)
    expect(written).toEqual([{ id: 1, position: 1_000 }, { id: 3, position: 2_000 }, { id: 2, position: 3_000 }])
  })

  it('brings about the order that was asked for, from any positions', () => {
    const some = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 8 })
    fc.assert(fc.property(some, fc.nat(), fc.nat(), (positions, pick, at) => {
      const rows = sorted(rowsOf(...positions))
      const id = rows[pick % rows.length]?.id ?? 0
      const others = rows.filter(row => row.id !== id)
      const index = at % rows.length
      const changed = new Map(positionsAfter(rows, id, index).map(row => [row.id, row.position]))
      const after = sorted(rows.map(row => ({ ...row, position: changed.get(row.id) ?? row.position })))
      expect(after.map(row => row.id)).toEqual([...others.slice(0, index), { id }, ...others.slice(index)].map(row => row.id))
      expect(lastPosition(after)).toBeGreaterThan(Math.max(...after.map(row => row.position)))
    }))
  })
})
