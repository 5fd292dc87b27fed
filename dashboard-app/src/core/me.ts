import type { Brief } from '#shared/contracts/brief'
import type { FailureCode } from './api'
import type { Person } from './session'
import type { LoadSupabase } from './supabase'
import { Role } from '#shared/contracts/brief'
import { z } from 'zod'

export type Me = Brief['me']
const Row = z.object({ id: z.number().int(), name: z.string(), email: z.string(), role: Role })

/** Who the signed-in person is in this account, read under row level security, where no conversation has told it. */
export async function loadMe(load: LoadSupabase, accountId: number, { userId }: Person): Promise<Me | FailureCode> {
  const client = await load().catch(() => null)
  if (!client) return 'unreachable'
  const { data, error } = await client
    .from('agents')
    .select('id:chatwoot_user_id, name, email, role')
    .eq('account_id', accountId)
    .eq('user_id', userId)
    .is('removed_at', null)
    .maybeSingle()
  if (error) return 'unreachable'
  return Row.safeParse(data).data ?? 'agent_unknown'
}
