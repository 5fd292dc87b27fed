import type { SupabaseEnv } from '@supabase/server'
import { withSupabase } from '@supabase/server/adapters/hono'
import { z } from 'zod'
import { Decision, JudgeName, JudgeSettings } from '../../../shared/contracts/judges.ts'
import { createApp, ProblemError } from '../_shared/app.ts'
import { parse, requireMember } from '../_shared/caller.ts'
import { JOB_HANDLERS } from '../_shared/jobs-handlers.ts'
import { callRpc, timestamp } from '../_shared/jobs-rpc.ts'
import { createKick, enqueueJob, runDueJobs } from '../_shared/jobs.ts'
import { learnWhenDue } from '../_shared/judge-learning.ts'
import { watchJudge } from '../_shared/judge-watch.ts'
import { enqueueRules } from '../_shared/rule-queue.ts'
import { readOverview } from './overview.ts'
import { saveSettings } from './settings.ts'

const Id = z.coerce.number().int().positive()
const AccountRef = z.object({ accountId: Id })
const JudgeRef = AccountRef.extend({ judge: JudgeName })
const ConversationRef = AccountRef.extend({ conversationId: Id })
const Activation = z.object({ id: z.number().int().positive().nullable() })
const Decided = z.object({ said: z.string().nullable(), isLabelled: z.boolean() }).nullable()

/** The judges of an account: what they are worth, how sure they must be, what they learn, and what people say to them. */
export function createJudges(env?: Partial<SupabaseEnv>, now: () => number = Date.now, fetch?: typeof globalThis.fetch) {
  const signedIn = withSupabase({ auth: 'user', env })
  const kick = createKick()
  return createApp('/judges')
    .get('/:accountId', signedIn, async (c) => {
      const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
      const { accountId } = parse(AccountRef, c.req.param())
      await requireMember(supabase, userClaims?.id ?? '', accountId)
      return c.json(await readOverview(admin, accountId, now()))
    })
    .post('/:accountId/conversations/:conversationId/category', signedIn, async (c) => {
      const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
      const { accountId, conversationId } = parse(ConversationRef, c.req.param())
      const { agentId } = await requireMember(supabase, userClaims?.id ?? '', accountId)
      const { category } = parse(Decision, await c.req.json().catch(() => null))
      const decided = await callRpc(admin, 'decide_judgement', {
        p_account_id: accountId,
        p_conversation_id: conversationId,
        p_judge: 'category',
        p_truth: category,
        p_agent_id: agentId,
        p_now: timestamp(now()),
      }, Decided)
      if (!decided) throw new ProblemError('conversation_not_found')
      const work = { admin, now, fetch }
      if (decided.isLabelled) await enqueueJob(work, accountId, 'write_label', { conversationId }, `${conversationId}`)
      await watchJudge(admin, accountId, 'category', now())
      await learnWhenDue(accountId, work)
      await enqueueRules(accountId, [conversationId], work)
      kick(async () => runDueJobs(JOB_HANDLERS, work))
      return c.json({ category })
    })
    .put('/:accountId/:judge/settings', signedIn, async (c) => {
      const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
      const { accountId, judge } = parse(JudgeRef, c.req.param())
      await requireMember(supabase, userClaims?.id ?? '', accountId, ['admin'])
      await saveSettings(admin, accountId, judge, parse(JudgeSettings, await c.req.json().catch(() => null)), now())
      return c.json(await readOverview(admin, accountId, now()))
    })
    .post('/:accountId/category/retrain', signedIn, async (c) => {
      const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
      const { accountId } = parse(AccountRef, c.req.param())
      const { agentId } = await requireMember(supabase, userClaims?.id ?? '', accountId, ['admin'])
      const work = { admin, now, fetch }
      await enqueueJob(work, accountId, 'retrain_judge', { agentId }, 'category')
      kick(async () => runDueJobs(JOB_HANDLERS, work))
      return c.json({ isTraining: true }, 202)
    })
    .post('/:accountId/category/activate', signedIn, async (c) => {
      const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
      const { accountId } = parse(AccountRef, c.req.param())
      await requireMember(supabase, userClaims?.id ?? '', accountId, ['admin'])
      const { id } = parse(Activation, await c.req.json().catch(() => null))
      const args = { p_account_id: accountId, p_judge: 'category', p_id: id, p_now: timestamp(now()) }
      if (!await callRpc(admin, 'activate_judge_model', args, z.boolean())) throw new ProblemError('model_not_found')
      return c.json(await readOverview(admin, accountId, now()))
    })
}

export const app = createJudges()
