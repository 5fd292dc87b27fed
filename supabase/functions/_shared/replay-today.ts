import type { Work } from './jobs.ts'
import { z } from 'zod'
import { ProblemError } from './app.ts'

const Switched = z.array(z.object({ inbox_id: z.number() }))

/** Who assigns in an account: Pitwall where it is on in any inbox, else Chatwoot. */
export async function assignsToday(accountId: number, { admin }: Pick<Work, 'admin'>): Promise<'routing' | 'round_robin'> {
  const { data, error } = await admin.from('routing_inboxes').select('inbox_id').eq('account_id', accountId).eq('is_enabled', true).limit(1)
  if (error) throw new ProblemError('internal', { cause: error })
  return Switched.parse(data).length > 0 ? 'routing' : 'round_robin'
}
