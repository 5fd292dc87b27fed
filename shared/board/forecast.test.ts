import type { Waiting } from './queue.ts'
import { describe, expect, it } from 'vitest'
import { forecastBreaks } from './forecast.ts'

const MINUTE = 60_000
const HANDLING = { medianMs: 5 * MINUTE, p90Ms: 12 * MINUTE }

/** Lehmer's generator, so that a run can be repeated. */
function seeded(seed: number): () => number {
  let state = seed
  return () => (state = state * 48_271 % 2_147_483_647) / 2_147_483_647
}
function waiting(id: number, dueInMinutes: number, over: Partial<Waiting> = {}): Waiting {
  return { id, waitingSince: 0, dueAt: dueInMinutes * MINUTE, weight: 1, assigneeId: null, ...over }
}
const forecast = (order: Waiting[], agentIds: number[]) => forecastBreaks(order, { agentIds }, HANDLING, 0, seeded(20_261_125))

describe('forecastBreaks', () => {
  it('is about even when a promise is due after the median answer', () => {
    const even = forecast([waiting(1, 5)], [7])[0] ?? 0
    expect(even).toBeGreaterThan(0.35)
    expect(even).toBeLessThan(0.65)
    expect(forecast([waiting(1, 12)], [7])[0]).toBeLessThan(0.2)
  })

  it('grows down the queue and shrinks with more people', () => {
    const queue = Array.from({ length: 8 }, (_, index) => waiting(index, 25))
    const alone = forecast(queue, [7])
    expect(alone[0]).toBeLessThan(0.05)
    expect(alone[7]).toBeGreaterThan(0.9)
    expect(forecast(queue, [7, 8, 9, 10])[7]).toBeLessThan(0.2)
  })

  it('is certain where nobody works', () => {
    expect(forecast([waiting(1, 600)], [])).toEqual([1])
    expect(forecast([waiting(1, 600, { assigneeId: 8 })], [7])).toEqual([1])
  })

  it('is the same for the same seed', () => {
    expect(forecast([waiting(1, 6), waiting(2, 9)], [7])).toEqual(forecast([waiting(1, 6), waiting(2, 9)], [7]))
  })
})
