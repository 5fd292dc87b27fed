import type { SupabaseClient } from '@supabase/supabase-js'
import { ProblemError } from './app.ts'
import { readEnv } from './env.ts'

const TIMEOUT_MS = 10_000

/** An incoming webhook. `lost`: asked, and nobody knows whether Slack has it. */
interface Slack { isThere: () => Promise<boolean>, post: (text: string) => Promise<'sent' | 'later' | 'refused' | 'lost'> }

/**
 * The account's Slack, or null. The address in the environment (`SLACK_WEBHOOK_URL`) belongs to the account that was linked
 * first: what happens in one account is nothing for the channel of another.
 */
export async function readSlack(admin: SupabaseClient, accountId: number, send: typeof fetch = fetch): Promise<Slack | null> {
  const url = readEnv('SLACK_WEBHOOK_URL')
  if (!url) return null
  const { data, error } = await admin.from('accounts').select('id').order('id').limit(1).single()
  if (error) throw new ProblemError('internal', { cause: error })
  if (data.id !== accountId) return null

  const ask = async (address: string | URL, init: RequestInit) => {
    const response = await send(address, { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => null)
    await response?.body?.cancel()
    return response
  }
  return {
    // A connection that fails now is told apart from an answer that is lost later.
    isThere: async () => await ask(new URL('/', url), { method: 'HEAD' }) !== null,
    async post(text) {
      const response = await ask(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text }) })
      if (!response) return 'lost'
      if (response.ok) return 'sent'
      return response.status === 429 || response.status >= 500 ? 'later' : 'refused'
    },
  }
}
