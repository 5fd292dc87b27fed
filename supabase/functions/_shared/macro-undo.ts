import type { UndoPreview } from '../../../shared/contracts/macro-undo.ts'
import type { StepDone } from '../../../shared/macros/undo.ts'
import type { Work } from './jobs.ts'
import type { RunRow, UndoRow } from './macro-rows.ts'
import type { Asker } from './order-actions/rehearse.ts'
import { z } from 'zod'
import { canonical } from '../../../shared/actions/compare.ts'
import { Role } from '../../../shared/contracts/brief.ts'
import { MacroPlan } from '../../../shared/contracts/macro.ts'
import { writeUndoReason, writeUndoReceipt } from '../../../shared/macros/undo-receipt.ts'
import { planUndo, wishesOf } from '../../../shared/macros/undo.ts'
import { loadAccount } from './account.ts'
import { sendEffects } from './alarms.ts'
import { ProblemError } from './app.ts'
import { digestText } from './digest.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { readNow } from './macro-before.ts'
import { placeCode, requestKeyOf } from './macro-order.ts'
import { outcomeOf, stateOf, undoOf, UndoRow as UndoRowShape } from './macro-rows.ts'
import { readShopLeft } from './macro-shop-left.ts'
import { placeAction } from './order-actions/place.ts'

const ENDED_EARLY: ReadonlySet<string> = new Set(['failed', 'stopped', 'refused'])
const UndoState = z.object({
  account_id: z.number(),
  conversation_id: z.number(),
  macro_name: z.string(),
  plan: MacroPlan,
  asker_role: Role.nullable(),
  undo: UndoRowShape,
})
type UndoState = z.infer<typeof UndoState>

export interface Undoing { accountId: number, conversationId: number, who: Asker }

/** What can be undone of a run that ended early, in the world as it is; refuses with `run_not_found` when it did not, or was undone. */
export async function previewUndo(run: RunRow, undoing: Undoing, work: Work): Promise<UndoPreview> {
  if (!ENDED_EARLY.has(run.state) || run.undo) throw new ProblemError('run_not_found')
  const done = doneOf(run, work.now())
  const [conversation, starterId, shop] = await Promise.all([
    readNow(undoing.accountId, undoing.conversationId, work),
    starterOf(run, work),
    readShopLeft(run, undoing, work),
  ])
  const items = planUndo(done, { conversation, starterId, ...shop }, work.now())
  return { items, digest: await digestText(canonical(items)), canUndo: items.some(({ part }) => part !== null) }
}

/** Writes down what was shown, once; `macro_changed` when it is not what would be undone now. Doing it is `advanceUndo`. */
export async function startUndo(run: RunRow, digest: string, undoing: Undoing, work: Work): Promise<void> {
  if (run.undo) return
  const preview = await previewUndo(run, undoing, work)
  if (preview.digest !== digest) throw new ProblemError('macro_changed')
  if (!preview.canUndo) throw new ProblemError('run_not_found')
  const parts = await Promise.all(wishesOf(preview.items).map(async ({ key, part }) => ({
    key,
    part,
    request_key: part.part === 'release' ? await requestKeyOf(run.id, `undo ${key}`, 1) : null,
  })))
  const isThere = await callRpc(work.admin, 'start_macro_undo', {
    p_account_id: undoing.accountId,
    p_run_id: run.id,
    p_agent_id: undoing.who.agentId,
    p_agent_name: undoing.who.name,
    p_items: preview.items,
    p_parts: parts,
    p_now: timestamp(work.now()),
  }, z.boolean())
  if (!isThere) throw new ProblemError('run_not_found')
}

/** Takes an undo as far as it goes now. All of it is written down before, so it does not matter where a runner dies. */
export async function advanceUndo(runId: string, work: Work): Promise<void> {
  const before = await read(runId, work)
  if (!before) return
  for (const one of before.undo.parts) {
    if (one.requestKey === null || one.action !== null || one.failedCode !== null) continue
    const code = await askForRelease(one, before, work)
    if (code !== null) await callRpc(work.admin, 'fail_macro_undo_part', { p_run_id: runId, p_key: one.key, p_code: code }, z.boolean().nullable())
  }
  await sendEffects(work)
  const after = await read(runId, work)
  if (!after) return
  const undo = undoOf(after.undo)
  if (undo.items.some(({ state }) => state === 'pending')) return
  const { language } = await loadAccount(work.admin, after.account_id)
  const steps = undo.items.flatMap((item) => {
    const step = after.plan.steps.find(({ path }) => path === item.path)
    return step ? [{ act: step.act, action: step.action, item }] : []
  })
  const receipt = writeUndoReceipt({ macroName: after.macro_name, askedBy: undo.askedBy, steps }, language)
  await callRpc(work.admin, 'end_macro_undo', { p_run_id: runId, p_receipt: receipt, p_now: timestamp(work.now()) }, z.boolean())
  await sendEffects(work)
}

async function read(runId: string, { admin }: Work): Promise<UndoState | undefined> {
  const [state] = await callRpc(admin, 'macro_undo_state', { p_run_id: runId }, z.array(UndoState))
  return state
}

async function askForRelease({ part, requestKey }: UndoRow['parts'][number], state: UndoState, work: Work): Promise<string | null> {
  if (part.part !== 'release' || requestKey === null) return 'internal'
  const { account_id: accountId, conversation_id: conversationId, macro_name, asker_role: role, undo } = state
  if (role === null || undo.askedBy === null) return 'agent_unknown'
  const { language } = await loadAccount(work.admin, accountId)
  return placeAction({
    accountId,
    conversationId,
    who: { agentId: undo.askedBy, name: undo.askedAs, role },
    orderId: part.orderId,
    action: { do: 'release' },
    requestKey,
    reason: writeUndoReason(macro_name, language),
    digest: part.digest,
  }, work).then(placeCode, (error) => {
    if (error instanceof ProblemError && error.code !== 'internal') return error.code
    throw error
  })
}

function doneOf({ plan, steps }: RunRow, now: number): StepDone[] {
  return steps.filter(row => stateOf(outcomeOf(row), now) === 'done').flatMap(({ index, before, action }) => {
    const step = plan.steps[index]
    return step ? [{ path: step.path, act: step.act, before, action }] : []
  })
}

async function starterOf({ started_by }: RunRow, { admin }: Work): Promise<number | null> {
  if (started_by === null) return null
  const { data, error } = await admin.from('agents').select('chatwoot_user_id').eq('id', started_by).maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  return z.object({ chatwoot_user_id: z.number() }).nullable().parse(data)?.chatwoot_user_id ?? null
}
