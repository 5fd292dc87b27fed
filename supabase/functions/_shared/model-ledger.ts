import type { SupabaseClient } from '@supabase/supabase-js'
import { readEnv } from './env.ts'

const PRICES = {
  category: { input: 'OPENAI_INPUT_PRICE', output: 'OPENAI_OUTPUT_PRICE' },
  draft: { input: 'OPENAI_INPUT_PRICE', output: 'OPENAI_OUTPUT_PRICE' },
  embedding: { input: 'OPENAI_EMBEDDING_PRICE', output: 'OPENAI_OUTPUT_PRICE' },
} as const

export interface ModelCall {
  accountId: number
  purpose: keyof typeof PRICES
  model: string
  outcome: 'used' | 'rejected' | 'failed'
  tookMs: number
  inputTokens: number
  outputTokens: number
}

/** Writes down what a call cost, whatever became of it. A ledger that cannot be written is logged and holds up nobody. */
export async function recordModelCall(admin: SupabaseClient, call: ModelCall): Promise<void> {
  const { accountId, purpose, model, outcome, tookMs, inputTokens, outputTokens } = call
  const { error } = await admin.from('model_calls').insert({
    account_id: accountId,
    purpose,
    model,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    cost_micros: Math.round(inputTokens * price(PRICES[purpose].input) + outputTokens * price(PRICES[purpose].output)),
    outcome,
    took_ms: Math.round(tookMs),
  })
  if (error) console.error('model call not recorded:', error.code)
}

/** Price of a million tokens, which is the price of one in millionths; unknown is 0. */
function price(name: string): number {
  const given = Number(readEnv(name))
  return Number.isFinite(given) && given > 0 ? given : 0
}
