import type { Language } from '../../../shared/contracts/judgement.ts'
import type { PlannedStep } from '../../../shared/contracts/macro.ts'
import type { Receipt } from '../../../shared/macros/receipt.ts'
import type { Job, Work } from './jobs.ts'
import { z } from 'zod'
import { MacroPlan, RunState } from '../../../shared/contracts/macro.ts'
import { nextMove } from '../../../shared/macros/machine.ts'
import { writeReceipt } from '../../../shared/macros/receipt.ts'
import { loadAccount } from './account.ts'
import { sendEffects } from './alarms.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { outcomeOf, stateOf, StepRow } from './macro-rows.ts'
import { createDeliver } from './outbox-deliver.ts'
import { sendDue } from './outbox.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const Payload = z.object({ runId: z.uuid() })
const State = z.object({
  account_id: z.number(),
  conversation_id: z.number(),
  macro_name: z.string(),
  started_as: z.string(),
  plan: MacroPlan,
  state: RunState,
  is_stop_asked: z.boolean(),
  steps: z.array(StepRow),
})
type Run = z.infer<typeof State>

/** Lets runs go on that something woke: an effect that was settled, an approval, a time that came, or a runner that died. */
export async function runMacros(_: number, jobs: Job[], work: Work): Promise<void> {
  for (const { payload } of jobs) await advanceMacro(Payload.parse(payload).runId, work)
}

/**
 * Takes a run as far as it goes now. Each step is begun in one transaction with the intent of its effect, and only the machine says
 * what comes next, from what is written down: so it does not matter where a runner dies, or how many there are.
 */
export async function advanceMacro(runId: string, work: Work): Promise<void> {
  for (;;) {
    const [run] = await callRpc(work.admin, 'macro_run_state', { p_run_id: runId }, z.array(State))
    if (!run || (run.state !== 'running' && run.state !== 'waiting')) return
    const outcomes = new Map(run.steps.map(row => [row.index, outcomeOf(row)]))
    const move = nextMove(run.plan.steps, outcomes, run.is_stop_asked, work.now())
    if (move.move === 'rest') return wakeAt(runId, run.account_id, move.until, work)
    if (move.move === 'end') return endRun(runId, run, move, work)
    const step = run.plan.steps[move.index]
    if (!step || !await begin(runId, move.index, step, work)) return
    await sendDue(work.admin, createDeliver(work), work.now)
    await sendEffects(work)
  }
}

// Whoever woke the run may have taken the wish to be woken later with it.
async function wakeAt(runId: string, accountId: number, until: number | null, { admin }: Work): Promise<void> {
  if (until === null) return
  const args = { p_account_id: accountId, p_kind: 'run_macro', p_payload: { runId }, p_dedupe_key: runId, p_run_at: timestamp(until) }
  await callRpc(admin, 'enqueue_job', args, z.unknown())
}

async function begin(runId: string, index: number, { act, text }: PlannedStep, { admin, now }: Work): Promise<boolean> {
  const step = { effect: null as string | null, content: text ?? '', payload: {}, until: null as number | null, role: null as string | null }
  switch (act.do) {
    case 'send_message': step.effect = 'message'; break
    case 'add_note':
    case 'notify_supervisors': step.effect = 'note'; break
    case 'add_labels': Object.assign(step, { effect: 'labels', payload: { labels: act.labels } }); break
    case 'set_priority': Object.assign(step, { effect: 'priority', payload: { set: act.priority } }); break
    case 'assign_team': Object.assign(step, { effect: 'team', payload: { teamId: act.teamId } }); break
    case 'assign_me': step.effect = 'assignee'; break
    case 'set_status': {
      const snoozedUntil = act.status === 'snoozed' && act.snoozeHours !== null ? now() + act.snoozeHours * HOUR : null
      Object.assign(step, { effect: 'status', payload: { status: act.status, snoozedUntil } })
      break
    }
    case 'ask_approval': Object.assign(step, { effect: 'approval', until: now() + act.dueMinutes * MINUTE, role: act.neededRole }); break
    case 'wait': step.until = now() + act.minutes * MINUTE; break
    case 'stop': return false
  }
  return callRpc(admin, 'begin_macro_step', {
    p_run_id: runId,
    p_index: index,
    p_effect: step.effect,
    p_content: step.content,
    p_payload: step.payload,
    p_until: timestamp(step.until),
    p_needed_role: step.role,
    p_now: timestamp(now()),
  }, z.boolean())
}

async function endRun(runId: string, run: Run, end: { state: Receipt['state'], code: string | null }, work: Work): Promise<void> {
  const { language } = await loadAccount(work.admin, run.account_id)
  await callRpc(work.admin, 'end_macro_run', {
    p_run_id: runId,
    p_state: end.state,
    p_code: end.code,
    p_receipt: receiptOf(run, end.state, language, work.now()),
    p_now: timestamp(work.now()),
  }, z.boolean())
  await sendEffects(work)
}

function receiptOf({ macro_name, started_as, plan, steps }: Run, state: Receipt['state'], language: Language, now: number): string {
  const begun = new Map(steps.map(step => [step.index, step]))
  const lines = plan.steps.filter(({ act }) => act.do !== 'stop').map((step) => {
    const row = begun.get(plan.steps.indexOf(step))
    return { act: step.act, state: step.skipped ? 'skipped' as const : stateOf(row && outcomeOf(row), now) }
  })
  return writeReceipt({ macroName: macro_name, startedAs: started_as, state, steps: lines }, language)
}
