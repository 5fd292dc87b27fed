import type { MacroAct, MacroAnswers, MacroInput, PlannedStep } from '../contracts/macro.ts'
import type { StepOutcome } from './machine.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../contracts/judgement.ts'
import { MacroDefinition } from '../contracts/macro.ts'
import { badAnswers, writeAnswer } from './inputs.ts'
import { nextMove } from './machine.ts'
import { isComplete, planMacro } from './plan.ts'
import { shippedMacros } from './shipped.ts'
import { actionOrderOf, macroFactsOf, macroOf, orderOf } from './testing.ts'
import { fillText, namesIn } from './text.ts'

const say = (en: string): MacroAct => ({ do: 'send_message', texts: { en } })

describe('a text', () => {
  it('takes values as they are, and never sends a hole', () => {
    const values = new Map([['order.name', '#1042'], ['customer.name', '{{order.total}}']])
    expect(fillText('Hi {{ customer.name }}, {{order.name}}', values)).toEqual({ text: 'Hi {{order.total}}, #1042', holes: [] })
    expect(fillText('Hi[[ about {{order.name}}]][[ and {{shipment.url}}]].', values)).toEqual({ text: 'Hi about #1042.', holes: [] })
    expect(fillText('{{shipment.url}} {{shipment.url}}', values).holes).toEqual([{ because: 'value', value: 'shipment.url' }])
    expect(namesIn('{{a.b}} and {{ a.b }} and {{c}}')).toEqual(['a.b', 'c'])
  })
})

describe('a plan', () => {
  it('fills each message in the customer\'s language', () => {
    const plan = planMacro(macroOf([say('Dear {{customer.name}}, {{order.name}}. {{agent.name}}')]), macroFactsOf())
    expect(plan.steps.map(({ text }) => text)).toEqual(['Dear Maya, #1042. Ada'])
    expect(isComplete(plan)).toBe(true)
  })

  it.each<[string, MacroAct, Parameters<typeof macroFactsOf>[0], PlannedStep['holes']]>([
    ['a value nobody knows', say('{{shipment.number}}'), {}, [{ because: 'value', value: 'shipment.number' }]],
    ['a language without words', say('Hello'), { language: 'fr' }, [{ because: 'language', value: 'fr' }]],
    ['a conversation nobody can answer', say('Hello'), { conversation: { canReply: false } }, [{ because: 'cannot_reply', value: null }]],
    ['a team that was never chosen', { do: 'assign_team', teamId: null }, {}, [{ because: 'team', value: null }]],
    ['mail, which is not set up', { do: 'notify', by: 'mail', text: 'Look' }, { channels: ['slack'] }, [{ because: 'mail', value: null }]],
    ['Slack, which is not set up', { do: 'notify', by: 'slack', text: 'Look' }, { channels: ['mail'] }, [{ because: 'slack', value: null }]],
    ['a mail to nobody, with a hole', { do: 'notify', by: 'mail', text: '{{order.total}}' }, { supervisors: [] }, [{ because: 'supervisors', value: null }, { because: 'value', value: 'order.total' }]],
    ['supervisors, of whom there are none', { do: 'notify_supervisors', text: 'Look' }, { supervisors: [] }, [{ because: 'supervisors', value: null }]],
  ])('names %s, and cannot run', (_, act, facts, holes) => {
    const plan = planMacro(macroOf([act]), macroFactsOf(facts))
    expect(plan.steps[0]?.holes).toEqual(holes)
    expect(isComplete(plan)).toBe(false)
  })

  it('goes one way at a branch, says why, and needs nothing of the other', () => {
    const macro = macroOf([{
      do: 'if',
      match: 'all',
      conditions: [{ on: 'order', isKnown: true }],
      then: [say('{{order.total}}')],
      otherwise: [say('Which order is it?'), { do: 'stop' }],
    }, say('Never reached')])
    const plan = planMacro(macro, macroFactsOf())
    expect(plan.branches).toEqual([{ path: '0', isHeld: false, facts: { order: '' }, reasons: [{ condition: { on: 'order', isKnown: true }, verdict: 'not_held' }] }])
    expect(plan.steps.map(({ path, text }) => [path, text])).toEqual([['0.otherwise.0', 'Which order is it?'], ['0.otherwise.1', null]])
    expect(isComplete(plan)).toBe(true)
  })

  it('lets each step see what those before it do', () => {
    const twice: MacroAct = { do: 'add_labels', labels: ['vip'] }
    const plan = planMacro(macroOf([twice, twice, { do: 'set_priority', priority: 'high' }, {
      do: 'if',
      match: 'all',
      conditions: [{ on: 'priority', anyOf: ['high'] }],
      then: [{ do: 'assign_me' }],
      otherwise: [],
    }]), macroFactsOf({ conversation: { assigneeId: 1 } }))
    expect(plan.steps.map(({ skipped }) => skipped)).toEqual([null, 'already', null, 'already'])
  })

  it('mentions supervisors so that Chatwoot tells them, whatever they are called', () => {
    const [step] = planMacro(macroOf([{ do: 'notify_supervisors', text: 'Help {{customer.name}}' }]), macroFactsOf({ supervisors: [{ userId: 3, name: 'Zoë [x](y)' }] })).steps
    expect(step?.text).toBe('[@Zoë xy](mention://user/3/Zo%C3%AB%20%5Bx%5D(y)) Help Maya')
  })
})

