import type { Language } from '../../../shared/contracts/judgement.ts'
import type { PlannedStep } from '../../../shared/contracts/macro.ts'
import type { Receipt } from '../../../shared/macros/receipt.ts'
import type { Filled } from '../../../shared/macros/text.ts'
import type { Job, Work } from './jobs.ts'
import { z } from 'zod'
import { nextMove } from '../../../shared/macros/machine.ts'
import { writeReceipt } from '../../../shared/macros/receipt.ts'
import { fillLate } from '../../../shared/macros/text.ts'
import { writeCall } from '../../../shared/macros/webhook.ts'
import { loadAccount } from './account.ts'
import { sendEffects } from './alarms.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { readNow } from './macro-before.ts'
import { isStillSo, standsOnOldWord } from './macro-compare.ts'
import { askForAction, broughtBy, isOutage, isRefusal, requestKeyOf, takeBack } from './macro-order.ts'
import { outcomeOf, RunState, stateOf } from './macro-rows.ts'
import { advanceUndo } from './macro-undo.ts'
import { createDeliver } from './outbox-deliver.ts'
import { sendDue } from './outbox.ts'
import { readSupervisors } from './supervisors.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const SETS: ReadonlySet<string> = new Set(['labels', 'priority', 'team', 'assignee', 'status'])
const Payload = z.object({ runId: z.uuid() })
// A job that is tried so often has waited for some four minutes, and is dead one attempt later.
const LAST_ATTEMPT = 7

/**
 * Lets runs go on that something woke: an effect that was settled, an approval, a time that came, or a runner that died. A shop
 * that does not answer is waited for, by trying again; one that refuses is not.
 */
export async function runMacros(_: number, jobs: Job[], work: Work): Promise<void> {
  for (const { payload, attempts } of jobs) {
    const { runId } = Payload.parse(payload)
    await advanceMacro(runId, work).catch(async (error) => {
      const isHopeless = isRefusal(error) || (isOutage(error) && attempts >= LAST_ATTEMPT)
      if (!isHopeless || !await giveUp(runId, error.code, work)) throw error
    })
  }
}

/** Ends a run whose next step the shop does not answer for; false when it is over. */
async function giveUp(runId: string, code: string, work: Work): Promise<boolean> {
  const [run] = await callRpc(work.admin, 'macro_run_state', { p_run_id: runId }, z.array(RunState))
  if (run?.state !== 'running' && run?.state !== 'waiting') return false
  const unasked = run.steps.find(row => row.requestKey !== null && outcomeOf(row).state === 'pending' && row.action === null)
  if (unasked) {
    await callRpc(work.admin, 'fail_macro_step', { p_run_id: runId, p_index: unasked.index, p_code: code }, z.boolean().nullable())
    await advanceMacro(runId, work)
  }
  else {
    await endRun(runId, run, { state: 'failed', code }, work)
  }
  return true
}

/**
 * Takes a run as far as it goes now. Each step is begun in one transaction with the intent of its effect, and only the machine says
 * what comes next, from what is written down: so it does not matter where a runner dies, or how many there are.
 */
export async function advanceMacro(runId: string, work: Work): Promise<void> {
  let begun: number | null = null
  for (;;) {
    const [run] = await callRpc(work.admin, 'macro_run_state', { p_run_id: runId }, z.array(RunState))
    if (!run) return
    if (run.state !== 'running' && run.state !== 'waiting') {
      // Asked for in the moment in which the run was stopped.
      if (run.state === 'stopped') await takeBack(run, work)
      return advanceUndo(runId, work)
    }
    const outcomes = new Map(run.steps.map(row => [row.index, outcomeOf(row)]))
    const move = nextMove(run.plan.steps, outcomes, run.is_stop_asked, work.now())
    if (move.move === 'rest' && run.is_stop_asked && await takeBack(run, work)) continue
    if (move.move === 'rest') return wakeAt(runId, run.account_id, move.until, work)
    if (move.move === 'end') return endRun(runId, run, move, work)
    // A step that was begun here stands on what was just read; one that somebody left behind does not.
    const mustLook = move.move === 'ask' ? begun !== move.index : standsOnOldWord(run, move.index)
    if (mustLook && !await isStillSo(runId, run, move.index, work)) return
    if (move.move === 'ask') {
      begun = null
      await askForAction(runId, run, move.index, work)
      await sendEffects(work)
      continue
    }
    const step = run.plan.steps[move.index]
    if (!step || !await begin(runId, move.index, step, run, work)) return
    begun = move.index
    await sendDue(work.admin, createDeliver(work), work.now)
    await sendEffects(work)
  }
}

