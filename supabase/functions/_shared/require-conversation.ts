import type { SupabaseClient } from '@supabase/supabase-js'
import type { Work } from './jobs.ts'
import { readConversation } from '../../../shared/ingest/read-event.ts'
import { loadAccount } from './account.ts'
import { ProblemError } from './app.ts'
import { createChatwoot } from './chatwoot.ts'
import { storeFacts } from './jobs-fold.ts'

/**
 * Makes sure that the conversation exists in this account: in the read model as the caller sees it, else in Chatwoot,
 * where it may be newer than its webhook. Refuses with `conversation_not_found`.
 */
export async function requireConversation(supabase: SupabaseClient, accountId: number, conversationId: number, work: Work): Promise<void> {
  const { data, error } = await supabase
    .from('conversations')
    .select('conversation_id')
    .eq('account_id', accountId)
    .eq('conversation_id', conversationId)
    .is('deleted_at', null)
    .maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  if (data) return

  const { chatwoot } = await loadAccount(work.admin, accountId)
  const payload = await createChatwoot({ ...chatwoot, fetch: work.fetch }).conversation(conversationId)
  await storeFacts(accountId, readConversation(payload, work.now()), work)
}
