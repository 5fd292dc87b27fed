import type { MacroUndo, UndoState } from '../../../shared/contracts/macro-undo.ts'
import type { MacroRun, StepState } from '../../../shared/contracts/macro.ts'
import type { StepOutcome } from '../../../shared/macros/machine.ts'
import { z } from 'zod'
import { isOver } from '../../../shared/actions/state.ts'
import { ApprovalState } from '../../../shared/contracts/approval.ts'
import { Role } from '../../../shared/contracts/brief.ts'
import { StepAction } from '../../../shared/contracts/macro-action.ts'
import { StepBefore, UndoItem, UndoPart } from '../../../shared/contracts/macro-undo.ts'
import { MacroPlan, RunState as State } from '../../../shared/contracts/macro.ts'
import { OutboxState } from '../../../shared/contracts/message.ts'
import { Money } from '../../../shared/contracts/money.ts'
import { ActionKind, ActionState, FactChange } from '../../../shared/contracts/order-action.ts'
import { isComplete } from '../../../shared/macros/plan.ts'
import { keyOf } from '../../../shared/macros/undo.ts'

const Instant = z.string().transform(text => Date.parse(text)).pipe(z.number())

const Action = StepAction.extend({ kind: ActionKind, state: ActionState, amount: Money.nullable(), ref: z.string().nullable() })

/** A step that was begun, with what stands of it in the outbox, with the approval, or with the action with the order. */
export const StepRow = z.object({
  index: z.number(),
  until: Instant.nullable(),
  outbox: OutboxState.nullable(),
  code: z.string().nullable(),
  approval: ApprovalState.nullable(),
  isApproval: z.boolean(),
  requestKey: z.uuid().nullable(),
  tries: z.number(),
  /** It was found that it cannot be done; `code` says why. */
  hasFailed: z.boolean(),
  action: Action.nullable(),
  /** What the conversation was like right before it. */
  before: StepBefore.nullable().catch(null),
  /** What a webhook answered last. */
  status: z.number().nullable().default(null),
})
export type StepRow = z.infer<typeof StepRow>

/** A run while it is under way. */
export const RunState = z.object({
  account_id: z.number(),
  conversation_id: z.number(),
  macro_name: z.string(),
  started_by: z.number().nullable(),
  started_as: z.string(),
  starter_role: Role.nullable(),
  plan: MacroPlan,
  state: State,
  is_stop_asked: z.boolean(),
  steps: z.array(StepRow),
})
export type RunState = z.infer<typeof RunState>

/** An undo as it is kept: what was shown, and what stands of each wish in the outbox or with the action. */
export const UndoRow = z.object({
  askedBy: z.number().nullable(),
  askedAs: z.string(),
  askedAt: Instant,
  finishedAt: Instant.nullable(),
  items: z.array(UndoItem),
  parts: z.array(z.object({
    key: z.string(),
    part: UndoPart,
    requestKey: z.uuid().nullable(),
    outbox: OutboxState.nullable(),
    action: ActionState.nullable(),
    failedCode: z.string().nullable(),
    code: z.string().nullable(),
  })),
})
export type UndoRow = z.infer<typeof UndoRow>

const RunRow = z.object({
  id: z.uuid(),
  macro_id: z.number().nullable(),
  macro_name: z.string(),
  conversation_id: z.number(),
  started_as: z.string(),
  state: State,
  code: z.string().nullable(),
  started_at: Instant,
  finished_at: Instant.nullable(),
  plan: MacroPlan,
  steps: z.array(StepRow),
  proposal: MacroPlan.nullable(),
  changes: z.array(FactChange),
  started_by: z.number().nullable(),
  undo: UndoRow.nullable(),
})
export type RunRow = z.infer<typeof RunRow>
export const RunRows = z.array(RunRow)

/** What became of a step, as the machine takes it. An approval that is gone was never given. */
export function outcomeOf(row: StepRow): StepOutcome {
  const { outbox, approval, isApproval, until, code } = row
  if (row.action) return outcomeOfAction(row.action.state, code)
  if (row.hasFailed) return { state: 'failed', code: code ?? 'internal', isRefusal: false }
  if (row.requestKey) return { state: 'pending', until: null, isUnasked: true }
  if (isApproval) {
    if (approval === 'approved') return { state: 'done' }
    return approval === 'waiting' ? { state: 'pending', until: null } : { state: 'failed', code: approval ?? 'expired', isRefusal: true }
  }
  if (outbox === null) return { state: 'pending', until }
  if (outbox === 'done') return { state: 'done' }
  return outbox === 'failed' || outbox === 'cancelled' ? { state: 'failed', code: code ?? outbox, isRefusal: false } : { state: 'pending', until: null }
}

function outcomeOfAction(state: ActionState, code: string | null): StepOutcome {
  switch (state) {
    case 'done': return { state: 'done' }
    case 'failed':
    case 'stopped': return { state: 'failed', code: code ?? state, isRefusal: false }
    case 'refused':
    case 'expired': return { state: 'failed', code: state, isRefusal: true }
    default: return { state: 'pending', until: null }
  }
}

/** A run as the panel shows it. */
export function runOf({ plan, steps, proposal, changes, undo, ...row }: RunRow, now: number): MacroRun {
  const begun = new Map(steps.map(step => [step.index, step]))
  return {
    id: row.id,
    macroId: row.macro_id,
    macroName: row.macro_name,
    conversationId: row.conversation_id,
    startedBy: row.started_as,
    state: row.state,
    code: row.code,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    change: proposal && { facts: changes, steps: proposal.steps, digest: proposal.digest ?? '', canRun: isComplete(proposal) },
    steps: plan.steps.map((step, index) => {
      const row = begun.get(index)
      const outcome = row && outcomeOf(row)
      return { ...step, state: step.skipped ? 'skipped' : stateOf(outcome, now), code: outcome?.state === 'failed' ? outcome.code : null, until: row?.until ?? null, became: becameOf(row), status: row?.status ?? null }
    }),
    undo: undo && undoOf(undo),
  }
}

/** An undo as the panel shows it: each step with what became of the wish that it belongs to. */
export function undoOf({ askedAs, askedAt, finishedAt, items, parts }: UndoRow): MacroUndo {
  return {
    askedBy: askedAs,
    askedAt,
    isOver: finishedAt !== null,
    items: items.map((item) => {
      const wish = item.part && parts.find(({ key }) => item.part && key === keyOf(item.part))
      const state = wish ? undoStateOf(wish) : 'kept'
      return { ...item, state, code: state === 'failed' ? wish?.code ?? null : null }
    }),
  }
}

function undoStateOf({ outbox, action, failedCode }: UndoRow['parts'][number]): UndoState {
  if (action !== null) return action === 'done' ? 'done' : isOver(action) ? 'failed' : 'pending'
  if (failedCode !== null || outbox === 'failed' || outbox === 'cancelled') return 'failed'
  return outbox === 'done' ? 'done' : 'pending'
}

function becameOf(row: StepRow | undefined): StepAction | null {
  return row?.action ? StepAction.parse(row.action) : null
}

/** The state of a step from its outcome; a wait is over when its time has come. */
export function stateOf(outcome: StepOutcome | undefined, now: number): StepState {
  if (!outcome) return 'todo'
  return outcome.state === 'pending' && outcome.until !== null && outcome.until <= now ? 'done' : outcome.state
}
