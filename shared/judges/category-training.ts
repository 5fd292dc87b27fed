import type { Category } from '../contracts/judgement.ts'
import type { CategoryModel } from './category.ts'
import type { LinearWeights, SparseVector } from './linear.ts'
import type { Example } from './train.ts'
import { CATEGORIES } from '../contracts/judgement.ts'
import { barFor, fitTemperature } from './calibrate.ts'
import { CATEGORY_CLASSES, categoryVector, likeliest } from './category.ts'
import { probabilities } from './linear.ts'
import { hasSeen } from './seen.ts'
import { trainLinear } from './train.ts'

/** One labelled text. `also` are other answers a reasonable agent could give; null: nothing a shop sorts. */
export interface LabelledText { text: string, category: Category | null, also?: Category[], weight: number }

/** A labelled text already read, so that folds and seeds do not read it again. */
export interface LabelledVector extends LabelledText { vector: SparseVector }

const CATEGORY_BITS = 16
const SEED = 20_261
/** A share of the truth for answers that would do as well: keeps the judge from learning one annotator's habits too sharply. */
const ALSO_SHARE = 0.03
const TARGETS = [0.8, 0.85, 0.9, 0.95, 0.97, 0.99]

export function readLabelled(rows: LabelledText[], bits = CATEGORY_BITS): LabelledVector[] {
  return rows.map(row => ({ ...row, vector: categoryVector(row.text, bits) }))
}

/** Learns categories from nothing but these rows. */
export function trainCategory(rows: LabelledVector[]): LinearWeights {
  const classes = CATEGORY_CLASSES.length
  return trainLinear(rows.map(toExample), { bits: CATEGORY_BITS, classes, epochs: 6, rate: 0.3, decay: 1e-5, seed: SEED })
}

/** What a shop's own label weighs against what the seed model knows. */
const OWN_WEIGHT = 8
const OWN_FOLDS = 5
/** Fewer own labels than this cannot move the bar or the temperature. */
const LEAST_TO_CALIBRATE = 60

/**
 * A shop's own model: the seed model taught its labels. Bar and temperature come from labels that neither the fold nor the seed
 * had seen, once there are enough; until then they stay those of a new shop.
 */
export function adaptCategory(seed: CategoryModel, rows: LabelledVector[], version: string): CategoryModel {
  const weights = learnOwn(seed.weights, rows)
  const isSeen = hasSeen(seed.seen)
  const fresh = new Set<LabelledText>(rows.filter(({ text }) => !isSeen(text)))
  if (fresh.size < LEAST_TO_CALIBRATE) return { ...seed, version, weights }
  const answers = foldsOf(rows, OWN_FOLDS).flatMap(({ train, test }) =>
    scoreRows(learnOwn(seed.weights, train), test.filter(row => fresh.has(row))))
  return { ...seed, version, weights, ...calibrateCategory(answers) }
}

function learnOwn(prior: LinearWeights, rows: LabelledVector[]): LinearWeights {
  const examples = rows.map(row => toExample({ ...row, weight: OWN_WEIGHT }))
  return trainLinear(examples, { bits: prior.bits, classes: prior.classes, epochs: 8, rate: 0.15, decay: 1e-4, seed: SEED, prior })
}

/** A row with the log-shares a model that had not seen it gives each class. */
export interface ScoredRow { row: LabelledText, scores: Float64Array }

export function scoreRows(weights: LinearWeights, rows: LabelledVector[]): ScoredRow[] {
  return rows.map(row => ({ row, scores: probabilities(weights, row.vector).map(Math.log) }))
}

/**
 * Temperature and bars from answers to rows the models had not seen. A defensible answer counts as right: an agent would let it stand.
 * To answer a message about nothing is an error.
 */
export function calibrateCategory(answers: ScoredRow[]): Pick<CategoryModel, 'temperature' | 'bars'> {
  const temperature = fitTemperature(heat => answers.reduce((loss, { row, scores }) =>
    row.category === null ? loss : loss - Math.log(Math.max(1e-9, sharesAt(scores, heat)[CATEGORIES.indexOf(row.category)] ?? 0)), 0))
  const outcomes = answers.map(({ row, scores }) => {
    const shares = sharesAt(scores, temperature)
    const chosen = likeliest(shares)
    return { confidence: shares[chosen] ?? 0, isRight: isRight(row, chosen) }
  })
  const bars = TARGETS.flatMap((target): [number, number][] => {
    const bar = barFor(outcomes, target)
    return bar === null ? [] : [[target, Number(bar.toFixed(3))]]
  })
  return { temperature, bars }
}

/** Whether class `chosen` is the label of this row or as good as it. */
export function isRight({ category, also = [] }: LabelledText, chosen: number): boolean {
  const value = CATEGORIES[chosen]
  return value !== undefined && (value === category || also.includes(value))
}

/** Deals rows into folds by their place, each in turn the one that is not learned from. */
export function foldsOf<T>(rows: T[], folds: number): { train: T[], test: T[] }[] {
  return Array.from({ length: folds }, (_, fold) => ({
    train: rows.filter((_, at) => at % folds !== fold),
    test: rows.filter((_, at) => at % folds === fold),
  }))
}

function toExample({ vector, category, also = [], weight }: LabelledVector): Example {
  const target = CATEGORY_CLASSES.map(() => 0)
  for (const other of also) target[CATEGORIES.indexOf(other)] = ALSO_SHARE
  target[category ? CATEGORIES.indexOf(category) : CATEGORIES.length] = 1 - ALSO_SHARE * also.length
  return { vector, target, weight }
}

function sharesAt(scores: Float64Array, temperature: number): Float64Array {
  const shares = scores.map(score => Math.exp(score / temperature))
  const sum = shares.reduce((total, share) => total + share, 0)
  return shares.map(share => share / sum)
}
