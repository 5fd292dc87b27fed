import type { MacroRun, StepState } from '../../../shared/contracts/macro.ts'
import type { StepOutcome } from '../../../shared/macros/machine.ts'
import { z } from 'zod'
import { ApprovalState } from '../../../shared/contracts/approval.ts'
import { MacroPlan, RunState } from '../../../shared/contracts/macro.ts'
import { OutboxState } from '../../../shared/contracts/message.ts'

const Instant = z.string().transform(text => Date.parse(text)).pipe(z.number())

/** A step that was begun, with what stands in the outbox, or with the approval, of it. */
export const StepRow = z.object({
  index: z.number(),
  until: Instant.nullable(),
  outbox: OutboxState.nullable(),
  code: z.string().nullable(),
  approval: ApprovalState.nullable(),
  isApproval: z.boolean(),
})
export type StepRow = z.infer<typeof StepRow>

const RunRow = z.object({
  id: z.uuid(),
  macro_id: z.number().nullable(),
  macro_name: z.string(),
  conversation_id: z.number(),
  started_as: z.string(),
  state: RunState,
  code: z.string().nullable(),
  started_at: Instant,
  finished_at: Instant.nullable(),
  plan: MacroPlan,
  steps: z.array(StepRow),
})
export const RunRows = z.array(RunRow)

/** What became of a step, as the machine takes it. An approval that is gone was never given. */
export function outcomeOf({ outbox, approval, isApproval, until, code }: StepRow): StepOutcome {
  if (isApproval) {
    if (approval === 'approved') return { state: 'done' }
    return approval === 'waiting' ? { state: 'pending', until: null } : { state: 'failed', code: approval ?? 'expired', isRefusal: true }
  }
  if (outbox === null) return { state: 'pending', until }
  if (outbox === 'done') return { state: 'done' }
  return outbox === 'failed' || outbox === 'cancelled' ? { state: 'failed', code: code ?? outbox, isRefusal: false } : { state: 'pending', until: null }
}

/** A run as the panel shows it. */
export function runOf({ plan, steps, ...row }: z.infer<typeof RunRow>, now: number): MacroRun {
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
    steps: plan.steps.map((step, index) => {
      const row = begun.get(index)
      const outcome = row && outcomeOf(row)
      return { ...step, state: step.skipped ? 'skipped' : stateOf(outcome, now), code: outcome?.state === 'failed' ? outcome.code : null, until: row?.until ?? null }
    }),
  }
}

/** The state of a step from its outcome; a wait is over when its time has come. */
export function stateOf(outcome: StepOutcome | undefined, now: number): StepState {
  if (!outcome) return 'todo'
  return outcome.state === 'pending' && outcome.until !== null && outcome.until <= now ? 'done' : outcome.state
}
