import type { Category, DetectedLanguage, Judgement } from '../contracts/judgement.ts'
import { CATEGORIES } from '../contracts/judgement.ts'
import { ENGLISH } from './category-rules-en.ts'
import { SPANISH } from './category-rules-es.ts'
import { FRENCH } from './category-rules-fr.ts'

/** Words that speak for a category, in folded text, and how strongly. */
export type CategoryRule = readonly [Category, number, RegExp]

const VERSION = 'rules-1'
const RULES: Record<DetectedLanguage, CategoryRule[]> = {
  en: ENGLISH,
  es: SPANISH,
  fr: FRENCH,
  other: [...ENGLISH, ...SPANISH, ...FRENCH],
}
/** Below this weight one faint word decides, and is wrong more often than right on the development tickets. */
const LEAST_WEIGHT = 1.3
/** What silence weighs: keeps a single strong word from sounding certain. */
const SILENCE = 0.9
const LEAST_CONFIDENCE = 0.36
/** Long e-mails say what they want early; the rest is history and signatures. */
const LONGEST_TEXT = 4_000

/** What a customer's words are about. Abstains where nothing speaks clearly; a question weighs more than the story around it. */
export function judgeCategory(text: string, language: DetectedLanguage | null): Judgement<Category> {
  const folded = fold(text.slice(0, LONGEST_TEXT))
  const asked = folded.split(/(?<=[.!?\n])/).filter(sentence => sentence.includes('?')).join(' ')
  const weights = new Map<Category, number>(CATEGORIES.map(category => [category, 0]))
  const evidence = new Map<Category, string[]>()

  for (const [category, weight, pattern] of RULES[language ?? 'other']) {
    const found = folded.match(pattern)
    if (!found) continue
    const isAsked = asked !== '' && asked !== folded && pattern.test(asked)
    weights.set(category, (weights.get(category) ?? 0) + weight * (isAsked ? 1.5 : 1))
    evidence.set(category, [...evidence.get(category) ?? [], found[0].trim()])
  }

  const [best, second] = [...weights].sort((a, b) => b[1] - a[1])
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, SILENCE)
  const [category, weight] = best ?? ['general_inquiry' as const, 0]
  const confidence = weight / total
  const isClear = weight >= LEAST_WEIGHT && confidence >= LEAST_CONFIDENCE && weight > (second?.[1] ?? 0)
  return {
    value: isClear ? category : null,
    confidence: Math.round(confidence * 1000) / 1000,
    evidence: (evidence.get(category) ?? []).slice(0, 5),
    version: VERSION,
  }
}

/** Lower case without markup, accents and curly apostrophes, so that hurried typing matches. */
function fold(text: string): string {
  return text.replace(/<[^>]*>|\{\{.*?\}\}|https?:\S+/g, ' ').normalize('NFKD').replace(/\p{M}/gu, '').replace(/[’`´]/g, '\'').toLowerCase()
}