/** Under which key the action of the step that failed is asked for when the run goes on; nothing for steps of other kinds. */
export async function nextWish(runId: string, admin: Work['admin']): Promise<{ p_tries: number | null, p_request_key: string | null }> {
  const [run] = await callRpc(admin, 'macro_run_state', { p_run_id: runId }, z.array(RunState))
  const failed = run?.steps.find(row => row.requestKey !== null && outcomeOf(row).state === 'failed')
  const path = failed && run?.plan.steps[failed.index]?.path
  if (!failed || path === undefined) return { p_tries: null, p_request_key: null }
  return { p_tries: failed.tries + 1, p_request_key: await requestKeyOf(runId, path, failed.tries + 1) }
}

// Whoever woke the run may have taken the wish to be woken later with it.
async function wakeAt(runId: string, accountId: number, until: number | null, { admin }: Work): Promise<void> {
  if (until === null) return
  const args = { p_account_id: accountId, p_kind: 'run_macro', p_payload: { runId }, p_dedupe_key: runId, p_run_at: timestamp(until) }
  await callRpc(admin, 'enqueue_job', args, z.unknown())
}

interface Begun { effect: string | null, content: string, payload: object, until: number | null, role: string | null }

async function begin(runId: string, index: number, planned: PlannedStep, run: RunState, work: Work): Promise<boolean> {
  const { admin, now } = work
  const { act, path, text, late } = planned
  const said: Filled = late ? fillLate(late, broughtBy(run)) : { text: text ?? '', holes: [] }
  const step: Begun = { effect: null, content: said.text, payload: {}, until: null, role: null }
  switch (act.do) {
    case 'send_message': step.effect = 'message'; break
    case 'add_note':
    case 'notify_supervisors': step.effect = 'note'; break
    case 'notify': {
      // Who gets it is settled here: the same mail, however often it is tried.
      const agentIds = act.by === 'mail' ? (await readSupervisors(admin, run.account_id)).map(({ id }) => id) : []
      Object.assign(step, { effect: act.by, payload: { macroName: run.macro_name, agentIds } })
      break
    }
    case 'call_webhook': {
      const about = { macro: run.macro_name, runId, conversationId: run.conversation_id }
      const body = writeCall({ webhook: act.webhook, text }, broughtBy(run), about)
      if (body === null) said.holes.push({ because: 'value', value: null })
      Object.assign(step, { effect: 'webhook', content: body ?? '', payload: { webhook: act.webhook } })
      break
    }
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
    case 'order_action': Object.assign(step, { effect: 'order_action', payload: { requestKey: await requestKeyOf(runId, path, 1) } }); break
    case 'stop': return false
  }
  if (step.effect !== null && SETS.has(step.effect)) {
    // What cannot be read is no reason to stop: then the step cannot be undone.
    const before = await readNow(run.account_id, run.conversation_id, work).catch(() => null)
    step.payload = { ...step.payload, before }
  }
  // A text with a hole is not sent.
  if (said.holes.length > 0) Object.assign(step, { effect: 'nothing', payload: { failedCode: 'value_missing' } })
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

async function endRun(runId: string, run: RunState, end: { state: Receipt['state'], code: string | null }, work: Work): Promise<void> {
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

function receiptOf({ macro_name, started_as, plan, steps }: RunState, state: Receipt['state'], language: Language, now: number): string {
  const begun = new Map(steps.map(step => [step.index, step]))
  const lines = plan.steps.filter(({ act }) => act.do !== 'stop').map((step) => {
    const row = begun.get(plan.steps.indexOf(step))
    return { act: step.act, action: step.action, state: step.skipped ? 'skipped' as const : stateOf(row && outcomeOf(row), now) }
  })
  return writeReceipt({ macroName: macro_name, startedAs: started_as, state, steps: lines }, language)
}
