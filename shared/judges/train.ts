import type { LinearWeights, SparseVector } from './linear.ts'
import { seededRandom } from '../random/seeded.ts'
import { softmax } from './linear.ts'

/** One labelled text: `target[c]` is the share of class c (sums to 1); `weight` how many plain rows it counts for. */
export interface Example { vector: SparseVector, target: number[], weight: number }

export interface TrainOptions {
  bits: number
  classes: number
  epochs: number
  /** Step of AdaGrad. */
  rate: number
  /** How hard weights are pulled to the prior at each step they take. */
  decay: number
  seed: number
  /** Learning starts here and is pulled back to it; zero without. */
  prior?: LinearWeights
}

/** Fits a softmax classifier by AdaGrad over shuffled rows. The same rows, options and seed give the same weights. */
export function trainLinear(examples: Example[], { bits, classes, epochs, rate, decay, seed, prior }: TrainOptions): LinearWeights {
  const weights = prior ? Float32Array.from(prior.weights) : new Float32Array(2 ** bits * classes)
  const start = prior?.weights ?? null
  const bias = prior ? Float32Array.from(prior.bias) : new Float32Array(classes)
  const squares = new Float32Array(weights.length).fill(1e-3)
  const biasSquares = new Float32Array(classes).fill(1e-3)
  const next = seededRandom(seed)
  const order = Uint32Array.from(examples.keys())
  const scores = new Float64Array(classes)

  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let at = order.length - 1; at > 0; at--) {
      const other = Math.floor(next() * (at + 1))
      ;[order[at], order[other]] = [order[other]!, order[at]!]
    }
    for (const index of order) learn(examples[index]!)
  }
  return { bits, classes, weights, bias }

  function learn({ vector: { slots, values }, target, weight }: Example) {
    scores.set(bias)
    for (let at = 0; at < slots.length; at++) {
      const base = slots[at]! * classes
      const value = values[at]!
      for (let c = 0; c < classes; c++) scores[c]! += weights[base + c]! * value
    }
    softmax(scores)
    for (let c = 0; c < classes; c++) {
      const slope = scores[c] = (scores[c]! - target[c]!) * weight
      biasSquares[c]! += slope * slope
      bias[c]! -= rate * slope / Math.sqrt(biasSquares[c]!)
    }
    for (let at = 0; at < slots.length; at++) {
      const base = slots[at]! * classes
      const value = values[at]!
      for (let c = 0; c < classes; c++) {
        const i = base + c
        const slope = scores[c]! * value + decay * (weights[i]! - (start ? start[i]! : 0))
        squares[i]! += slope * slope
        weights[i]! -= rate * slope / Math.sqrt(squares[i]!)
      }
    }
  }
}
