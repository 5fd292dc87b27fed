import type { Embedder } from './embeddings.ts'
import type { Work } from './jobs.ts'
import { z } from 'zod'
import { chunksOf } from '../../../shared/knowledge/passage.ts'
import { createEmbedder } from './embeddings.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { recordModelCall } from './model-ledger.ts'

const BATCH = 64
// A job's lease is a minute; what is left is found by the next tick.
const BUDGET_MS = 30_000
const Articles = z.array(z.object({ id: z.number(), title: z.string(), body: z.string(), updated_at: z.string() }))
const Passages = z.array(z.object({ article_id: z.number(), position: z.number(), text: z.string() }))

/**
 * Splits articles that have no passages, and gives passages the vectors of today's model: new ones, those of another model,
 * those that a failure left without. Throws what the embedder refuses with.
 */
export async function indexPassages(
  accountId: number,
  work: Work,
  embedder: Embedder | null = createEmbedder({ fetch: work.fetch }),
): Promise<void> {
  await splitArticles(accountId, work)
  if (!embedder) return
  const { admin } = work
  const until = performance.now() + BUDGET_MS
  while (performance.now() < until) {
    const wanted = { p_account_id: accountId, p_model: embedder.model, p_limit: BATCH }
    const passages = await callRpc(admin, 'passages_to_index', wanted, Passages)
    if (passages.length === 0) return
    const started = performance.now()
    const call = { accountId, purpose: 'embedding' as const, model: embedder.model, outputTokens: 0 }
    const embedded = await embedder.embed(passages.map(({ text }) => text), 'index').catch(async (error) => {
      await recordModelCall(admin, { ...call, outcome: 'failed', tookMs: performance.now() - started, inputTokens: 0 })
      throw error
    })
    const rows = passages.map((passage, index) => ({ ...passage, embedding: JSON.stringify(embedded.vectors[index]) }))
    await callRpc(admin, 'store_embeddings', { p_account_id: accountId, p_model: embedder.model, p_rows: rows }, z.number())
    await recordModelCall(admin, { ...call, outcome: 'used', tookMs: performance.now() - started, inputTokens: embedded.tokens })
  }
}

async function splitArticles(accountId: number, { admin }: Work): Promise<void> {
  for (;;) {
    const articles = await callRpc(admin, 'articles_without_passages', { p_account_id: accountId, p_limit: BATCH }, Articles)
    for (const { id, title, body, updated_at } of articles) {
      const args = { p_account_id: accountId, p_article_id: id, p_updated_at: updated_at, p_texts: chunksOf(title, body) }
      await callRpc(admin, 'store_passages', args, z.boolean())
    }
    if (articles.length < BATCH) return
  }
}

/** Asks for vectors in every account that lacks some of this model. */
export async function enqueueIndexing({ admin, now }: Work, embedder: Embedder | null): Promise<void> {
  if (embedder) await callRpc(admin, 'enqueue_indexing', { p_model: embedder.model, p_now: timestamp(now()) }, z.number())
}
