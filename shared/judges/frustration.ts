import type { Opinion, Turn } from '../contracts/judgement.ts'
import type { LinearWeights } from './linear.ts'
import type { MoodModel } from './mood.ts'
import { FRUSTRATION_SIGNS, readSigns } from './frustration-signs.ts'
import { frustrationVector, SIGN_SCALE, slotOfSign } from './frustration-vector.ts'
import { scoresOf } from './linear.ts'

/** Weights of a logistic judge over words and signs; one class, whose score is the log-odds. */
export interface FrustrationModel { version: string, weights: LinearWeights }

/** `score` is the probability of frustration; `value` says whether it is likelier than not. */
export interface FrustrationOpinion extends Opinion<boolean> { score: number, evidence: string[] }

const SURE = 0.65
const LEAST_WEIGHT = 0.15
const MOST_EVIDENCE = 4

/**
 * Whether a customer is losing patience, from the message and what went before it: what was asked twice, answers that failed,
 * silence, capitals, words of anger. Evidence names the signs that weighed most; `wording` is what is said beside them.
 */
export function judgeFrustration(
  { mood, frustration }: { mood: MoodModel, frustration: FrustrationModel },
  text: string,
  history: Turn[],
  now: number | null,
): FrustrationOpinion {
  const { version } = frustration
  if (!text.trim()) return { value: null, confidence: 0, score: 0, abstained: true, evidence: [], version }
  const signs = readSigns(mood, text, history, now)
  const { weights } = frustration
  const [odds = 0] = scoresOf(weights, frustrationVector(signs, text, history, weights.bits))
  const parts: { sign: string, gain: number }[] = FRUSTRATION_SIGNS.map(sign => (
    { sign, gain: signs[sign] * SIGN_SCALE * (weights.weights[slotOfSign(sign, weights.bits)] ?? 0) }
  ))
  const wording = odds - (weights.bias[0] ?? 0) - parts.reduce((sum, { gain }) => sum + gain, 0)
  parts.push({ sign: 'wording', gain: wording })
  const score = 1 / (1 + Math.exp(-odds))
  const value = score >= 0.5
  const forIt = parts.map(({ sign, gain }) => ({ sign, weight: value ? gain : -gain })).filter(({ weight }) => weight > LEAST_WEIGHT)
  const confidence = Math.round(Math.max(score, 1 - score) * 1000) / 1000
  return {
    value,
    confidence,
    score: Math.round(score * 1000) / 1000,
    abstained: confidence < SURE,
    evidence: forIt.toSorted((a, b) => b.weight - a.weight).slice(0, MOST_EVIDENCE).map(({ sign }) => sign),
    version,
  }
}
