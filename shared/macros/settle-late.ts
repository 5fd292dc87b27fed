import type { MacroPlan, PlannedStep } from '../contracts/macro.ts'
import type { RehearsalAnswer } from '../contracts/order-action.ts'
import { fillLate } from './text.ts'
import { yieldValues } from './yields.ts'

/**
 * The plan with what the shop answered to its actions, by path: a refusal is a hole, and an amount that is known before it moves
 * stands in the texts after it. What only the action itself will bring stays open.
 */
export function withAnswers(plan: MacroPlan, answers: ReadonlyMap<string, RehearsalAnswer>): MacroPlan {
  const known = new Map<string, string>()
  const never = new Set<string>()
  const steps = plan.steps.map((step): PlannedStep => {
    if (step.late) {
      const filled = fillLate(step.late, known, name => never.has(name))
      return { ...step, ...filled, holes: [...step.holes, ...filled.holes] }
    }
    const answer = answers.get(step.path) ?? step.action?.answer
    if (!step.action || !answer) return step
    const action = { ...step.action, answer }
    if (answer.status === 'refused') return { ...step, action, holes: [...step.holes, { because: 'refused', value: answer.because }] }
    const { kind, money } = answer.rehearsal
    const amount = `${kind}.amount`
    if (!money) never.add(amount)
    const became = { money: money?.amount ?? null, detail: null, ref: null }
    for (const [name, value] of yieldValues(kind, became, plan.language)) known.set(name, value)
    return { ...step, action }
  })
  return { ...plan, steps }
}
