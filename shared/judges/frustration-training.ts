import type { Turn } from '../contracts/judgement.ts'
import type { FrustrationModel } from './frustration.ts'
import type { MoodModel } from './mood.ts'
import { FRUSTRATION_SIGNS, perSign, readSigns } from './frustration-signs.ts'

export interface FrustrationRow { text: string, history: Turn[], isFrustrated: boolean }

const STEPS = 600
const RATE = 0.3
/** Pull to zero: the dialogues are few, and no sign may decide alone. */
const DECAY = 0.01
/** Signs that can only speak for frustration, never against. */
const ONE_SIDED = new Set<string>(FRUSTRATION_SIGNS.filter(sign => sign !== 'settled' && sign !== 'turns'))

/**
 * Fits the weights of the signs by logistic regression (gradient descent over all rows). `shareFrustrated` is how many messages
 * of a real inbox tell of frustration: the dialogues are balanced, a shop's are not.
 */
export function trainFrustration(rows: FrustrationRow[], mood: MoodModel, shareFrustrated: number): Omit<FrustrationModel, 'version'> {
  const read = rows.map(({ text, history, isFrustrated }) => {
    const signs = readSigns(mood, text, history, null)
    return { values: FRUSTRATION_SIGNS.map(sign => signs[sign]), truth: Number(isFrustrated) }
  })
  const weights = FRUSTRATION_SIGNS.map(() => 0)
  let bias = 0
  for (let step = 0; step < STEPS; step++) {
    const slopes = weights.map(weight => DECAY * weight)
    let biasSlope = 0
    for (const { values, truth } of read) {
      const score = 1 / (1 + Math.exp(-values.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), bias)))
      const miss = (score - truth) / read.length
      biasSlope += miss
      for (const [i, value] of values.entries()) slopes[i] = (slopes[i] ?? 0) + miss * value
    }
    bias -= RATE * 3 * biasSlope
    for (const [i, sign] of FRUSTRATION_SIGNS.entries()) {
      const moved = (weights[i] ?? 0) - RATE * 3 * (slopes[i] ?? 0)
      weights[i] = ONE_SIDED.has(sign) ? Math.max(0, moved) : moved
    }
  }
  const share = read.filter(({ truth }) => truth).length / read.length
  const shift = Math.log(shareFrustrated / (1 - shareFrustrated)) - Math.log(share / (1 - share))
  // The dialogues never wait; a customer who has waited a day is half as patient again.
  return {
    bias: Number((bias + shift).toFixed(3)),
    weights: perSign((sign, i) => sign === 'waited' ? 0.8 : Number((weights[i] ?? 0).toFixed(3))),
  }
}

/** A model that fits a shop's own labels: the same signs, made louder or softer and moved (Platt scaling). */
export function adaptFrustration(model: FrustrationModel, rows: FrustrationRow[], mood: MoodModel, version: string): FrustrationModel {
  const read = rows.map(({ text, history, isFrustrated }) => {
    const signs = readSigns(mood, text, history, null)
    return { score: FRUSTRATION_SIGNS.reduce((sum, sign) => sum + signs[sign] * model.weights[sign], 0), truth: Number(isFrustrated) }
  })
  let [scale, bias] = [1, model.bias]
  for (let step = 0; step < STEPS && read.length > 0; step++) {
    // Held to where it began, so that a handful of labels does not throw it over.
    let [scaleSlope, biasSlope] = [(scale - 1) / read.length, (bias - model.bias) / read.length / 10]
    for (const { score, truth } of read) {
      const miss = (1 / (1 + Math.exp(-(scale * score + bias))) - truth) / read.length
      scaleSlope += miss * score
      biasSlope += miss
    }
    scale = Math.max(0.1, scale - RATE * scaleSlope)
    bias -= RATE * biasSlope
  }
  return { version, bias, weights: perSign(sign => model.weights[sign] * scale) }
}
