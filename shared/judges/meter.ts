import type { Outcome } from './calibrate.ts'
import { calibrationError } from './calibrate.ts'

/** One judgement whose truth is known. `isExplicit`: a person said so; else one answered, resolved and let it stand. */
export interface KnownOutcome { said: string, truth: string, confidence: number, isAbstained: boolean, isExplicit: boolean }

/** A share with its 95 % interval (Wilson). */
export interface Measured { share: number, low: number, high: number, of: number }

/** What a meter shows; null where nothing is known. */
export interface Meter {
  precision: Measured | null
  /** The same from people's words alone: what was let stand may have been overlooked. */
  explicit: Measured | null
  coverage: Measured | null
  calibrationError: number | null
  bins: { from: number, to: number, confidence: number, right: number, of: number }[]
  confusion: { said: string, truth: string, count: number }[]
}

const Z = 1.959964
const BINS = 5

/**
 * How a judge does on an account: of the answers above its bar, how many were right; how often it answers; how honest its
 * confidence is.
 */
export function readMeter(outcomes: KnownOutcome[], { answered, abstained }: { answered: number, abstained: number }): Meter {
  const told = outcomes.filter(({ isAbstained }) => !isAbstained)
  const explicit = told.filter(({ isExplicit }) => isExplicit)
  const sure: Outcome[] = told.map(({ confidence, said, truth }) => ({ confidence, isRight: said === truth }))
  return {
    precision: measure(told.filter(isRight).length, told.length),
    explicit: measure(explicit.filter(isRight).length, explicit.length),
    coverage: measure(answered, answered + abstained),
    calibrationError: sure.length ? calibrationError(sure) : null,
    bins: Array.from({ length: BINS }, (_, bin) => {
      const here = sure.filter(({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === bin)
      const mean = here.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, here.length)
      return { from: bin / BINS, to: (bin + 1) / BINS, confidence: mean, right: here.filter(one => one.isRight).length, of: here.length }
    }),
    confusion: confusionOf(told.filter(outcome => !isRight(outcome))),
  }
}

/** The Wilson score interval of `hits` in `of` trials at 95 %; null without trials. */
export function measure(hits: number, of: number): Measured | null {
  if (of === 0) return null
  const share = hits / of
  const spread = Z * Math.sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
  const scale = 1 + Z * Z / of
  const centre = share + Z * Z / (2 * of)
  return { share, low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale), of }
}

function isRight({ said, truth }: KnownOutcome): boolean {
  return said === truth
}

function confusionOf(errors: KnownOutcome[]): Meter['confusion'] {
  const counts = new Map<string, { said: string, truth: string, count: number }>()
  for (const { said, truth } of errors) {
    const key = `${said} ${truth}`
    const entry = counts.get(key) ?? { said, truth, count: 0 }
    counts.set(key, { ...entry, count: entry.count + 1 })
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count || a.said.localeCompare(b.said))
}
