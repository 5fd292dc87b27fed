const FIRST_MS = 2_000
const LONGEST_MS = 15 * 60_000

/**
 * How long to wait before trying again (ms): doubled each time up to a quarter of an hour, spread by `random` (0 to 1)
 * over its upper half, so that what failed together does not return together.
 */
export function retryDelay(attempt: number, random: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, attempt - 1))
  return Math.round(longest * (0.5 + random / 2))
}
