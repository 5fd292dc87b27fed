import type { SupabaseClient } from '@supabase/supabase-js'
import type { SavedPolicy } from '../../../../shared/contracts/order-action.ts'
import { z } from 'zod'
import { defaultPolicy } from '../../../../shared/actions/policy.ts'
import { MoneyPolicy } from '../../../../shared/contracts/order-action.ts'
import { ProblemError } from '../app.ts'

const Row = z.object({ version: z.number(), policy: MoneyPolicy })

/**
 * Who may give back how much in an account. What was said in another currency than the shop's does not count: its numbers would
 * mean something else.
 */
export async function readPolicy(client: SupabaseClient, accountId: number, currency: string | null): Promise<SavedPolicy> {
  const { data, error } = await client.from('money_policies').select('version, policy').eq('account_id', accountId).maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  const saved = Row.safeParse(data).data
  if (saved && (currency === null || saved.policy.currency === currency)) return saved
  return { version: saved?.version ?? 0, policy: defaultPolicy(currency ?? 'USD') }
}
