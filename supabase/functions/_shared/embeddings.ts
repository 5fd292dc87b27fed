import OpenAI from 'openai'
import { readEnv } from './env.ts'

const MODEL = 'text-embedding-3-small'
const DIMENSIONS = 512
const TIMEOUT_MS = 8_000
const BATCH = 64

/** Turns texts into vectors of one model; vectors of different models are never compared. */
export interface Embedder { model: string, dimensions: number, embed: (texts: string[]) => Promise<number[][]> }

/** The vectors of the language model's provider, or null without a key: then search goes by words and past questions. */
export function createEmbedder(): Embedder | null {
  const apiKey = readEnv('OPENAI_API_KEY')
  if (!apiKey) return null
  const client = new OpenAI({ apiKey, baseURL: readEnv('OPENAI_BASE_URL'), timeout: TIMEOUT_MS, maxRetries: 1 })
  return {
    model: `${MODEL}:${DIMENSIONS}`,
    dimensions: DIMENSIONS,
    async embed(texts) {
      const vectors: number[][] = []
      for (let from = 0; from < texts.length; from += BATCH) {
        const { data } = await client.embeddings.create({ model: MODEL, dimensions: DIMENSIONS, input: texts.slice(from, from + BATCH), encoding_format: 'float' })
        vectors.push(...data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding))
      }
      return vectors
    },
  }
}
