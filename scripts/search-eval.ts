import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { startTestStack } from '../local/testing/stack.ts'

export const Article = z.object({
  id: z.string(),
  title: z.string(),
  body: z.string(),
  questions: z.array(z.string()).default([]),
  language: z.enum(['en', 'es', 'fr']).default('en'),
})
export const Query = z.object({ id: z.string(), text: z.string(), rel: z.array(z.string()).min(1) })
export type Article = z.infer<typeof Article>
export type Query = z.infer<typeof Query>

type Stack = Awaited<ReturnType<typeof startTestStack>>
/** The ids of at most ten articles for a question, best first. */
export type Rank = (text: string) => string[] | Promise<string[]>

/** nDCG@10, recall@5 and hit@1 in percent, binary relevance; p95 in ms. Rankings are those of `search_articles`. */
export async function evaluate(corpusFile: string, queriesFile: string) {
  const corpus = await readLines(corpusFile, Article)
  const queries = await readLines(queriesFile, Query)
  const stack = await startTestStack()
  const result = await score(queries, rankInSql(stack, await index(stack, corpus)))
  await stack.stop()
  return { ...result, articles: corpus.length }
}

/** What a ranking is worth on these questions; the units are those of `evaluate`. */
export async function score(queries: Query[], rank: Rank) {
  const ranks: { relevant: boolean[], total: number }[] = []
  const took: number[] = []
  for (const { text, rel } of queries) {
    const started = performance.now()
    const ids = await rank(text)
    took.push(performance.now() - started)
    ranks.push({ relevant: ids.map(id => rel.includes(id)), total: rel.length })
  }
  return {
    ndcg10: percent(mean(ranks.map(ndcg))),
    r5: percent(mean(ranks.map(({ relevant, total }) => relevant.slice(0, 5).filter(Boolean).length / total))),
    hit1: percent(mean(ranks.map(({ relevant }) => Number(relevant[0] ?? false)))),
    p95Ms: Number((took.toSorted((a, b) => a - b)[Math.ceil(took.length * 0.95) - 1] ?? 0).toFixed(1)),
    queries: queries.length,
  }
}

/** The product's own ranking of an account's articles. */
export function rankInSql(stack: Stack, accountId: number): Rank {
  return async (text) => {
    const rows = await stack.sql<{ slug: string }>(
      'select a.slug from search_articles($1, $2, null, 10) s join articles a using (id) order by s.score desc, a.id',
      [accountId, text],
    )
    return rows.map(({ slug }) => slug)
  }
}

/** Puts articles into a fresh account of this stack; returns the account's id. */
export async function index(stack: Stack, corpus: Article[]): Promise<number> {
  const [account] = await stack.sql<{ id: number }>(
    `insert into accounts (name, chatwoot_url, chatwoot_account_id)
     select 'Eval', 'https://eval.example', count(*) + 1 from accounts returning id::integer`,
  )
  const rows = corpus.map(({ id, title, body, ...row }) =>
    ({ ...row, slug: id, title: title.slice(0, 200) || id, body: body.slice(0, 100_000) }))
  await stack.sql(
    `insert into articles (account_id, slug, title, body, language, status, questions)
     select $1, slug, title, body, language, 'published', questions
     from jsonb_to_recordset($2) as r (slug text, title text, body text, language text, questions text[])`,
    [account?.id, JSON.stringify(rows)],
  )
  return account?.id ?? 0
}

/** The rows of a JSON Lines file; throws `ZodError` for a row of another shape. */
export async function readLines<S extends z.ZodType>(file: string, schema: S): Promise<z.output<S>[]> {
  const text = await readFile(file, 'utf8')
  return text.split('\n').filter(line => line.trim()).map(line => schema.parse(JSON.parse(line)))
}

function ndcg({ relevant, total }: { relevant: boolean[], total: number }): number {
  const gain = (hits: boolean[]) => hits.reduce((sum, hit, rank) => sum + Number(hit) / Math.log2(rank + 2), 0)
  return gain(relevant.slice(0, 10)) / gain(Array.from({ length: Math.min(total, 10) }, () => true))
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

function percent(share: number): number {
  return Number((share * 100).toFixed(1))
}
