import type { MacroPlan, PlannedStep } from '../contracts/macro.ts'

// How long a message that nobody let through beforehand waits for somebody.
const ASKS_MINUTES = 1_440
const LONGEST_QUESTION = 500

/**
 * A macro's plan where no person starts it but a rule: nobody is there to be assigned, and each message and each action with the
 * order waits for somebody's word unless an admin has given it beforehand (`maySend`).
 */
export function planByRule(plan: MacroPlan, maySend: boolean): MacroPlan {
  return { ...plan, steps: plan.steps.flatMap(step => stepByRule(step, maySend)) }
}

/** The names of all that is missing, each once: inputs, values, or what else holds a step up. */
export function missingIn({ steps, badInputs }: MacroPlan): string[] {
  const holes = steps.flatMap(step => step.holes.map(({ because, value }) => value ?? because))
  return [...new Set([...badInputs.map(name => `inputs.${name}`), ...holes])]
}

function stepByRule(step: PlannedStep, maySend: boolean): PlannedStep[] {
  if (step.act.do === 'assign_me' && !step.skipped) return [{ ...step, holes: [...step.holes, { because: 'value', value: 'agent' }] }]
  const asked = questionOf(step)
  if (asked === null || step.skipped || maySend) return [step]
  const question = { do: 'ask_approval', neededRole: 'agent', dueMinutes: ASKS_MINUTES, text: asked.slice(0, LONGEST_QUESTION) } as const
  return [{ ...step, path: `${step.path}.ask`, act: question, action: null, text: asked, holes: [] }, step]
}

/** What a person is asked to let through; null where a step asks nobody. */
function questionOf({ act, text }: PlannedStep): string | null {
  if (act.do === 'send_message') return text ?? ''
  return act.do === 'order_action' ? `${act.action.do}: ${act.reason}` : null
}
