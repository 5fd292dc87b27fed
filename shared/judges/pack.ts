import type { LinearWeights } from './linear.ts'

/** Weights as they are kept: eight bits each, one scale per class, base64. */
export interface PackedWeights { bits: number, classes: number, scales: number[], bias: number[], weights: string }

/** The share of weights that may be cut at the edges of eight bits, so that a few giants do not coarsen the rest. */
const CUT_SHARE = 0.0005
/** Bytes written at once: a multiple of three, so that the pieces of base64 join. */
const PIECE = 0x6000

/** Rounds weights to eight bits; answers change in the third digit of a probability. */
export function packWeights({ bits, classes, weights, bias }: LinearWeights, cutShare = CUT_SHARE): PackedWeights {
  const bytes = new Int8Array(weights.length)
  const scales = Array.from({ length: classes }, (_, c) => {
    const sizes = weights.filter((weight, i) => i % classes === c && weight !== 0).map(Math.abs).sort()
    const edge = sizes[Math.floor(sizes.length * (1 - cutShare))] ?? sizes.at(-1) ?? 1
    const scale = Number((edge / 127).toPrecision(6))
    for (let i = c; i < weights.length; i += classes) bytes[i] = Math.max(-127, Math.min(127, Math.round(weights[i]! / scale)))
    return scale
  })
  return { bits, classes, scales, bias: [...bias].map(value => Number(value.toFixed(4))), weights: toBase64(bytes) }
}

/** Throws a RangeError when the text is not as long as the table it claims to be. */
export function unpackWeights({ bits, classes, scales, bias, weights: text }: PackedWeights): LinearWeights {
  const bytes = fromBase64(text)
  if (bytes.length !== 2 ** bits * classes) throw new RangeError(`a table of 2^${bits} by ${classes} was promised, ${bytes.length} weights came`)
  const weights = new Float32Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) weights[i] = bytes[i]! * scales[i % classes]!
  return { bits, classes, weights, bias: Float32Array.from(bias) }
}

/** What training added to a seed model: only the slots it touched, eight bits a weight. */
export interface PackedDelta { bits: number, classes: number, slots: string, scales: number[], bias: number[], weights: string }

export function packDelta(taught: LinearWeights, seed: LinearWeights): PackedDelta {
  const { bits, classes } = seed
  const change = taught.weights.map((weight, i) => weight - seed.weights[i]!)
  const slots: number[] = []
  for (let slot = 0; slot < 2 ** bits; slot++) {
    if (change.subarray(slot * classes, (slot + 1) * classes).some(value => value !== 0)) slots.push(slot)
  }
  const scales = Array.from({ length: classes }, (_, c) =>
    slots.reduce((most, slot) => Math.max(most, Math.abs(change[slot * classes + c]!)), 1e-6) / 127)
  const weights = Int8Array.from(slots.flatMap(slot => scales.map((scale, c) => Math.round(change[slot * classes + c]! / scale))))
  const places = new Int8Array(Uint32Array.from(slots).buffer)
  const bias = [...taught.bias].map(value => Number(value.toFixed(4)))
  return { bits, classes, slots: toBase64(places), scales, bias, weights: toBase64(weights) }
}

/** Throws a RangeError when the change belongs to another table. */
export function applyDelta(seed: LinearWeights, { bits, classes, slots, scales, bias, weights }: PackedDelta): LinearWeights {
  const places = new Uint32Array(fromBase64(slots).buffer)
  const changes = fromBase64(weights)
  if (bits !== seed.bits || classes !== seed.classes || changes.length !== places.length * classes) throw new RangeError('this change belongs to another model')
  const taught = Float32Array.from(seed.weights)
  for (const [at, slot] of places.entries()) {
    for (let c = 0; c < classes; c++) taught[slot * classes + c]! += changes[at * classes + c]! * scales[c]!
  }
  return { bits, classes, weights: taught, bias: Float32Array.from(bias) }
}

export function toBase64(bytes: Int8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += PIECE) {
    text += btoa(String.fromCharCode(...new Uint8Array(bytes.buffer, at, Math.min(PIECE, bytes.length - at))))
  }
  return text
}

export function fromBase64(text: string): Int8Array {
  const binary = atob(text)
  const bytes = new Int8Array(binary.length)
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at)
  return bytes
}
