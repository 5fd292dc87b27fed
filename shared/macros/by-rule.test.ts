import type { MacroStep } from '../contracts/macro.ts'
import type { StepOutcome } from './machine.ts'
import { describe, expect, it } from 'vitest'
import { MacroPlan } from '../contracts/macro.ts'
import { missingIn, planByRule } from './by-rule.ts'
import { nextMove } from './machine.ts'
import { planMacro } from './plan.ts'
import { macroFactsOf } from './testing.ts'

const says: MacroStep = { do: 'send_message', texts: { en: 'Hi {{customer.name}}. {{order.name}}' } }
const label: MacroStep = { do: 'add_labels', labels: ['seen'] }

describe('planByRule', () => {
  it('lets each message wait for a person, with its whole text, unless an admin let it through', () => {
    const long = { do: 'send_message', texts: { en: 'word '.repeat(300) } } as const
    const plan = planMacro({ inputs: [], steps: [label, long] }, macroFactsOf({ language: 'en' }))
    const asking = planByRule(plan, false)
    expect(asking.steps.map(({ act }) => act.do)).toEqual(['add_labels', 'ask_approval', 'send_message'])
    expect(asking.steps[1]?.text).toBe(asking.steps[2]?.text)
    expect(MacroPlan.safeParse(asking).success).toBe(true)
    expect(planByRule(plan, true)).toEqual(plan)
  })

  it('sends nothing before the question is answered', () => {
    const { steps } = planByRule(planMacro({ inputs: [], steps: [label, says] }, macroFactsOf({ language: 'en' })), false)
    const after = (outcome?: StepOutcome) => new Map<number, StepOutcome>([[0, { state: 'done' }], ...outcome ? [[1, outcome] as const] : []])
    expect(nextMove(steps, after(), false, 0)).toEqual({ move: 'begin', index: 1 })
    expect(nextMove(steps, after({ state: 'pending', until: null }), false, 0)).toMatchObject({ move: 'rest' })
    const refused: StepOutcome = { state: 'failed', code: 'refused', isRefusal: true }
    expect(nextMove(steps, after(refused), false, 0)).toMatchObject({ move: 'end', state: 'refused' })
  })

  it('lets each action with the order wait as well, and asks with its reason', () => {
    const refund: MacroStep = { do: 'order_action', action: { do: 'refund' }, from: {}, each: {}, reason: 'Came broken' }
    const plan = planMacro({ inputs: [], steps: [refund] }, macroFactsOf())
    expect(planByRule(plan, false).steps.map(({ act, text }) => [act.do, text])).toEqual([['ask_approval', 'refund: Came broken'], ['order_action', null]])
    expect(planByRule(plan, true)).toEqual(plan)
  })

  it('names what is missing: inputs, values, and a person to be assigned', () => {
    const inputs = [{ type: 'text', name: 'reason', label: 'Reason', isRequired: true }] as const
    const facts = macroFactsOf({ language: 'en', values: [], answers: {} })
    const plan = planByRule(planMacro({ inputs: [...inputs], steps: [says, { do: 'assign_me' }] }, facts), true)
    expect(missingIn(plan).sort()).toEqual(['agent', 'customer.name', 'inputs.reason', 'order.name'])
  })
})
