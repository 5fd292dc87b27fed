/** Features of one text: slots of the weight table and their values, at unit length. A slot stands once. */
export interface SparseVector { slots: Uint32Array, values: Float32Array }

/** Weights of a softmax classifier: `weights[slot * classes + c]`. */
export interface LinearWeights { bits: number, classes: number, weights: Float32Array, bias: Float32Array }

/** Adds numbers read from the whole text, which keep their size, in the last slots of the table. */
export function withMeasures({ slots, values }: SparseVector, bits: number, measures: number[]): SparseVector {
  const last = 2 ** bits - 1
  const isFree = (slot: number) => last - slot >= measures.length
  return {
    slots: Uint32Array.from([...slots.filter(isFree), ...measures.map((_, at) => last - at)]),
    values: Float32Array.from([...values.filter((_, at) => isFree(slots[at]!)), ...measures]),
  }
}

/** The probability of each class, with `temperature` above 1 making it less certain. */
export function probabilities(weights: LinearWeights, vector: SparseVector, temperature = 1): Float64Array {
  return softmax(scoresOf(weights, vector), temperature)
}

/** The score of each class: what speaks for it, added up. */
export function scoresOf({ classes, weights, bias }: LinearWeights, { slots, values }: SparseVector): Float64Array {
  const scores = Float64Array.from(bias)
  for (let at = 0; at < slots.length; at++) {
    const base = slots[at]! * classes
    const value = values[at]!
    for (let c = 0; c < classes; c++) scores[c]! += weights[base + c]! * value
  }
  return scores
}

/** Turns scores into probabilities in place. */
export function softmax(scores: Float64Array, temperature = 1): Float64Array {
  let top = -Infinity
  for (const score of scores) top = Math.max(top, score)
  let sum = 0
  for (let c = 0; c < scores.length; c++) sum += scores[c] = Math.exp((scores[c]! - top) / temperature)
  for (let c = 0; c < scores.length; c++) scores[c]! /= sum
  return scores
}

const MOST_OF_ONE = 1.5

/** Collects features into a vector of unit length; features that meet in a slot add up. */
export function collect(bits: number, read: (emit: (hash: number, weight: number) => void) => void): SparseVector {
  const mask = 2 ** bits - 1
  const sums = new Map<number, number>()
  read((hash, weight) => {
    const slot = hash & mask
    sums.set(slot, (sums.get(slot) ?? 0) + weight)
  })
  const slots = Uint32Array.from(sums.keys())
  const values = new Float32Array(slots.length)
  let squares = 0
  let at = 0
  for (const sum of sums.values()) {
    // Damped: a word said ten times does not weigh ten times as much, nor does it drown the rest.
    const value = sum > 1 ? Math.min(MOST_OF_ONE, Math.sqrt(sum)) : sum
    values[at++] = value
    squares += value * value
  }
  const length = Math.sqrt(squares) || 1
  for (let i = 0; i < values.length; i++) values[i]! /= length
  return { slots, values }
}
