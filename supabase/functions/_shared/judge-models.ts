import type { SupabaseClient } from '@supabase/supabase-js'
import type { JudgeName } from '../../../shared/contracts/judges.ts'
import type { CategoryModel } from '../../../shared/judges/category.ts'
import type { Models } from '../../../shared/judges/models.ts'
import { z } from 'zod'
import { JudgeName as Name } from '../../../shared/contracts/judges.ts'
import { categoryBar } from '../../../shared/judges/category.ts'
import { DEFAULT_PRECISION } from '../../../shared/judges/judge.ts'
import { loadModels } from '../../../shared/judges/models.ts'
import { applyDelta } from '../../../shared/judges/pack.ts'
import { OwnCategory } from '../../../shared/judges/packed.ts'
import { ProblemError } from './app.ts'

const Setting = z.object({
  judge: Name,
  target_precision: z.number(),
  bar: z.number().nullable(),
  is_acting: z.boolean(),
  asks_model: z.boolean(),
  paused_at: z.string().nullable(),
  watched_since: z.string(),
})
type Setting = z.infer<typeof Setting>
const Active = z.object({ id: z.number(), version: z.string(), seed_version: z.string() })

/** The judges of an account: its models and how each is set. */
export interface Judges { models: Models, settings: Map<JudgeName, Setting>, activeId: number | null }

// Unpacked, a model takes two megabytes; a worker serves few accounts at a time.
const MOST_KEPT = 8
const kept = new Map<number, CategoryModel>()

export async function loadJudges(admin: SupabaseClient, accountId: number): Promise<Judges> {
  const [seed, settings, active] = await Promise.all([
    loadModels(),
    admin.from('judge_settings').select('judge, target_precision, bar, is_acting, asks_model, paused_at, watched_since').eq('account_id', accountId),
    admin.from('judge_models').select('id, version, seed_version').match({ account_id: accountId, judge: 'category', is_active: true }).maybeSingle(),
  ])
  if (settings.error ?? active.error) throw new ProblemError('internal', { cause: settings.error ?? active.error })
  const row = Active.nullable().parse(active.data)
  // A model learned on another seed does not fit this one: the seed serves until the account trains again.
  const own = row && row.seed_version === seed.category.version ? await loadOwn(admin, accountId, row.id, row.version, seed.category) : null
  return {
    models: own ? { ...seed, category: own } : seed,
    settings: new Map(z.array(Setting).parse(settings.data).map(setting => [setting.judge, setting])),
    activeId: own && row ? row.id : null,
  }
}

/** The confidence from which the category judge answers on this account: measured here, else the model's own. */
export function barOf({ models, settings }: Judges): number {
  const setting = settings.get('category')
  return setting?.bar ?? categoryBar(models.category, setting?.target_precision ?? DEFAULT_PRECISION)
}

async function loadOwn(admin: SupabaseClient, accountId: number, id: number, version: string, seed: CategoryModel): Promise<CategoryModel> {
  const known = kept.get(id)
  if (known) return known
  const { data, error } = await admin.from('judge_models').select('model').match({ account_id: accountId, id }).single()
  if (error) throw new ProblemError('internal', { cause: error })
  const { delta, temperature, bars } = OwnCategory.parse(data.model)
  const model = { ...seed, version, weights: applyDelta(seed.weights, delta), temperature, bars }
  for (const oldest of kept.keys()) {
    if (kept.size < MOST_KEPT) break
    kept.delete(oldest)
  }
  kept.set(id, model)
  return model
}
