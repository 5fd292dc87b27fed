import type { SupabaseEnv } from '@supabase/server'
import { withSupabase } from '@supabase/server/adapters/hono'
import { z } from 'zod'
import { ArticleInput } from '../../../shared/contracts/article.ts'
import { Language } from '../../../shared/contracts/judgement.ts'
import { createApp, ProblemError } from '../_shared/app.ts'
import { parse, requireMember } from '../_shared/caller.ts'
import { indexPassages, searchArticles } from '../_shared/knowledge.ts'
import { createArticle, listArticles, readArticle, updateArticle } from './articles.ts'

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

/** The shop's articles: searched by every member, written by admins, filled by who holds the secret key. */
export function createKnowledge(env?: Partial<SupabaseEnv>) {
  const signedIn = withSupabase({ auth: 'user', env })
  return createApp('/knowledge')
    .get('/:accountId/search', signedIn, async (c) => {
      const { supabase, userClaims } = c.var.supabaseContext
      const { accountId } = parse(AccountRef, c.req.param())
      const { q, language, limit } = parse(Search, c.req.query())
      await requireMember(supabase, userClaims?.id ?? '', accountId)
      return c.json({ hits: await searchArticles(supabase, { accountId, query: q, language, limit }) })
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
      const input = parse(ArticleInput, await c.req.json().catch(() => null))
      const article = await createArticle(supabase, accountId, input, caller.agentId)
      await indexPassages(supabaseAdmin, { accountId, ...article })
      return c.json(article, 201)
    })
    .put('/:accountId/articles/:id', signedIn, async (c) => {
      const { supabase, supabaseAdmin, userClaims } = c.var.supabaseContext
      const { accountId, id } = parse(ArticleRef, c.req.param())
      const caller = await requireMember(supabase, userClaims?.id ?? '', accountId, ['admin'])
      const { updatedAt, ...input } = parse(Update, await c.req.json().catch(() => null))
      const article = await updateArticle(supabase, { accountId, id, updatedAt }, input, caller.agentId)
      await indexPassages(supabaseAdmin, { accountId, ...article })
      return c.json(article)
    })
    .post('/:accountId/import', withSupabase({ auth: 'secret', env }), async (c) => {
      const { supabaseAdmin: admin } = c.var.supabaseContext
      const { accountId } = parse(AccountRef, c.req.param())
      const { articles } = parse(Import, await c.req.json().catch(() => null))
      const { data, error } = await admin
        .from('articles')
        .upsert(articles.map(article => ({ ...article, account_id: accountId })), { onConflict: 'account_id,slug', ignoreDuplicates: true })
        .select('id, title, body')
      if (error) throw new ProblemError('internal', { cause: error })
      for (const article of data) await indexPassages(admin, { accountId, ...article })
      return c.json({ imported: data.length })
    })
}

export const app = createKnowledge()