describe('answers', () => {
  const inputs = MacroDefinition.parse(macroOf([{ do: 'stop' }], { inputs: [
    { type: 'text', name: 'why', label: 'Why', isRequired: true },
    { type: 'number', name: 'days', label: 'Days', isRequired: false, min: 1, max: 30 },
    { type: 'date', name: 'until', label: 'Until', isRequired: false },
    { type: 'choice', name: 'size', label: 'Size', isRequired: false, options: ['S', 'L'] },
  ] })).inputs

  it.each([
    [{}, ['why']],
    [{ why: '  ' }, ['why']],
    [{ why: 'x', days: 31, until: '2026-02-31x', size: 'M', extra: 1 }, ['days', 'until', 'size', 'extra']],
    [{ why: 'x', days: 3, until: '2026-02-28', size: 'S' }, []],
  ])('%j are wrong in %j', (answers, bad) => expect(badAnswers(inputs, answers)).toEqual(bad))

  it('are written as the customer reads them', () => {
    const [, days, until] = inputs
    if (!days || !until) throw new Error('inputs are missing')
    expect([writeAnswer(days, 1234.5, 'fr'), writeAnswer(until, '2026-12-24', 'es')]).toEqual(['1\u202F234,5', 'jueves, 24 de diciembre'])
  })
})

describe('a definition', () => {
  it('is refused whole when a newer version wrote it, when it is too deep, or too long', () => {
    const nest = (depth: number): unknown => depth === 0 ? { do: 'stop' } : { do: 'if', match: 'all', conditions: [{ on: 'unassigned' }], then: [nest(depth - 1)], otherwise: [] }
    const read = (steps: unknown[], over = {}) => MacroDefinition.safeParse({ ...macroOf([]), steps, ...over }).success
    expect(read([nest(3)])).toBe(true)
    expect(read([nest(4)])).toBe(false)
    expect(read([{ do: 'launch_rocket' }])).toBe(false)
    expect(read([{ do: 'stop', loop: true }])).toBe(false)
    expect(read(Array.from({ length: 41 }, () => ({ do: 'stop' })))).toBe(false)
    expect(read([nest(1)], { __proto__: null, unknown: 1 })).toBe(false)
    expect(read([{ do: 'stop' }], { inputs: [1, 2].map(() => ({ type: 'text', name: 'a', label: 'A', isRequired: true })) })).toBe(false)
  })
})

