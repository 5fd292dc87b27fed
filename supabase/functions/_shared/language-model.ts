import type { SupabaseClient } from '@supabase/supabase-js'
import OpenAI from 'openai'
import { ProblemError } from './app.ts'
import { readEnv } from './env.ts'

const TIMEOUT_MS = 25_000
const RETRIES = 1
const MOST_OUTPUT_TOKENS = 700
const DAY_MS = 86_400_000
const DEFAULT_MODEL = 'gpt-4o-mini'

interface Prompt { system: string, user: string }
/** `isCut`: the model stopped before it had finished. */
export interface Completion { text: string, isCut: boolean, inputTokens: number, outputTokens: number }

/** A language model behind one interface; refuses with `model_unavailable`. */
export interface LanguageModel {
  name: string
  stream: (prompt: Prompt, onText: (text: string) => void, signal: AbortSignal) => Promise<Completion>
}

/** The model of the environment (`OPENAI_API_KEY`, `OPENAI_BASE_URL`, `OPENAI_MODEL`), or null: then nothing leaves the house. */
export function createLanguageModel(): LanguageModel | null {
  const apiKey = readEnv('OPENAI_API_KEY')
  if (!apiKey) return null
  const model = readEnv('OPENAI_MODEL') ?? DEFAULT_MODEL
  const client = new OpenAI({ apiKey, baseURL: readEnv('OPENAI_BASE_URL'), timeout: TIMEOUT_MS, maxRetries: RETRIES })
  return {
    name: model,
    async stream({ system, user }, onText, signal) {
      const completion: Completion = { text: '', isCut: true, inputTokens: 0, outputTokens: 0 }
      try {
        const chunks = await client.chat.completions.create({
          model,
          stream: true,
          stream_options: { include_usage: true },
          max_completion_tokens: MOST_OUTPUT_TOKENS,
          messages: [{ role: 'system', content: system }, { role: 'user', content: user }],
        }, { signal })
        for await (const { choices: [choice], usage } of chunks) {
          const text = choice?.delta?.content ?? ''
          completion.text += text
          if (text) onText(text)
          if (choice?.finish_reason) completion.isCut = choice.finish_reason !== 'stop'
          if (usage) Object.assign(completion, { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens })
        }
      }
      catch (error) {
        throw new ProblemError('model_unavailable', { cause: error })
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

export interface ModelCall { accountId: number, model: string, outcome: 'used' | 'rejected' | 'failed', tookMs: number, completion: Completion | null }

/** Writes down what a call cost, whatever became of it. */
export async function recordModelCall(admin: SupabaseClient, { accountId, model, outcome, tookMs, completion }: ModelCall): Promise<void> {
  const inputTokens = completion?.inputTokens ?? 0
  const outputTokens = completion?.outputTokens ?? 0
  const { error } = await admin.from('model_calls').insert({
    account_id: accountId,
    purpose: 'draft',
    model,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    cost_micros: Math.round(inputTokens * price('OPENAI_INPUT_PRICE') + outputTokens * price('OPENAI_OUTPUT_PRICE')),
    outcome,
    took_ms: Math.round(tookMs),
  })
  if (error) throw new ProblemError('internal', { cause: error })
}

/** Price of a million tokens, which is the price of one in millionths; unknown is 0. */
function price(name: string): number {
  const given = Number(readEnv(name))
  return Number.isFinite(given) && given > 0 ? given : 0
}
