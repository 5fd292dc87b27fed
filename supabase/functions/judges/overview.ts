import type { SupabaseClient } from '@supabase/supabase-js'
import type { JudgesOverview } from '../../../shared/contracts/judges.ts'
import { z } from 'zod'
import { JudgeName } from '../../../shared/contracts/judges.ts'
import { DEFAULT_PRECISION } from '../../../shared/judges/judge.ts'
import { readMeter } from '../../../shared/judges/meter.ts'
import { loadModels } from '../../../shared/judges/models.ts'
import { ProblemError } from '../_shared/app.ts'
import { readEnv } from '../_shared/env.ts'
import { callRpc, timestamp } from '../_shared/jobs-rpc.ts'
import { countLabels } from '../_shared/judge-learning.ts'
import { barOf, loadJudges } from '../_shared/judge-models.ts'
import { readOutcomes } from '../_shared/judge-watch.ts'

const NINETY_DAYS_MS = 90 * 86_400_000
const Coverage = z.array(z.object({ answered: z.number(), abstained: z.number() }))
const ModelRow = z.object({
  id: z.number(),
  version: z.string(),
  seed_version: z.string(),
  is_active: z.boolean(),
  labels: z.number(),
  held_out: z.number(),
  right_before: z.number(),
  right_after: z.number(),
  trained_at: z.string(),
})

/** Every judge as it stands on this account: the last ninety days. */
export async function readOverview(admin: SupabaseClient, accountId: number, now: number): Promise<JudgesOverview> {
  const since = now - NINETY_DAYS_MS
  const [judges, seed, models, waiting] = await Promise.all([
    loadJudges(admin, accountId),
    loadModels(),
    admin.from('judge_models').select('id, version, seed_version, is_active, labels, held_out, right_before, right_after, trained_at').eq('account_id', accountId).order('id', { ascending: false }),
    admin.from('jobs').select('id').match({ account_id: accountId, kind: 'retrain_judge' }).is('done_at', null).is('dead_at', null).limit(1),
  ])
  if (models.error ?? waiting.error) throw new ProblemError('internal', { cause: models.error ?? waiting.error })
  const versions = z.array(ModelRow).parse(models.data)
  const trainedAt = Date.parse(versions[0]?.trained_at ?? '') || 0

  return {
    judges: await Promise.all(JudgeName.options.map(async (name) => {
      const [outcomes, coverage] = await Promise.all([
        readOutcomes(admin, accountId, name, since),
        callRpc(admin, 'judge_coverage', { p_account_id: accountId, p_judge: name, p_since: timestamp(since) }, Coverage),
      ])
      const setting = judges.settings.get(name)
      return {
        name,
        version: judges.models[name].version,
        targetPrecision: setting?.target_precision ?? DEFAULT_PRECISION,
        bar: name === 'category' ? barOf(judges) : setting?.bar ?? 0,
        isBarOwn: setting?.bar !== null && setting?.bar !== undefined,
        isActing: setting?.is_acting ?? false,
        asksModel: setting?.asks_model ?? false,
        canAct: name === 'category',
        canAskModel: name === 'category' && readEnv('OPENAI_API_KEY') !== undefined,
        pausedAt: setting?.paused_at ? Date.parse(setting.paused_at) : null,
        meter: readMeter(outcomes, coverage[0] ?? { answered: 0, abstained: 0 }),
      }
    })),
    models: versions.map(row => ({
      id: row.id,
      version: row.version,
      isActive: row.is_active,
      isUsable: row.seed_version === seed.category.version,
      labels: row.labels,
      heldOut: row.held_out,
      rightBefore: row.right_before,
      rightAfter: row.right_after,
      trainedAt: Date.parse(row.trained_at),
    })),
    labels: await countLabels(admin, accountId, trainedAt),
    isTraining: (waiting.data ?? []).length > 0,
  }
}
