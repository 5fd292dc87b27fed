import type { DetectedLanguage, Judgement, Language } from '../contracts/judgement.ts'
import { LANGUAGES } from '../contracts/judgement.ts'

/** A detector's word on one text, in the shape of the `eld` package: an ISO 639-1 code, empty where it cannot say. */
export type DetectLanguage = (text: string) => { language: string, getScores: () => Record<string, number>, isReliable: () => boolean }

/** What is known before reading: the language judged for this conversation so far, the contact's from earlier, the inbox's. */
export interface LanguageHints {
  conversation?: DetectedLanguage | null
  contact?: DetectedLanguage | null
  inbox?: DetectedLanguage | null
}

const VERSION = 'eld-1'
/** On one or two words every measured detector errs too often (84 and 96 % right); on a sentence hardly ever. */
const ENOUGH_WORDS = 4
const CLEAR_WORDS = 8
const LONGEST_WORDS = 40
/** What an earlier judgement weighs in words, so that one short message never turns a conversation. */
const HINTS = [['conversation', 6], ['contact', 4], ['inbox', 1]] as const
/** What silence weighs: a lone short word does not make certain. */
const SILENCE = 1.5
const LEAST_WEIGHT = 0.5

/**
 * The language a customer writes in, from their texts (oldest first) and what was known before.
 * Later messages count more, short ones little; where nothing speaks the judge abstains.
 */
export function judgeLanguage(texts: string[], hints: LanguageHints, detect: DetectLanguage): Judgement<DetectedLanguage> {
  const votes = new Map<DetectedLanguage, number>()
  const evidence: string[] = []
  const vote = (language: DetectedLanguage, weight: number) => votes.set(language, (votes.get(language) ?? 0) + weight)

  const spoken = texts.map(wordsOf).filter(words => words.length > 0)
  for (const [index, words] of spoken.entries()) {
    const found = detect(words.join(' '))
    const isClear = words.length >= CLEAR_WORDS && found.isReliable()
    const language = isClear ? toDetected(found.language) : ours(found.getScores()) ?? toDetected(found.language)
    if (!language) continue
    const recency = 1 + index / spoken.length
    const trust = isClear ? 1 : words.length >= ENOUGH_WORDS ? 0.6 : 0.25
    vote(language, Math.min(words.length, LONGEST_WORDS) * recency * trust)
    evidence.push(words.slice(0, 4).join(' '))
  }
  for (const [hint, weight] of HINTS) {
    const language = hints[hint]
    if (language) vote(language, weight)
  }

  const [best] = [...votes].sort((a, b) => b[1] - a[1])
  if (!best || best[1] < LEAST_WEIGHT) return { value: null, confidence: 0, evidence: [], version: VERSION }
  const total = [...votes.values()].reduce((sum, weight) => sum + weight, SILENCE)
  return { value: best[0], confidence: Math.round(best[1] / total * 1000) / 1000, evidence: evidence.slice(-3), version: VERSION }
}

function toDetected(code: string): DetectedLanguage | null {
  if (code === '') return null
  return LANGUAGES.find(language => language === code) ?? 'other'
}

/** Short texts look like many languages: ours is taken when it scores nearly as high as the best. */
function ours(scores: Record<string, number>): Language | null {
  const top = Math.max(0, ...Object.values(scores))
  const [best] = LANGUAGES.filter(language => (scores[language] ?? 0) >= top * 0.85)
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
  return top > 0 ? best ?? null : null
}

/** What was written by hand: no quoted mail, links, addresses, markup or numbers. */
function wordsOf(text: string): string[] {
  const own = text.replace(/^>.*$/gm, ' ').replace(/<[^>]*>|\{\{.*?\}\}|https?:\S+|\S+@\S+|[#\d]\S*/g, ' ')
  return own.match(/[\p{L}\p{M}'’]+/gu)?.slice(0, 200) ?? []
}
