import { z } from 'zod'
import { Language } from './judgement.ts'

export const ArticleStatus = z.enum(['draft', 'published', 'archived'])
export type ArticleStatus = z.infer<typeof ArticleStatus>

export const Article = z.object({
  id: z.number().int(),
  slug: z.string(),
  title: z.string(),
  body: z.string(),
  language: Language,
  status: ArticleStatus,
  url: z.string().nullable(),
  questions: z.array(z.string()),
  updatedAt: z.string(),
})
export type Article = z.infer<typeof Article>

/** What an editor sends; the server chunks, indexes and versions it. */
export const ArticleInput = z.object({
  title: z.string().trim().min(1).max(200),
  body: z.string().max(100_000),
  language: Language,
  status: ArticleStatus,
  url: z.url({ protocol: /^https?$/ }).nullable().default(null),
  questions: z.array(z.string().trim().min(1).max(500)).max(200).default([]),
})
export type ArticleInput = z.infer<typeof ArticleInput>

/** One article that fits; `sentence` is the passage that matched, plain text. */
export const ArticleHit = z.object({
  id: z.number().int(),
  title: z.string(),
  language: Language,
  url: z.string().nullable(),
  sentence: z.string(),
  score: z.number(),
})
export type ArticleHit = z.infer<typeof ArticleHit>

export const SearchAnswer = z.object({ hits: z.array(ArticleHit) })
export type SearchAnswer = z.infer<typeof SearchAnswer>
