import { z } from 'zod'

export const CATEGORIES = [
  'order_status',
  'product_information',
  'technical_support',
  'returns_refunds',
  'shipping_issues',
  'billing_questions',
  'general_inquiry',
] as const
export const Category = z.enum(CATEGORIES)
export type Category = z.infer<typeof Category>

export const LANGUAGES = ['en', 'es', 'fr'] as const
/** The languages Pitwall writes in. */
export const Language = z.enum(LANGUAGES)
export type Language = z.infer<typeof Language>

export const DetectedLanguage = z.enum([...LANGUAGES, 'other'])
export type DetectedLanguage = z.infer<typeof DetectedLanguage>

/** What a judge says. `value` is null when it abstains; `evidence` are the words that weighed. */
export function judgementOf<S extends z.ZodType>(value: S) {
  return z.object({
    value: value.nullable(),
    confidence: z.number().min(0).max(1),
    evidence: z.array(z.string()),
    version: z.string(),
  })
}
export interface Judgement<T> { value: T | null, confidence: number, evidence: string[], version: string }

/** What a judge thinks before its bar is asked: the likeliest value even when it abstains, null where it has nothing to go by. */
export interface Opinion<T> extends Judgement<T> { abstained: boolean }

/** The judgement an opinion amounts to: below its bar a judge says nothing. */
export function toJudgement<T>({ abstained, value, confidence, evidence, version }: Opinion<T>): Judgement<T> {
  return { value: abstained ? null : value, confidence, evidence, version }
}

export const MOODS = ['negative', 'neutral', 'positive'] as const
export const Mood = z.enum(MOODS)
export type Mood = z.infer<typeof Mood>

/** What was said before the message being judged, oldest first. `at` is in milliseconds since 1970, null where unknown. */
export interface Turn { from: 'customer' | 'agent', text: string, at: number | null }
