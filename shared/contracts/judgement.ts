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
