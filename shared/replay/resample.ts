import type { Estimate } from '../contracts/replay-result.ts'
import { seededRandom } from '../random/seeded.ts'

/** How often each block stands in one resample. */
export type Draw = Uint16Array

/** Resamples of `blocks` days, drawn whole with replacement, because what happens on one day hangs together. */
export function drawBlocks(blocks: number, resamples: number, seed: number): Draw[] {
  const random = seededRandom(seed)
  return Array.from({ length: resamples }, () => {
    const draw = new Uint16Array(blocks)
    for (let n = 0; n < blocks; n++) {
      const block = Math.floor(random() * blocks)
      draw[block] = (draw[block] ?? 0) + 1
    }
    return draw
  })
}

/** A figure of the whole and the middle 95 % of what the resamples say (percentile bootstrap; Efron 1979). */
export function estimate(measure: (draw: Draw) => number | null, blocks: number, draws: Draw[]): Estimate {
  const value = measure(new Uint16Array(blocks).fill(1))
  if (value === null || !Number.isFinite(value)) return null
  const drawn = draws.map(measure).filter(one => one !== null && !Number.isNaN(one)).map(Number).sort((a, b) => a - b)
  const at = (share: number) => drawn[Math.min(drawn.length - 1, Math.floor(share * drawn.length))] ?? value
  // Where many were never answered a wait has no end.
  if (!Number.isFinite(at(0.025)) || !Number.isFinite(at(0.975))) return null
  return { value: round(value), low: round(at(0.025)), high: round(at(0.975)) }
}

/** Observations in ascending order, each with its block. */
export interface Sorted { values: Float64Array, blocks: Uint16Array, counts: Float64Array }

export function sortObservations(observations: { value: number, block: number }[], blocks: number): Sorted {
  const ascending = observations.toSorted((a, b) => a.value - b.value)
  const counts = new Float64Array(blocks)
  for (const { block } of ascending) counts[block] = (counts[block] ?? 0) + 1
  return { values: Float64Array.from(ascending, ({ value }) => value), blocks: Uint16Array.from(ascending, ({ block }) => block), counts }
}

/** The value below which `share` of the observations of a draw lies; what was never answered stands last, as Infinity. */
export function quantile({ values, blocks, counts }: Sorted, draw: Draw, share: number): number | null {
  const wanted = share * counts.reduce((sum, count, block) => sum + count * (draw[block] ?? 0), 0)
  let seen = 0
  for (let index = 0; index < values.length; index++) {
    seen += draw[blocks[index] ?? 0] ?? 0
    if (seen > 0 && seen >= wanted) return values[index] ?? null
  }
  return null
}

function round(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : value
}
