import type { SupabaseEnv } from '@supabase/server'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { Embedder } from '../_shared/embeddings.ts'
import { withSupabase } from '@supabase/server/adapters/hono'
import { z } from 'zod'
import { ArticleInput } from '../../../shared/contracts/article.ts'
import { Language } from '../../../shared/contracts/judgement.ts'
import { createApp, ProblemError } from '../_shared/app.ts'
import { parse, readJson, requireMember } from '../_shared/caller.ts'
import { createEmbedder } from '../_shared/embeddings.ts'
import { indexPassages } from '../_shared/jobs-index.ts'
import { runInBackground } from '../_shared/jobs.ts'
import { searchArticles } from '../_shared/knowledge.ts'
import { createArticle, listArticles, readArticle, updateArticle } from './articles.ts'

const LARGEST_IMPORT = 64 * 1024 * 1024
const NO_SUCH_ACCOUNT = '23503'
const Id = z.coerce.number().int().positive()
const AccountRef = z.object({ accountId: Id })
const ArticleRef = AccountRef.extend({ id: Id })
const Search = z.object({
  q: z.string().max(10_000).default(''),
  language: Language.optional(),
  limit: z.coerce.number().int().min(1).max(20).default(10),
})
const Update = ArticleInput.extend({ updatedAt: z.string().optional() })
const Import = z.object({ articles: z.array(ArticleInput.extend({ slug: z.string().min(1).max(200) })).max(2_000) })

interface KnowledgeOptions { embedder?: Embedder | null }

/** The shop's articles: searched by every member, written by admins, filled by who holds the secret key. */
export function createKnowledge(env?: Partial<SupabaseEnv>, { embedder = createEmbedder() }: KnowledgeOptions = {}) {
  const signedIn = withSupabase({ auth: 'user', env })
  // Words find an article at once; its meaning follows when the answer has left.
  function index(admin: SupabaseClient, accountId: number) {
    runInBackground(async () => indexPassages(accountId, { admin, now: Date.now }, embedder))
  }
  return createApp('/knowledge')
    .get('/:accountId/search', signedIn, async (c) => {
      const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
      const { accountId } = parse(AccountRef, c.req.param())
      const { q, language, limit } = parse(Search, c.req.query())
      await requireMember(supabase, userClaims?.id ?? '', accountId)
      return c.json({ hits: await searchArticles({ client: supabase, admin, embedder }, { accountId, query: q, language, limit }) })
    })
    .get('/:accountId/articles', signedIn, async (c) => {
      const { supabase, userClaims } = c.var.supabaseContext
      const { accountId } = parse(AccountRef, c.req.param())
      await requireMember(supabase, userClaims?.id ?? '', accountId)
      return c.json({ articles: await listArticles(supabase, accountId) })
    })
    .get('/:accountId/articles/:id', signedIn, async (c) => {
      const { supabase, userClaims } = c.var.supabaseContext
      const { accountId, id } = parse(ArticleRef, c.req.param())
      await requireMember(supabase, userClaims?.id ?? '', accountId)
      return c.json(await readArticle(supabase, accountId, id))
    })
    .post('/:accountId/articles', signedIn, async (c) => {
      const { supabase, supabaseAdmin, userClaims } = c.var.supabaseContext
      const { accountId } = parse(AccountRef, c.req.param())
      const caller = await requireMember(supabase, userClaims?.id ?? '', accountId, ['admin'])
      const input = parse(ArticleInput, await readJson(c.req.raw))
      const article = await createArticle(supabase, accountId, input, caller.agentId)
      index(supabaseAdmin, accountId)
      return c.json(article, 201)
    })
    .put('/:accountId/articles/:id', signedIn, async (c) => {
      const { supabase, supabaseAdmin, userClaims } = c.var.supabaseContext
      const { accountId, id } = parse(ArticleRef, c.req.param())
      const caller = await requireMember(supabase, userClaims?.id ?? '', accountId, ['admin'])
      const { updatedAt, ...input } = parse(Update, await readJson(c.req.raw))
      const article = await updateArticle(supabase, { accountId, id, updatedAt }, input, caller.agentId)
      index(supabaseAdmin, accountId)
      return c.json(article)
    })
    .post('/:accountId/import', withSupabase({ auth: 'secret', env }), async (c) => {
      const { supabaseAdmin: admin } = c.var.supabaseContext
      const { accountId } = parse(AccountRef, c.req.param())
      const { articles } = parse(Import, await readJson(c.req.raw, LARGEST_IMPORT))
      const { data, error } = await admin
        .from('articles')
        .upsert(articles.map(article => ({ ...article, account_id: accountId })), { onConflict: 'account_id,slug', ignoreDuplicates: true })
        .select('id')
      if (error) throw new ProblemError(error.code === NO_SUCH_ACCOUNT ? 'account_not_found' : 'internal', { cause: error })
      index(admin, accountId)
      return c.json({ imported: data.length })
    })
}

export const app = createKnowledge()
