import type { Turn } from '../contracts/judgement.ts'
import type { FrustrationModel } from './frustration.ts'
import type { LinearWeights } from './linear.ts'
import type { MoodModel } from './mood.ts'
import { readSigns } from './frustration-signs.ts'
import { frustrationVector, SIGN_SCALE, slotOfSign } from './frustration-vector.ts'
import { scoresOf } from './linear.ts'
import { trainLinear } from './train.ts'

export interface FrustrationRow { text: string, history: Turn[], isFrustrated: boolean }

const BITS = 13
/** The dialogues never wait; a customer who has waited two days is this much (log-odds) likelier to be impatient. */
const WAITED_ODDS = 0.8
/** Learned in few slow steps, the judge is less sure than it may be: by this much on dialogues left out (Platt scaling). */
const SURENESS = 1.37
const STEPS = 600
const RATE = 0.3

/**
 * Learns from dialogues what impatience says and shows. `shareFrustrated` is how many messages of a real inbox tell of it: the
 * dialogues are balanced, a shop's are not.
 */
export function trainFrustration(rows: FrustrationRow[], mood: MoodModel, shareFrustrated: number): LinearWeights {
  const examples = rows.map(({ text, history, isFrustrated }) => ({
    vector: frustrationVector(readSigns(mood, text, history, null), text, history, BITS),
    target: [Number(!isFrustrated), Number(isFrustrated)],
    weight: 1,
  }))
  const { weights, bias } = trainLinear(examples, { bits: BITS, classes: 2, epochs: 5, rate: 0.06, decay: 3e-4, seed: 20_264 })
  const odds = Float32Array.from({ length: 2 ** BITS }, (_, slot) => SURENESS * (weights[2 * slot + 1]! - weights[2 * slot]!))
  odds[slotOfSign('waited', BITS)] = WAITED_ODDS / SIGN_SCALE
  const share = rows.filter(({ isFrustrated }) => isFrustrated).length / rows.length
  const shift = Math.log(shareFrustrated / (1 - shareFrustrated)) - Math.log(share / (1 - share))
  return { bits: BITS, classes: 1, weights: odds, bias: Float32Array.of(SURENESS * (bias[1]! - bias[0]!) + shift) }
}

/** A model that fits a shop's own labels: the same words and signs, made louder or softer and moved (Platt scaling). */
export function adaptFrustration(model: FrustrationModel, rows: FrustrationRow[], mood: MoodModel, version: string): FrustrationModel {
  const { weights } = model
  const start = weights.bias[0] ?? 0
  const read = rows.map(({ text, history, isFrustrated }) => {
    const [odds = 0] = scoresOf(weights, frustrationVector(readSigns(mood, text, history, null), text, history, weights.bits))
    return { score: odds - start, truth: Number(isFrustrated) }
  })
  let [scale, bias] = [1, start]
  for (let step = 0; step < STEPS && read.length > 0; step++) {
    // Held to where it began, so that a handful of labels does not throw it over.
    let [scaleSlope, biasSlope] = [(scale - 1) / read.length, (bias - start) / read.length / 10]
    for (const { score, truth } of read) {
      const miss = (1 / (1 + Math.exp(-(scale * score + bias))) - truth) / read.length
      scaleSlope += miss * score
      biasSlope += miss
    }
    scale = Math.max(0.1, scale - RATE * scaleSlope)
    bias -= RATE * biasSlope
  }
  return { version, weights: { ...weights, weights: weights.weights.map(weight => weight * scale), bias: Float32Array.of(bias) } }
}
