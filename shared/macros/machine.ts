import type { PlannedStep, RunState } from '../contracts/macro.ts'

/** What became of a step that was begun: `until` is when a wait ends, epoch ms; `isUnasked`: its action was not asked for yet. */
export type StepOutcome =
  | { state: 'pending', until: number | null, isUnasked?: boolean }
  | { state: 'done' }
  | { state: 'failed', code: string, isRefusal: boolean }

/**
 * What a run does next: begin a step, ask for the action of one that was begun, sleep until something comes or `until` is reached,
 * or end.
 */
export type Move =
  | { move: 'begin', index: number }
  | { move: 'ask', index: number }
  | { move: 'rest', index: number, until: number | null }
  | { move: 'end', state: Extract<RunState, 'done' | 'failed' | 'stopped' | 'refused'>, code: string | null }

/**
 * The one thing that a run may do now, from its plan and from what is written down of its steps (by index; none: not begun). Steps
 * go one after the other; what is skipped needs no beginning. A stop that was asked for lets the step under way come to its end.
 */
export function nextMove(
  plan: readonly PlannedStep[],
  outcomes: ReadonlyMap<number, StepOutcome>,
  isStopAsked: boolean,
  now: number,
): Move {
  for (const [index, step] of plan.entries()) {
    if (step.skipped) continue
    const outcome = outcomes.get(index)
    if (!outcome) return isStopAsked ? { move: 'end', state: 'stopped', code: null } : step.act.do === 'stop' ? end('done') : { move: 'begin', index }
    // An action that was taken back because the run was stopped has not failed.
    if (outcome.state === 'failed' && isStopAsked && outcome.code === 'stopped') return { move: 'end', state: 'stopped', code: null }
    if (outcome.state === 'failed') return { move: 'end', state: outcome.isRefusal ? 'refused' : 'failed', code: outcome.code }
    if (outcome.state === 'done') continue
    const isSlept = outcome.until !== null && outcome.until <= now
    if (isSlept) continue
    // Nobody sends what a wait or a question holds back, so these end at once.
    const isIdle = step.act.do === 'wait' || step.act.do === 'ask_approval' || outcome.isUnasked
    if (outcome.isUnasked && !isStopAsked) return { move: 'ask', index }
    return isStopAsked && isIdle ? { move: 'end', state: 'stopped', code: null } : { move: 'rest', index, until: outcome.until }
  }
  return end('done')
}

function end(state: 'done'): Move {
  return { move: 'end', state, code: null }
}
