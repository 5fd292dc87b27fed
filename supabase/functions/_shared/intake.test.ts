import type { Delivery } from './intake.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createIntake } from './intake.ts'

describe('createIntake', () => {
  it('stores together what came while another was being stored, and tells each what became of it', async () => {
    const groups: string[][] = []
    const take = createIntake(async (deliveries) => {
      groups.push(deliveries.map(({ delivery_id }) => delivery_id))
      return new Set(['a', 'c'])
    })
    expect(await Promise.all(['a', 'b', 'c'].map(async id => take(delivery(id))))).toEqual([true, false, true])
    expect(groups).toEqual([['a'], ['b', 'c']])
  })

  it('refuses only the delivery that cannot be stored', async () => {
    const take = createIntake(async (deliveries) => {
      if (deliveries.some(({ delivery_id }) => delivery_id === 'odd')) throw new Error('refused')
      return new Set(deliveries.map(({ delivery_id }) => delivery_id))
    })
    const results = await Promise.allSettled(['first', 'odd', 'sound'].map(async id => take(delivery(id))))
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await take(delivery('later'))).toBe(true)
  })

  it('stores every delivery once, in the order of arrival, in groups of at most 32 and, above one, a megabyte', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 1024 * 1024 }), { maxLength: 90 }), async (sizes) => {
      const groups: Delivery[][] = []
      const take = createIntake(async (deliveries) => {
        groups.push(deliveries)
        return new Set()
      })
      await Promise.all(sizes.map(async (bytes, index) => take(delivery(`${index}`, bytes))))
      expect(groups.flat().map(({ bytes }) => bytes)).toEqual(sizes)
      for (const group of groups) {
        expect(group.length).toBeLessThanOrEqual(32)
        expect(group.length === 1 || group.reduce((sum, { bytes }) => sum + bytes, 0) <= 1024 * 1024).toBe(true)
      }
    }), { numRuns: 30 })
  })
})

function delivery(id: string, bytes = 100): Delivery {
  return { delivery_id: id, event: 'message_created', payload: {}, sent_at: '2026-11-24T09:00:00Z', bytes }
}
