import type { SupabaseClient } from '@supabase/supabase-js'
import { z } from 'zod'
import { ProblemError } from './app.ts'

/** Where Chatwoot shows the conversations of an account the caller is a member of. */
export async function readLinkBase(supabase: SupabaseClient, accountId: number): Promise<string> {
  const { data, error } = await supabase.from('accounts').select('chatwoot_url, chatwoot_account_id').eq('id', accountId).single()
  if (error) throw new ProblemError('internal', { cause: error })
  const { chatwoot_url, chatwoot_account_id } = z.object({ chatwoot_url: z.string(), chatwoot_account_id: z.number() }).parse(data)
  return `${chatwoot_url.replace(/\/+$/, '')}/app/accounts/${chatwoot_account_id}/conversations`
}
