import type { DetectedLanguage, Opinion } from '../contracts/judgement.ts'
import type { DetectLanguage } from './language-features.ts'
import type { LinearWeights } from './linear.ts'
import { LANGUAGES } from '../contracts/judgement.ts'
import { languageVector, spokenWords } from './language-features.ts'
import { probabilities } from './linear.ts'

export interface LanguageModel { version: string, weights: LinearWeights }

/** What is known before reading: the language judged for this conversation so far, the contact's from earlier, the inbox's. */
export interface LanguageHints {
  conversation?: DetectedLanguage | null
  contact?: DetectedLanguage | null
  inbox?: DetectedLanguage | null
}

const CLASSES = [...LANGUAGES, 'other'] as const
const OTHER = LANGUAGES.length
/** On one or two words every judge errs too often (80 and 95 % right); on a sentence hardly ever. */
const ENOUGH_WORDS = 4
const CLEAR_WORDS = 8
const LONGEST_WORDS = 40
/** A short text looks like many languages: it is only another one when that is plain. */
const PLAINLY_OTHER = 0.9
/** What an earlier judgement weighs in words, so that one short message never turns a conversation. */
const HINTS = [['conversation', 6], ['contact', 4], ['inbox', 1]] as const
/** What silence weighs: a lone short word does not make certain. */
const SILENCE = 1.5
const LEAST_WEIGHT = 0.5

/**
 * The language a customer writes in, from their texts (oldest first) and what was known before.
 * Later messages count more, short ones little; where nothing speaks the judge abstains.
 */
export function judgeLanguage(
  model: LanguageModel,
  texts: string[],
  hints: LanguageHints,
  detect: DetectLanguage,
): Opinion<DetectedLanguage> {
  const votes = new Map<DetectedLanguage, number>()
  const evidence: string[] = []
  const vote = (language: DetectedLanguage, weight: number) => votes.set(language, (votes.get(language) ?? 0) + weight)

  const spoken = texts.map(spokenWords).filter(words => words.length > 0)
  for (const [index, words] of spoken.entries()) {
    const shares = sharesOf(model, words, detect)
    const recency = 1 + index / spoken.length
    const trust = words.length >= CLEAR_WORDS ? 1 : words.length >= ENOUGH_WORDS ? 0.6 : 0.25
    const weight = Math.min(words.length, LONGEST_WORDS) * recency * trust
    for (const [c, language] of CLASSES.entries()) vote(language, (shares[c] ?? 0) * weight)
    evidence.push(words.slice(0, 4).join(' '))
  }
  for (const [hint, weight] of HINTS) {
    const language = hints[hint]
    if (language) vote(language, weight)
  }

  const [best] = [...votes].toSorted((a, b) => b[1] - a[1])
  if (!best || best[1] === 0) return { value: null, confidence: 0, abstained: true, evidence: [], version: model.version }
  const total = [...votes.values()].reduce((sum, weight) => sum + weight, SILENCE)
  return {
    value: best[0],
    confidence: Math.round(best[1] / total * 1000) / 1000,
    abstained: best[1] < LEAST_WEIGHT,
    evidence: evidence.slice(-3),
    version: model.version,
  }
}

function sharesOf({ weights }: LanguageModel, words: string[], detect: DetectLanguage): Float64Array {
  const shares = probabilities(weights, languageVector(words, detect))
  const other = shares[OTHER] ?? 0
  if (words.length >= ENOUGH_WORDS || other >= PLAINLY_OTHER || other >= 1) return shares
  return shares.map((share, c) => c === OTHER ? 0 : share / (1 - other))
}
