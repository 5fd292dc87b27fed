import type { SupabaseClient } from '@supabase/supabase-js'
import type { Article, ArticleInput } from '../../../shared/contracts/article.ts'
import { z } from 'zod'
import { ArticleStatus } from '../../../shared/contracts/article.ts'
import { Language } from '../../../shared/contracts/judgement.ts'
import { slugOf } from '../../../shared/knowledge/passage.ts'
import { ProblemError } from '../_shared/app.ts'

const COLUMNS = 'id, slug, title, body, language, status, url, questions, updated_at'
const TAKEN = '23505'

const ArticleRow = z
  .object({
    id: z.number(),
    slug: z.string(),
    title: z.string(),
    body: z.string(),
    language: Language,
    status: ArticleStatus,
    url: z.string().nullable(),
    questions: z.array(z.string()),
    updated_at: z.string(),
  })
  .transform(({ updated_at, ...row }): Article => ({ ...row, updatedAt: updated_at }))

/** All articles the caller may see, by title. */
export async function listArticles(supabase: SupabaseClient, accountId: number): Promise<Article[]> {
  const { data, error } = await supabase.from('articles').select(COLUMNS).eq('account_id', accountId).order('title').order('id')
  if (error) throw new ProblemError('internal', { cause: error })
  return z.array(ArticleRow).parse(data)
}

export async function readArticle(supabase: SupabaseClient, accountId: number, id: number): Promise<Article> {
  const { data, error } = await supabase.from('articles').select(COLUMNS).eq('account_id', accountId).eq('id', id).maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  if (!data) throw new ProblemError('article_not_found')
  return ArticleRow.parse(data)
}

/** Writes a new article under a slug of its own. */
export async function createArticle(supabase: SupabaseClient, accountId: number, input: ArticleInput, agentId: number): Promise<Article> {
  const slug = slugOf(input.title)
  for (let attempt = 1; attempt <= 50; attempt++) {
    const row = { ...input, account_id: accountId, updated_by: agentId, slug: attempt === 1 ? slug : `${slug}-${attempt}` }
    const { data, error } = await supabase.from('articles').insert(row).select(COLUMNS).single()
    if (!error) return ArticleRow.parse(data)
    if (error.code !== TAKEN) throw new ProblemError('internal', { cause: error })
  }
  throw new ProblemError('internal', { detail: 'No free address was found for this title' })
}

/** Changes an article that nobody changed since `updatedAt`; refuses with `article_changed` otherwise. */
export async function updateArticle(
  supabase: SupabaseClient,
  ref: { accountId: number, id: number, updatedAt: string | undefined },
  input: ArticleInput,
  agentId: number,
): Promise<Article> {
  const known = await readArticle(supabase, ref.accountId, ref.id)
  if (ref.updatedAt !== undefined && Date.parse(ref.updatedAt) !== Date.parse(known.updatedAt)) throw new ProblemError('article_changed')
  const { data, error } = await supabase
    .from('articles')
    .update({ ...input, updated_by: agentId })
    .eq('account_id', ref.accountId)
    .eq('id', ref.id)
    .eq('updated_at', known.updatedAt)
    .select(COLUMNS)
    .maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  if (!data) throw new ProblemError('article_changed')
  return ArticleRow.parse(data)
}
