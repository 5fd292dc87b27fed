import type { SupabaseClient } from '@supabase/supabase-js'
import OpenAI from 'openai'
import { ProblemError } from './app.ts'
import { readEnv } from './env.ts'

// From the first byte asked to the last one answered, retries included.
const TIMEOUT_MS = 25_000
const RETRIES = 1
const MOST_OUTPUT_TOKENS = 700
const DAY_MS = 86_400_000
const DEFAULT_MODEL = 'gpt-4o-mini'
const CHARACTERS_PER_TOKEN = 4

interface Prompt { system: string, user: string }
/** `end`: the model finished, stopped before it had, or did not answer (in time). Tokens are estimated where it did not count them. */
interface Completion { text: string, end: 'finished' | 'cut' | 'unavailable', inputTokens: number, outputTokens: number }

/** A language model behind one interface; it never throws. */
export interface LanguageModel {
  name: string
  stream: (prompt: Prompt, onText: (text: string) => void, signal: AbortSignal) => Promise<Completion>
}
interface LanguageModelOptions { fetch?: typeof fetch, timeoutMs?: number }

/** The model of the environment (`OPENAI_API_KEY`, `OPENAI_BASE_URL`, `OPENAI_MODEL`), or null: then nothing leaves the house. */
export function createLanguageModel({ fetch, timeoutMs = TIMEOUT_MS }: LanguageModelOptions = {}): LanguageModel | null {
  const apiKey = readEnv('OPENAI_API_KEY')
  if (!apiKey) return null
  const model = readEnv('OPENAI_MODEL') ?? DEFAULT_MODEL
  const client = new OpenAI({ apiKey, baseURL: readEnv('OPENAI_BASE_URL'), timeout: timeoutMs, maxRetries: RETRIES, fetch })
  return {
    name: model,
    async stream({ system, user }, onText, signal) {
      const completion: Completion = { text: '', end: 'cut', inputTokens: 0, outputTokens: 0 }
      // The client's own time-out ends with the headers; a stream can stall after them.
      const bounds = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
      try {
        const chunks = await client.chat.completions.create({
          model,
          stream: true,
          stream_options: { include_usage: true },
          max_completion_tokens: MOST_OUTPUT_TOKENS,
          messages: [{ role: 'system', content: system }, { role: 'user', content: user }],
        }, { signal: bounds })
        for await (const { choices: [choice], usage } of chunks) {
          const text = choice?.delta?.content ?? ''
          completion.text += text
          if (text) onText(text)
          if (choice?.finish_reason === 'stop') completion.end = 'finished'
          if (usage) Object.assign(completion, { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens })
        }
        // An aborted stream ends like a finished one.
        if (bounds.aborted) completion.end = 'unavailable'
      }
      catch {
        completion.end = 'unavailable'
      }
      if (completion.text && !completion.outputTokens) {
        completion.inputTokens = Math.ceil((system.length + user.length) / CHARACTERS_PER_TOKEN)
        completion.outputTokens = Math.ceil(completion.text.length / CHARACTERS_PER_TOKEN)
      }
      return completion
    },
  }
}

/** Whether the account may ask a model today; `admin` because the ledger is the service's. */
export async function hasModelBudget(admin: SupabaseClient, accountId: number, now: number): Promise<boolean> {
  const since = new Date(now - DAY_MS).toISOString()
  const [spent, account] = await Promise.all([
    admin.rpc('model_tokens_since', { p_account_id: accountId, p_since: since }),
    admin.from('accounts').select('model_budget_tokens').eq('id', accountId).single(),
  ])
  const error = spent.error ?? account.error
  if (error) throw new ProblemError('internal', { cause: error })
  return Number(spent.data) < Number(account.data?.model_budget_tokens)
}