describe('a run', () => {
  const ACTS: MacroAct[] = [say('Hi'), { do: 'add_labels', labels: ['a'] }, { do: 'wait', minutes: 5 }, { do: 'ask_approval', neededRole: 'supervisor', dueMinutes: 5, text: '?' }]
  const step = fc.record({ act: fc.constantFrom(...ACTS), isSkipped: fc.boolean() })
  const planOf = (steps: { act: MacroAct, isSkipped: boolean }[]): PlannedStep[] => steps.map(({ act, isSkipped }, index) => (
    { path: `${index}`, act, text: null, late: null, action: null, facts: {}, skipped: isSkipped ? 'already' : null, holes: [] }
  ))

  it('begins each step once, in order, whatever it has to wait for', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 8 }), fc.infiniteStream(fc.nat(2)), (steps, luck) => {
      const plan = planOf(steps)
      const outcomes = new Map<number, StepOutcome>()
      const begun: number[] = []
      let now = 0
      for (;;) {
        const move = nextMove(plan, outcomes, false, now)
        if (move.move === 'end') {
          expect(move.state).toBe('done')
          break
        }
        if (move.move === 'begin') {
          begun.push(move.index)
          outcomes.set(move.index, luck.next().value === 0 ? { state: 'done' } : { state: 'pending', until: plan[move.index]?.act.do === 'wait' ? now + 10 : null })
        }
        else if (move.move === 'rest' && move.until !== null) { now = move.until }
        else { outcomes.set(move.index, { state: 'done' }) }
      }
      expect(begun).toEqual(plan.flatMap(({ skipped }, index) => skipped ? [] : [index]))
    }))
  })

  it('ends at the first step that failed or was refused, and does nothing after it', () => {
    const plan = planOf([{ act: say('Hi'), isSkipped: false }, { act: say('Ho'), isSkipped: false }])
    const after = (isRefusal: boolean) => nextMove(plan, new Map([[0, { state: 'failed', code: 'x', isRefusal }]]), false, 0)
    expect([after(false), after(true)]).toEqual([{ move: 'end', state: 'failed', code: 'x' }, { move: 'end', state: 'refused', code: 'x' }])
  })

  it('that is stopped lets what is under way end, and begins nothing', () => {
    const plan = planOf([{ act: say('Hi'), isSkipped: false }, { act: { do: 'wait', minutes: 5 }, isSkipped: false }])
    expect(nextMove(plan, new Map(), true, 0)).toEqual({ move: 'end', state: 'stopped', code: null })
    expect(nextMove(plan, new Map([[0, { state: 'pending', until: null }]]), true, 0)).toEqual({ move: 'rest', index: 0, until: null })
    expect(nextMove(plan, new Map([[0, { state: 'done' }], [1, { state: 'pending', until: 9 }]]), true, 0)).toEqual({ move: 'end', state: 'stopped', code: null })
  })
})

function answerTo(input: MacroInput, option = 0): MacroAnswers[string] {
  if (input.name === 'label') return 'https://labels.example/1.pdf'
  switch (input.type) {
    case 'date': return '2026-12-01'
    case 'number': return 5
    case 'choice': return input.options[option % input.options.length] ?? ''
    case 'order_lines': return [{ lineId: 'gid://shopify/LineItem/11', quantity: 1 }]
    case 'text': return 'something'
  }
}

describe('the macros that ship', () => {
  it.each(LANGUAGES)('can be read, and answer in %s without a hole where the order is known', (language) => {
    const known = [...macroFactsOf().values, ...['order.placed', 'order.total', 'order.items', 'shipment.number', 'shipment.url'].map(id => (
      { id, kind: 'order' as const, label: id, value: `value of ${id}`, source: { kind: 'conversation' as const } }
    ))]
    for (const { definition } of shippedMacros(language, 3)) {
      expect(MacroDefinition.safeParse(definition).error).toBeUndefined()
      for (const [option, fulfilment] of (['delivered', 'in_transit', 'unfulfilled'] as const).entries()) {
        const answers = Object.fromEntries(definition.inputs.map(input => [input.name, answerTo(input, option)]))
        const plan = planMacro(definition, macroFactsOf({ language, values: known, order: orderOf(fulfilment), actionOrder: actionOrderOf(), hasTracking: fulfilment === 'in_transit', answers }))
        expect([definition.name, plan.badInputs, plan.steps.flatMap(({ holes }) => holes)]).toEqual([definition.name, [], []])
        expect(plan.steps.map(({ text }) => text ?? '').join('')).not.toMatch(/\{\{|\[\[|\]\]/)
      }
    }
  })

  it('ask which order it is where nobody knows, and greet nobody by a name that is none', () => {
    const [status] = shippedMacros('en', null)
    const plan = planMacro(status?.definition ?? macroOf([]), macroFactsOf({ values: [], me: { name: 'Ada', userId: 1 } }))
    expect(plan.steps.map(({ act }) => act.do)).toEqual(['send_message', 'set_status', 'stop'])
    expect(plan.steps[0]?.text).toMatch(/^Hello,/)
    expect(isComplete(plan)).toBe(true)
  })
})
