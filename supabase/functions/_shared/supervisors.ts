import type { SupabaseClient } from '@supabase/supabase-js'
import { z } from 'zod'
import { ProblemError } from './app.ts'

const Colleague = z.object({ id: z.number(), chatwoot_user_id: z.number(), name: z.string(), role: z.string() })
type Colleague = z.infer<typeof Colleague>

/** The supervisors of an account; where nobody is one, its admins. */
export async function readSupervisors(admin: SupabaseClient, accountId: number): Promise<Colleague[]> {
  const { data, error } = await admin
    .from('agents')
    .select('id, chatwoot_user_id, name, role')
    .eq('account_id', accountId)
    .in('role', ['supervisor', 'admin'])
    .is('removed_at', null)
    .order('id')
  if (error) throw new ProblemError('internal', { cause: error })
  const people = z.array(Colleague).parse(data)
  const supervisors = people.filter(({ role }) => role === 'supervisor')
  return supervisors.length > 0 ? supervisors : people
}
