import type { Mood, Opinion } from '../contracts/judgement.ts'
import type { Lexicon } from './lexicon.ts'
import type { LinearWeights, SparseVector } from './linear.ts'
import type { Reading } from './reader.ts'
import { MOODS } from '../contracts/judgement.ts'
import { probabilities, withMeasures } from './linear.ts'
import { feelingsOf, tally } from './mood-words.ts'
import { evidenceFor, vectorOf } from './reader.ts'
import { fold, wordsOf } from './words.ts'

export interface MoodModel { version: string, weights: LinearWeights, temperature: number, lexicon: Lexicon }

/** `score` runs from -1 (all negative) to 1 (all positive). */
export interface MoodOpinion extends Opinion<Mood> { score: number }

const SMILE = /[\u{1F389}\u{1F44D}\u{1F44F}\u{1F495}-\u{1F49F}\u{1F600}-\u{1F60F}\u{1F617}-\u{1F61A}\u{1F642}\u{1F64F}\u{1F929}\u{1F970}\u{2764}\u{263A}]|[:;=]-?[)D]|<3/u
const FROWN = /[\u{1F44E}\u{1F494}\u{1F612}-\u{1F614}\u{1F61E}-\u{1F62D}\u{1F641}\u{1F644}\u{1F92C}\u{1F92E}]|[:;=]'?-?[(/]/u
/** Below this two moods are as good as level. */
const LEAST_CONFIDENCE = 0.45
/** How far a face without words can be trusted: a choice, not a measurement. */
const FACE_CONFIDENCE = 0.7

/** How the customer of this text feels. Without words or faces there is nothing to feel, and it abstains. */
export function judgeMood(model: MoodModel, text: string): MoodOpinion {
  const reading = readForMood(text)
  if (!reading.words.some(word => /\p{L}/u.test(word))) return judgeFace(reading.signs, model.version)

  const shares = probabilities(model.weights, vectorFor(reading, model.weights.bits, model.lexicon), model.temperature)
  const chosen = shares.indexOf(Math.max(...shares))
  const confidence = shares[chosen] ?? 0
  return {
    value: MOODS[chosen] ?? null,
    confidence: round(confidence),
    score: round((shares[2] ?? 0) - (shares[0] ?? 0)),
    abstained: confidence < LEAST_CONFIDENCE,
    evidence: evidenceFor(model.weights, reading, chosen),
    version: model.version,
  }
}

/** Without words a face alone speaks; two that contradict each other say nothing. */
function judgeFace(signs: string[], version: string): MoodOpinion {
  const score = Number(signs.includes('smile')) - Number(signs.includes('frown'))
  if (score === 0) return { value: null, confidence: 0, score, abstained: true, evidence: [], version }
  return { value: score > 0 ? 'positive' : 'negative', confidence: FACE_CONFIDENCE, score: score * FACE_CONFIDENCE, abstained: false, evidence: [], version }
}

export function moodVector(text: string, bits: number, lexicon: Lexicon): SparseVector {
  return vectorFor(readForMood(text), bits, lexicon)
}

function vectorFor(reading: Reading, bits: number, lexicon: Lexicon): SparseVector {
  return withMeasures(vectorOf(bits, reading), bits, feelingsOf(reading.words, lexicon))
}

function readForMood(text: string): Reading {
  const words = wordsOf(fold(text.slice(0, 4_000).replace(/@\w+/g, ' ')))
  const { good, bad } = tally(words)
  const capitals = text.slice(0, 4_000).match(/(?<!\p{L})\p{Lu}{3,}(?!\p{L})/gu)?.length ?? 0
  const net = Math.max(-2, Math.min(2, good - bad))
  const signs = [`good${Math.min(3, good)}`, `bad${Math.min(3, bad)}`, `net${net}`]
  const notice = (sign: string, isThere: boolean) => { if (isThere) signs.push(sign) }
  notice('smile', SMILE.test(text))
  notice('frown', FROWN.test(text))
  notice('!', text.includes('!'))
  notice('!!', /!.{0,200}!/.test(text))
  notice('?', text.includes('?'))
  notice('??', /\?\?|\?!|!\?/.test(text))
  notice(`capitals${Math.min(2, capitals)}`, capitals > 0)
  notice('link', /https?:/.test(text))
  notice('...', text.includes('...'))
  return { words, signs }
}

function round(share: number): number {
  return Math.round(share * 1000) / 1000
}
