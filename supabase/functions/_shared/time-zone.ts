import type { SupabaseClient } from '@supabase/supabase-js'
import { z } from 'zod'
import { ProblemError } from './app.ts'

const Row = z.object({ time_zone: z.string() }).nullable()

/** Where an inbox counts its days; UTC when it is not known yet. */
export async function readTimeZone(supabase: SupabaseClient, accountId: number, inboxId: number): Promise<string> {
  const { data, error } = await supabase.from('inboxes').select('time_zone').match({ account_id: accountId, inbox_id: inboxId }).maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  return Row.parse(data)?.time_zone ?? 'UTC'
}
