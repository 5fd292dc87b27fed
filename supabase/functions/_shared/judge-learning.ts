import type { SupabaseClient } from '@supabase/supabase-js'
import type { Work } from './jobs.ts'
import { z } from 'zod'
import { LABELS_PER_LESSON } from '../../../shared/contracts/judges.ts'
import { ProblemError } from './app.ts'
import { callRpc } from './jobs-rpc.ts'
import { enqueueJob } from './jobs.ts'

const Labels = z.array(z.object({ decided_at: z.string() }))

/** The labels people of an account gave: all, and those since `learnedAt` (epoch ms). */
export async function countLabels(admin: SupabaseClient, accountId: number, learnedAt: number): Promise<{ fresh: number, all: number }> {
  const labels = await callRpc(admin, 'own_labels', { p_account_id: accountId }, Labels)
  return { fresh: labels.filter(({ decided_at }) => Date.parse(decided_at) > learnedAt).length, all: labels.length }
}

/** Lets the category judge learn by itself once people have said enough that it has not learned from. */
export async function learnWhenDue(accountId: number, work: Work): Promise<void> {
  const last = await work.admin
    .from('judge_models')
    .select('trained_at')
    .match({ account_id: accountId, judge: 'category' })
    .order('id', { ascending: false })
    .limit(1)
    .maybeSingle()
  if (last.error) throw new ProblemError('internal', { cause: last.error })
  const { fresh } = await countLabels(work.admin, accountId, Date.parse(last.data?.trained_at ?? '') || 0)
  if (fresh >= LABELS_PER_LESSON) await enqueueJob(work, accountId, 'retrain_judge', {}, 'category')
}
