import type { LabelledVector } from '../../../shared/judges/category-training.ts'
import type { OwnCategory } from '../../../shared/judges/packed.ts'
import type { Job, Work } from './jobs.ts'
import { z } from 'zod'
import { Category } from '../../../shared/contracts/judgement.ts'
import { LEAST_LABELS } from '../../../shared/contracts/judges.ts'
import { adaptCategory, isRight, readLabelled } from '../../../shared/judges/category-training.ts'
import { likeliest } from '../../../shared/judges/category.ts'
import { probabilities } from '../../../shared/judges/linear.ts'
import { loadModels } from '../../../shared/judges/models.ts'
import { packDelta } from '../../../shared/judges/pack.ts'
import { ProblemError } from './app.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { loadJudges } from './judge-models.ts'

const HELD_OUT_SHARE = 0.25
const KEPT_VERSIONS = 20
const OwnLabel = z.object({ subject: z.string().nullable(), texts: z.array(z.string()), category: Category, decided_at: z.string() })

/**
 * Teaches the category judge what people of this account decided. The newest quarter of their labels is held out; the new version
 * becomes the active one only where it is right more often on them than the one before. Learns from all labels in the end.
 */
export async function retrainJudge(accountId: number, jobs: Job[], { admin, now }: Work): Promise<void> {
  const rows = await callRpc(admin, 'own_labels', { p_account_id: accountId }, z.array(OwnLabel))
  const labelled = readLabelled(rows.filter(({ texts }) => texts.length > 0).map(({ subject, texts, category }) => (
    { text: [subject, ...texts].filter(Boolean).join('\n'), category, weight: 1 }
  )))
  if (labelled.length < LEAST_LABELS) return
  const [seed, before] = await Promise.all([loadModels(), loadJudges(admin, accountId)])
  const heldOut = labelled.slice(0, Math.ceil(labelled.length * HELD_OUT_SHARE))
  const older = labelled.slice(heldOut.length)
  const version = `own-${now().toString(36)}`
  const trial = adaptCategory(seed.category, older, version)
  const rightBefore = countRight(before.models.category.weights, heldOut)
  const rightAfter = countRight(trial.weights, heldOut)
  const taught = adaptCategory(seed.category, labelled, version)
  const model: OwnCategory = { delta: packDelta(taught.weights, seed.category.weights), temperature: taught.temperature, bars: taught.bars }

  const stored = await admin.from('judge_models').insert({
    account_id: accountId,
    judge: 'category',
    version,
    seed_version: seed.category.version,
    labels: labelled.length,
    held_out: heldOut.length,
    right_before: rightBefore,
    right_after: rightAfter,
    model,
    trained_at: timestamp(now()),
    trained_by: z.object({ agentId: z.number() }).nullable().catch(null).parse(jobs.at(-1)?.payload)?.agentId ?? null,
  }).select('id').single()
  if (stored.error) throw new ProblemError('internal', { cause: stored.error })
  if (rightAfter > rightBefore) {
    const args = { p_account_id: accountId, p_judge: 'category', p_id: stored.data.id, p_now: timestamp(now()) }
    await callRpc(admin, 'activate_judge_model', args, z.boolean())
  }
  await forgetOldest(accountId, admin)
}

function countRight(weights: Parameters<typeof probabilities>[0], rows: LabelledVector[]): number {
  return rows.filter(row => isRight(row, likeliest(probabilities(weights, row.vector)))).length
}

async function forgetOldest(accountId: number, admin: Work['admin']): Promise<void> {
  const { data, error } = await admin.from('judge_models').select('id').match({ account_id: accountId, judge: 'category', is_active: false }).order('id', { ascending: false }).range(KEPT_VERSIONS, KEPT_VERSIONS + 100)
  if (error) throw new ProblemError('internal', { cause: error })
  if (data.length > 0) await admin.from('judge_models').delete().eq('account_id', accountId).in('id', data.map(({ id }) => id))
}
