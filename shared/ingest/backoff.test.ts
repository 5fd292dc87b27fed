import { describe, expect, it } from 'vitest'
import { retryDelay } from './backoff.ts'

describe('retryDelay', () => {
  it.each([[1, 2_000], [2, 4_000], [5, 32_000], [30, 900_000]])('waits at most, on attempt %i, %i ms', (attempt, longest) => {
    expect(retryDelay(attempt, 1)).toBe(longest)
    expect(retryDelay(attempt, 0)).toBe(longest / 2)
  })
})
