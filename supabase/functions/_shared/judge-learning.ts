import type { Work } from './jobs.ts'
import { z } from 'zod'
import { LABELS_PER_LESSON } from '../../../shared/contracts/judges.ts'
import { ProblemError } from './app.ts'
import { callRpc } from './jobs-rpc.ts'
import { enqueueJob } from './jobs.ts'

const Labels = z.array(z.object({ decided_at: z.string() }))

/** Lets the category judge learn by itself once people have said enough that it has not learned from. */
export async function learnWhenDue(accountId: number, work: Work): Promise<void> {
  const [labels, last] = await Promise.all([
    callRpc(work.admin, 'own_labels', { p_account_id: accountId }, Labels),
    work.admin
      .from('judge_models')
      .select('trained_at')
      .match({ account_id: accountId, judge: 'category' })
      .order('id', { ascending: false })
      .limit(1)
      .maybeSingle(),
  ])
  if (last.error) throw new ProblemError('internal', { cause: last.error })
  const learnedAt = Date.parse(last.data?.trained_at ?? '') || 0
  const fresh = labels.filter(({ decided_at }) => Date.parse(decided_at) > learnedAt).length
  if (fresh >= LABELS_PER_LESSON) await enqueueJob(work, accountId, 'retrain_judge', {}, 'category')
}
