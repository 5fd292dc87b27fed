import type { SupabaseClient } from '@supabase/supabase-js'
import type { ArticleHit } from '../../../shared/contracts/article.ts'
import type { Language } from '../../../shared/contracts/judgement.ts'
import type { Embedder } from './embeddings.ts'
import { z } from 'zod'
import { Language as LanguageSchema } from '../../../shared/contracts/judgement.ts'
import { withoutPeople } from '../../../shared/drafts/redact.ts'
import { storable } from '../../../shared/ingest/tokens.ts'
import { matchingSentence } from '../../../shared/knowledge/passage.ts'
import { ProblemError } from './app.ts'
import { runInBackground } from './jobs.ts'
import { recordModelCall } from './model-ledger.ts'

const LONGEST_QUERY = 4_000
const Found = z.object({
  id: z.number(),
  title: z.string(),
  body: z.string(),
  language: LanguageSchema,
  url: z.string().nullable(),
  score: z.number(),
})

/** `people` are names that the provider of vectors need not know. */
export interface ArticleQuestion { accountId: number, query: string, language?: Language, limit: number, people?: (string | null)[] }
/** `client` decides which articles the caller sees; `admin` keeps the ledger of what the vectors cost. */
export interface ArticleSearch { client: SupabaseClient, admin: SupabaseClient, embedder: Embedder | null }

/** Published articles that fit a text, best first, as the client's caller may see them. Without a vector it goes by words alone. */
export async function searchArticles(search: ArticleSearch, question: ArticleQuestion): Promise<ArticleHit[]> {
  const { accountId, query, language, limit, people = [] } = question
  const text = storable(query).trim().slice(0, LONGEST_QUERY).toWellFormed()
  if (!text) return []
  const vector = await vectorOf(withoutPeople(text, people), accountId, search)
  const find = async (embedding: number[] | null) => search.client.rpc('search_articles', {
    p_account_id: accountId,
    p_query: text,
    p_language: language ?? null,
    p_limit: limit,
    p_embedding: embedding && JSON.stringify(embedding),
    p_model: embedding && search.embedder?.model,
  })
  const answer = await find(vector)
  // Vectors that do not fit make search less clever, never absent.
  const { data, error } = answer.error && vector ? await find(null) : answer
  if (error) throw new ProblemError('internal', { cause: error })
  return z.array(Found).parse(data).map(({ body, ...hit }) => ({ ...hit, sentence: matchingSentence(body, text) }))
}

async function vectorOf(text: string, accountId: number, { admin, embedder }: ArticleSearch): Promise<number[] | null> {
  if (!embedder) return null
  const started = performance.now()
  const embedded = await embedder.embed([text], 'search').catch(() => null)
  const [vector = null] = embedded?.vectors ?? []
  if (embedded) {
    const call = { accountId, purpose: 'embedding' as const, model: embedder.model, tookMs: performance.now() - started }
    runInBackground(async () => recordModelCall(admin, { ...call, outcome: 'used', inputTokens: embedded.tokens, outputTokens: 0 }))
  }
  return vector
}
