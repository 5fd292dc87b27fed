/** One answer whose truth is known: how sure the judge was, and whether it was right. */
export interface Outcome { confidence: number, isRight: boolean }

/** Expected calibration error over ten equal bins: how far, on average, confidence is from the share that was right. */
export function calibrationError(outcomes: Outcome[]): number {
  if (outcomes.length === 0) return 0
  let error = 0
  for (let bin = 0; bin < 10; bin++) {
    const inBin = outcomes.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === bin)
    const sure = inBin.reduce((sum, { confidence }) => sum + confidence, 0)
    const right = inBin.filter(({ isRight }) => isRight).length
    error += Math.abs(sure - right)
  }
  return error / outcomes.length
}

/**
 * The lowest confidence from which answers are right at least `target` of the time, or null when no bar reaches it.
 * A bar rests on at least `least` answers, so that a lucky few at the top do not set it.
 */
export function barFor(outcomes: Outcome[], target: number, least = 20): number | null {
  const sorted = outcomes.toSorted((a, b) => b.confidence - a.confidence)
  let right = 0
  let bar: number | null = null
  for (const [at, { confidence, isRight }] of sorted.entries()) {
    if (isRight) right++
    const isLastOfItsKind = sorted[at + 1]?.confidence !== confidence
    if (isLastOfItsKind && at + 1 >= least && right / (at + 1) >= target) bar = confidence
  }
  return bar
}

/** The temperature under which the scores of known answers are least surprising (golden section between 0.3 and 5). */
export function fitTemperature(loss: (temperature: number) => number): number {
  const ratio = (Math.sqrt(5) - 1) / 2
  let [low, high] = [0.3, 5]
  for (let step = 0; step < 30; step++) {
    const near = high - ratio * (high - low)
    const far = low + ratio * (high - low)
    if (loss(near) < loss(far)) high = far
    else low = near
  }
  return Number(((low + high) / 2).toFixed(3))
}
