import type { Desk, Waiting } from './queue.ts'
import { answerTimes } from './queue.ts'

const RUNS = 200
// The 90th percentile of the standard normal distribution.
const Z90 = 1.2816

/** How long one answer takes (ms): a log-normal distribution by its median and 90th percentile. */
export interface Handling { medianMs: number, p90Ms: number }

/**
 * For each of `order` the probability (0 to 1) that it is not answered by its due time when this order is worked from
 * the top and nobody else writes meanwhile. Monte Carlo over handling times; `random` gives uniform numbers in [0, 1).
 */
export function forecastBreaks(order: Waiting[], desk: Desk, handling: Handling, now: number, random: () => number): number[] {
  const breaks = Array.from(order, () => 0)
  for (let run = 0; run < RUNS; run++) {
    const answeredAt = answerTimes(order, desk, () => drawHandling(handling, random), now)
    answeredAt.forEach((at, index) => {
      if (at === null || at > (order[index]?.dueAt ?? 0)) breaks[index] = (breaks[index] ?? 0) + 1
    })
  }
  return breaks.map(count => count / RUNS)
}

function drawHandling({ medianMs, p90Ms }: Handling, random: () => number): number {
  const sigma = Math.log(Math.max(p90Ms, medianMs) / medianMs) / Z90
  // Box and Muller's transform of two uniform numbers into a normal one.
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return medianMs * Math.exp(sigma * normal)
}
