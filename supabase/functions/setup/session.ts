import type { SupabaseClient } from '@supabase/supabase-js'
import type { Session } from '../../../shared/contracts/session.ts'
import { z } from 'zod'
import { Role } from '../../../shared/contracts/brief.ts'
import { ProblemError } from '../_shared/app.ts'

const Row = z.object({
  account_id: z.number(),
  name: z.string(),
  role: Role,
  accounts: z.object({ name: z.string(), chatwoot_account_id: z.number(), chatwoot_url: z.string() }),
})

/** The accounts of the signed-in user, read through their own client; a stranger has none. */
export async function readSession(supabase: SupabaseClient, userId: string): Promise<Session> {
  const { data, error } = await supabase
    .from('agents')
    .select('account_id, name, role, accounts!agents_account_id_fkey (name, chatwoot_account_id, chatwoot_url)')
    .eq('user_id', userId)
    .is('removed_at', null)
    .order('account_id')
  if (error) throw new ProblemError('internal', { cause: error })
  return {
    accounts: z.array(Row).parse(data).map(row => ({
      accountId: row.account_id,
      chatwootAccountId: row.accounts.chatwoot_account_id,
      chatwootUrl: row.accounts.chatwoot_url,
      name: row.accounts.name,
      role: row.role,
      agentName: row.name,
    })),
  }
}
