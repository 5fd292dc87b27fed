/** One line of `npm run bench`. `ratio` is value over baseline in the same run; `baseline` is a target or a control measured beside it. */
interface Figure { name: string, value: number, unit: 'ms' | 's' | 'kB' | 'share' | 'count' | 'score', baseline: number | null, ratio: number | null }

/**
 * A bench file exports `measure`; it calls `report` for each figure, `mustBeZero` for a count that fails the run when it is not,
 * and `skip` with a word when it cannot run here.
 */
export interface Reporter {
  report: (name: string, value: number, unit: Figure['unit'], baseline?: number) => void
  mustBeZero: (name: string, count: number) => void
  skip: (why: string) => void
}

/** The value below which `share` of the sample lies (nearest rank). */
export function percentile(sample: number[], share: number): number {
  const sorted = sample.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}
