import type { SupabaseClient } from '@supabase/supabase-js'
import type { JudgeName } from '../../../shared/contracts/judges.ts'
import { z } from 'zod'
import { barFor } from '../../../shared/judges/calibrate.ts'
import { hasDrifted } from '../../../shared/judges/drift.ts'
import { DEFAULT_PRECISION } from '../../../shared/judges/judge.ts'
import { ProblemError } from './app.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { loadJudges } from './judge-models.ts'

/** Fewer known answers than this do not set a bar. */
const LEAST_FOR_BAR = 60
const LONG_AGO = 0
const OutcomeRow = z.object({
  said: z.string(),
  truth: z.string(),
  confidence: z.number(),
  is_abstained: z.boolean(),
  is_explicit: z.boolean(),
}).transform(({ is_abstained, is_explicit, ...row }) => ({ ...row, isAbstained: is_abstained, isExplicit: is_explicit }))

/** Judgements of an account whose truth is known, the latest first. */
export async function readOutcomes(admin: SupabaseClient, accountId: number, judge: JudgeName, since: number) {
  return callRpc(admin, 'judge_outcomes', { p_account_id: accountId, p_judge: judge, p_since: timestamp(since) }, z.array(OutcomeRow))
}

/** Sets the bar from what was measured here, and stops a judge that is no longer right as often as it should from acting by itself. */
export async function watchJudge(admin: SupabaseClient, accountId: number, judge: JudgeName, now: number): Promise<void> {
  const { settings } = await loadJudges(admin, accountId)
  const setting = settings.get(judge)
  const target = setting?.target_precision ?? DEFAULT_PRECISION
  const since = setting ? Date.parse(setting.watched_since) : LONG_AGO
  const outcomes = await readOutcomes(admin, accountId, judge, since)
  const answers = outcomes.filter(({ isAbstained }) => !isAbstained).map(({ said, truth }) => said === truth).reverse()
  const known = outcomes.map(({ said, truth, confidence }) => ({ confidence, isRight: said === truth }))
  const bar = known.length >= LEAST_FOR_BAR ? barFor(known, target) ?? 1 : null
  const isStopped = setting?.is_acting === true && hasDrifted(answers, target)
  if (bar === (setting?.bar ?? null) && !isStopped) return
  const { error } = await admin.from('judge_settings').upsert({
    account_id: accountId,
    judge,
    bar,
    updated_at: timestamp(now),
    ...(isStopped && { is_acting: false, paused_at: timestamp(now) }),
  }, { onConflict: 'account_id,judge' })
  if (error) throw new ProblemError('internal', { cause: error })
}
