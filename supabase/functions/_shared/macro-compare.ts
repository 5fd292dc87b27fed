import type { Work } from './jobs.ts'
import type { RunState } from './macro-rows.ts'
import { z } from 'zod'
import { Role } from '../../../shared/contracts/brief.ts'
import { MacroDefinition } from '../../../shared/contracts/macro.ts'
import { changesSince } from '../../../shared/macros/basis.ts'
import { planMacro } from '../../../shared/macros/plan.ts'
import { callRpc } from './jobs-rpc.ts'
import { readMacroFacts } from './macro-facts.ts'
import { asksOrder, digestOfPlan, rehearseActions } from './macro-plan.ts'

const Origin = z.array(z.object({
  definition: z.unknown(),
  agent_id: z.number(),
  user_id: z.uuid().nullable(),
  chatwoot_user_id: z.number(),
  name: z.string(),
  email: z.string(),
  role: Role,
}))

/** Whether the world is to be looked at before this step: it comes after a pause, or it does something with the order. */
export function standsOnOldWord({ plan, steps }: RunState, index: number): boolean {
  if (steps.length === 0) return false
  const last = plan.steps[Math.max(...steps.map(step => step.index))]?.act.do
  return last === 'wait' || last === 'ask_approval' || plan.steps[index]?.act.do === 'order_action'
}

/**
 * Reads anew what the rest of a run stands on, from step `index`. Where that is different the run pauses with what it would do now,
 * and nothing is done. False when it paused, or another runner has gone on in the meantime. A run whose macro or person is gone has
 * nothing to be planned from: an action with the order is still compared when it is placed. Throws when the shop does not answer.
 */
export async function isStillSo(runId: string, run: RunState, index: number, work: Work): Promise<boolean> {
  const { admin, now, fetch } = work
  const [origin] = await callRpc(admin, 'macro_run_origin', { p_run_id: runId }, Origin)
  const definition = MacroDefinition.safeParse(origin?.definition)
  if (!origin?.user_id || !definition.success) return true
  const { account_id: accountId, conversation_id: conversationId, plan } = run
  const { name, email, role } = origin
  const caller = { agentId: origin.agent_id, accountId, chatwootUserId: origin.chatwoot_user_id, name, email, role }
  // The service reads for who started the run, who is of the account still.
  const asking = { supabase: admin, admin, userId: origin.user_id, accountId, conversationId, now: now(), fetch, embedder: null }
  const given = {
    answers: plan.answers,
    orderId: plan.orderId ?? undefined,
    asksOrder: asksOrder(definition.data),
    needsShop: plan.orderId !== null,
  }
  const behind = { steps: plan.steps.slice(0, index), branches: plan.branches }
  const planned = planMacro(definition.data, await readMacroFacts(asking, caller, given), behind)
  const again = await rehearseActions(planned, { accountId, conversationId, who: caller }, work, index)
  const changes = changesSince(plan, again, index)
  if (changes.length === 0) return true
  const [was, is] = [plan.steps[index], again.steps[index]]
  await callRpc(admin, 'pause_macro_run', {
    p_run_id: runId,
    p_index: index,
    p_keeps: was?.path === is?.path && is?.act.do === 'order_action',
    p_proposal: { ...again, digest: await digestOfPlan(again, 0) },
    p_changes: changes,
  }, z.boolean())
  return false
}
