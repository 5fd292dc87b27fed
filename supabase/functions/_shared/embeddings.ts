import OpenAI from 'openai'
import { z } from 'zod'
import { ProblemError } from './app.ts'
import { readEnv } from './env.ts'

const DEFAULT_MODEL = 'text-embedding-3-small'
const DIMENSIONS = 512
const BATCH = 64
const REST_MS = 30_000
// Somebody waits for a search and gets one by words alone instead; nobody waits for an index.
const TIMEOUT_MS = { search: 1_500, index: 30_000 } as const
const RETRIES = { search: 0, index: 2 } as const

interface Embedded { vectors: number[][], tokens: number }
/**
 * Turns texts into vectors of one model; vectors of different models are never compared. Refuses with `model_unavailable`,
 * at once for a while when the provider has just failed a search.
 */
export interface Embedder { model: string, embed: (texts: string[], purpose: keyof typeof TIMEOUT_MS) => Promise<Embedded> }
export interface EmbedderOptions { fetch?: typeof fetch, now?: () => number, timeoutMs?: number }

/**
 * The vectors of the language model's provider (`OPENAI_API_KEY`, `OPENAI_BASE_URL`, `OPENAI_EMBEDDING_MODEL`), or null
 * without a key: then search goes by words and past questions (docs/decisions/0004-offline-embeddings.md).
 */
export function createEmbedder({ fetch, now = Date.now, timeoutMs }: EmbedderOptions = {}): Embedder | null {
  const apiKey = readEnv('OPENAI_API_KEY')
  if (!apiKey) return null
  const name = readEnv('OPENAI_EMBEDDING_MODEL') ?? DEFAULT_MODEL
  // Only this family can be asked for shorter vectors; others refuse the wish.
  const dimensions = name.startsWith('text-embedding-3') ? DIMENSIONS : undefined
  const Vectors = z.array(z.object({ index: z.number().int(), embedding: z.array(z.number()).min(1).max(4_096) }))
  const client = new OpenAI({ apiKey, baseURL: readEnv('OPENAI_BASE_URL'), fetch })
  let restsUntil = 0

  async function ask(texts: string[], purpose: keyof typeof TIMEOUT_MS): Promise<Embedded> {
    const timeout = timeoutMs ?? TIMEOUT_MS[purpose]
    const { data, usage } = await client.embeddings.create(
      { model: name, ...(dimensions && { dimensions }), input: texts, encoding_format: 'float' },
      { timeout, signal: AbortSignal.timeout(timeout * (RETRIES[purpose] + 1)), maxRetries: RETRIES[purpose] },
    )
    const vectors = Vectors.parse(data).toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding)
    const length = dimensions ?? vectors[0]?.length
    if (vectors.length !== texts.length || vectors.some(vector => vector.length !== length)) throw new Error('vectors of another shape')
    return { vectors, tokens: usage?.prompt_tokens ?? 0 }
  }

  return {
    model: dimensions ? `${name}:${dimensions}` : name,
    async embed(texts, purpose) {
      if (purpose === 'search' && now() < restsUntil) throw new ProblemError('model_unavailable')
      const all: Embedded = { vectors: [], tokens: 0 }
      try {
        for (let from = 0; from < texts.length; from += BATCH) {
          const { vectors, tokens } = await ask(texts.slice(from, from + BATCH), purpose)
          all.vectors.push(...vectors)
          all.tokens += tokens
        }
        return all
      }
      catch (cause) {
        if (purpose === 'search') restsUntil = now() + REST_MS
        throw new ProblemError('model_unavailable', { cause })
      }
    },
  }
}
