import type { MacroStep } from '../contracts/macro.ts'
import { describe, expect, it } from 'vitest'
import { changesSince } from './basis.ts'
import { planMacro } from './plan.ts'
import { macroFactsOf, macroOf, orderOf } from './testing.ts'

const say = (en: string): MacroStep => ({ do: 'send_message', texts: { en } })
const BRANCH: MacroStep = {
  do: 'if',
  match: 'all',
  conditions: [{ on: 'fulfilment', anyOf: ['delivered'] }],
  then: [say('It is there')],
  otherwise: [say('It is on its way')],
}
const MACRO = macroOf([{ do: 'add_labels', labels: ['hot'] }, { do: 'wait', minutes: 5 }, BRANCH, say('{{order.name}}')])
const facts = (over: Parameters<typeof macroFactsOf>[0] = {}) => macroFactsOf({ order: orderOf('in_transit'), ...over })
const BEFORE = planMacro(MACRO, facts())
/** The rest, planned anew after the wait, which is step 1. */
const BEHIND = { steps: BEFORE.steps.slice(0, 2), branches: BEFORE.branches }
const after = (over: Parameters<typeof macroFactsOf>[0]) => planMacro(MACRO, facts(over), BEHIND)

describe('the rest of a run', () => {
  it('is as it was where the run itself did what is different, and where nothing hangs on it', () => {
    expect(changesSince(BEFORE, after({ conversation: { labels: ['hot'] } }), 2)).toEqual([])
    expect(changesSince(BEFORE, after({ order: orderOf('out_for_delivery') }), 2)).toEqual([])
  })

  it('tells what decides a branch otherwise, and what a text says otherwise', () => {
    expect(changesSince(BEFORE, after({ order: orderOf('delivered') }), 2)).toContainEqual({ fact: 'fulfilment', before: 'in_transit', after: 'delivered' })
    const values = facts().values.map(value => value.id === 'order.name' ? { ...value, value: '#1043' } : value)
    expect(changesSince(BEFORE, after({ values }), 2)).toEqual([{ fact: 'order.name', before: '#1042', after: '#1043' }])
    expect(changesSince(BEFORE, after({ conversation: { canReply: false } }), 2)).toEqual([{ fact: 'can_reply', before: 'true', after: 'false' }])
  })

  it('keeps what is behind it, whatever the world says by now', () => {
    const again = after({ order: orderOf('delivered') })
    expect(again.steps.slice(0, 2)).toEqual(BEFORE.steps.slice(0, 2))
    expect(again.steps.map(({ text }) => text)).toEqual([null, null, 'It is there', '#1042'])
  })
})
