import type { OrderStep, PlannedAction } from '../../../shared/contracts/macro-action.ts'
import type { PlannedStep } from '../../../shared/contracts/macro.ts'
import type { OrderAction, PlaceAnswer } from '../../../shared/contracts/order-action.ts'
import type { Work } from './jobs.ts'
import type { RunState } from './macro-rows.ts'
import type { Asked, Asker } from './order-actions/rehearse.ts'
import { z } from 'zod'
import { fillAction } from '../../../shared/macros/action.ts'
import { yieldValues } from '../../../shared/macros/yields.ts'
import { ProblemError } from './app.ts'
import { digestText } from './digest.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { describeOrder } from './order-actions/describe.ts'
import { placeAction } from './order-actions/place.ts'
import { openShop, prepare } from './order-actions/rehearse.ts'

/** The wish of a step of a run, however often it is asked for; `tries` counts wishes, of which only the last may still do something. */
export async function requestKeyOf(runId: string, path: string, tries: number): Promise<string> {
  const hex = (await digestText(`macro step ${runId} ${path} ${tries}`)).slice(0, 32)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** What the steps that are done have brought, as texts after them name it. */
export function broughtBy({ steps, plan }: Pick<RunState, 'steps' | 'plan'>): Map<string, string> {
  return new Map(steps.flatMap(({ action }) => action?.state === 'done'
    ? [...yieldValues(action.kind, { money: action.amount, detail: action.detail, ref: action.ref }, plan.language)]
    : []))
}

/**
 * Asks for the action of a step that was begun: it is done, waits for a second person, or the step has failed. Asked again it is the
 * same wish. What is not as it was rehearsed is not done. Throws when the shop does not answer.
 */
export async function askForAction(runId: string, run: RunState, index: number, work: Work): Promise<void> {
  const [planned, row] = [run.plan.steps[index], run.steps.find(step => step.index === index)]
  if (planned?.act.do !== 'order_action' || !row?.requestKey) return
  const code = await place({ ...planned, act: planned.act }, row.requestKey, run, work).catch((error) => {
    if (isOutage(error) || !(error instanceof ProblemError) || error.code === 'internal') throw error
    return error.code
  })
  if (code !== null) await callRpc(work.admin, 'fail_macro_step', { p_run_id: runId, p_index: index, p_code: code }, z.boolean().nullable())
}

/** Whether the shop could not be asked, and may be later. */
export function isOutage(error: unknown): error is ProblemError & { code: 'shopify_busy' | 'shopify_unreachable' } {
  return error instanceof ProblemError && (error.code === 'shopify_busy' || error.code === 'shopify_unreachable')
}

/** Whether the shop does not let us ask: no longer connected, or a right or the credentials are gone. */
export function isRefusal(error: unknown): error is ProblemError & { code: 'shopify_refused' } {
  return error instanceof ProblemError && error.code === 'shopify_refused'
}

/** Takes an action back that waits, and that the shop was surely not asked for; false when there is none. */
export async function takeBack(run: RunState, work: Work): Promise<boolean> {
  const open = run.steps.find(({ action }) => action?.state === 'waiting_approval' || action?.state === 'ready')?.action
  if (!open) return false
  const args = { p_account_id: run.account_id, p_id: open.id, p_agent_id: run.started_by, p_now: timestamp(work.now()) }
  return callRpc(work.admin, 'stop_order_action', args, z.boolean())
}

type OrderPlan = PlannedStep & { act: OrderStep }

async function place({ act, action }: OrderPlan, requestKey: string, run: RunState, work: Work): Promise<string | null> {
  const who = askerOf(run)
  if (!who) return 'agent_unknown'
  if (!action) return 'order_not_found'
  const wish = action.wish ?? await fillNow(act, action, run, work)
  if (!wish) return 'value_missing'
  const asked = { accountId: run.account_id, conversationId: run.conversation_id, who, orderId: action.orderId, action: wish }
  const digest = await digestFor(asked, action, work)
  if ('code' in digest) return digest.code
  const placing = { ...asked, requestKey, reason: action.reason, digest: digest.value }
  const answer = await placeAction(placing, work)
  // The same world, and more than one person may do alone by now: the second time it is placed for two.
  const isForTwo = answer.status === 'changed' && answer.rehearsal.digest === digest.value
  return placeCode(isForTwo ? await placeAction(placing, work) : answer)
}

/** Why an action was not placed; null when it was. */
export function placeCode(answer: PlaceAnswer): string | null {
  switch (answer.status) {
    case 'placed': return null
    case 'changed': return 'order_changed'
    case 'busy': return 'order_busy'
    case 'refused': return answer.because
  }
}

/** What was rehearsed, or, for an action that stands on what an earlier step brought, what it is now. */
async function digestFor(asked: Asked, { answer }: PlannedAction, work: Work): Promise<{ value: string } | { code: string }> {
  if (answer?.status === 'ready') return { value: answer.rehearsal.digest }
  const now = await prepare(asked, await openShop(asked.accountId, work), work)
  return now.status === 'ready' ? { value: now.rehearsal.digest } : { code: now.because }
}

async function fillNow(act: OrderStep, { orderId }: PlannedAction, run: RunState, work: Work): Promise<OrderAction | null> {
  const order = await describeOrder({ accountId: run.account_id, conversationId: run.conversation_id, orderId }, work)
  return fillAction(act, { order, answers: run.plan.answers, values: broughtBy(run), later: new Set() }).wish
}

// Who has left the account asks for nothing more; what runs by itself has the limits of an agent.
function askerOf({ started_by, started_as, starter_role }: RunState): Asker | null {
  if (started_by === null) return { agentId: null, name: started_as, role: 'agent' }
  return starter_role === null ? null : { agentId: started_by, name: started_as, role: starter_role }
}
