import type { SupabaseClient } from '@supabase/supabase-js'
import type { JudgeName, JudgeSettings } from '../../../shared/contracts/judges.ts'
import { ProblemError } from '../_shared/app.ts'
import { timestamp } from '../_shared/jobs-rpc.ts'
import { watchJudge } from '../_shared/judge-watch.ts'

/** Sets how right a judge is to be and whether it acts. Switched on again after drift, it is watched from now. */
export async function saveSettings(
  admin: SupabaseClient,
  accountId: number,
  judge: JudgeName,
  settings: JudgeSettings,
  now: number,
): Promise<void> {
  const { data, error } = await admin.from('judge_settings').select('is_acting').match({ account_id: accountId, judge }).maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  const isSwitchedOn = settings.isActing && !data?.is_acting
  const saved = await admin.from('judge_settings').upsert({
    account_id: accountId,
    judge,
    target_precision: settings.targetPrecision,
    is_acting: settings.isActing,
    asks_model: settings.asksModel,
    updated_at: timestamp(now),
    ...(isSwitchedOn && { paused_at: null, watched_since: timestamp(now) }),
  }, { onConflict: 'account_id,judge' })
  if (saved.error) throw new ProblemError('internal', { cause: saved.error })
  await watchJudge(admin, accountId, judge, now)
}
