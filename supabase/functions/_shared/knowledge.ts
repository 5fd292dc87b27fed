import type { SupabaseClient } from '@supabase/supabase-js'
import type { ArticleHit } from '../../../shared/contracts/article.ts'
import type { Language } from '../../../shared/contracts/judgement.ts'
import type { Embedder } from './embeddings.ts'
import { z } from 'zod'
import { Language as LanguageSchema } from '../../../shared/contracts/judgement.ts'
import { chunksOf, matchingSentence } from '../../../shared/knowledge/passage.ts'
import { ProblemError } from './app.ts'
import { createEmbedder } from './embeddings.ts'

const LONGEST_QUERY = 4_000
const Found = z.object({
  id: z.number(),
  title: z.string(),
  body: z.string(),
  language: LanguageSchema,
  url: z.string().nullable(),
  score: z.number(),
})

export interface ArticleQuestion { accountId: number, query: string, language?: Language, limit: number }

/** Published articles that fit a text, best first, as the client's caller may see them. Without a vector it goes by words alone. */
export async function searchArticles(
  client: SupabaseClient,
  { accountId, query, language, limit }: ArticleQuestion,
  embedder: Embedder | null = createEmbedder(),
): Promise<ArticleHit[]> {
  const text = query.replaceAll('\0', ' ').trim().slice(0, LONGEST_QUERY)
  if (!text) return []
  // A provider that is down makes search less clever, never absent.
  const [vector] = await embedder?.embed([text]).catch(() => []) ?? []
  const { data, error } = await client.rpc('search_articles', {
    p_account_id: accountId,
    p_query: text,
    p_language: language ?? null,
    p_limit: limit,
    p_embedding: vector ? JSON.stringify(vector) : null,
    p_model: vector ? embedder?.model : null,
  })
  if (error) throw new ProblemError('internal', { cause: error })
  return z.array(Found).parse(data).map(({ body, ...hit }) => ({ ...hit, sentence: matchingSentence(body, text) }))
}

/** Splits an article anew and computes its vectors where a model is there; `admin` because passages are the service's to write. */
export async function indexPassages(
  admin: SupabaseClient,
  { id, accountId, title, body }: { id: number, accountId: number, title: string, body: string },
  embedder: Embedder | null = createEmbedder(),
): Promise<void> {
  const texts = chunksOf(title, body)
  const vectors = await embedder?.embed(texts).catch(() => null) ?? null
  const removed = await admin.from('article_chunks').delete().eq('article_id', id)
  if (removed.error) throw new ProblemError('internal', { cause: removed.error })
  const { error } = await admin.from('article_chunks').insert(texts.map((text, position) => ({
    article_id: id,
    account_id: accountId,
    position,
    text,
    embedding: vectors?.[position] ? JSON.stringify(vectors[position]) : null,
    model: vectors && embedder ? embedder.model : null,
    dimensions: vectors && embedder ? embedder.dimensions : null,
  })))
  if (error) throw new ProblemError('internal', { cause: error })
}
