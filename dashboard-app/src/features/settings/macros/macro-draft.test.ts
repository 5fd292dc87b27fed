import type { MacroStep } from '#shared/contracts/macro'
import { LANGUAGES } from '#shared/contracts/judgement'
import { MacroAct, MacroCondition, MacroDefinition } from '#shared/contracts/macro'
import { shippedMacros } from '#shared/macros/shipped'
import { macroOf } from '#shared/macros/testing'
import { describe, expect, it } from 'vitest'
import { checkMacro, draftOf, emptyInput, linesOf, nameFrom, newMacro } from './macro-draft'
import { emptyStep, textsOf } from './step-draft'
import { flatten } from './step-tree'
import { unknownNames } from './variables'

const CONDITIONS: MacroCondition[] = [
  { on: 'category', anyOf: ['order_status'] },
  { on: 'language', anyOf: ['fr', 'other'] },
  { on: 'mood', anyOf: ['negative'] },
  { on: 'frustrated' },
  { on: 'tier', anyOf: [1, 2] },
  { on: 'customer_tag', anyOf: ['vip', 'two words'] },
  { on: 'lifetime_value', atLeastMinor: 12_345 },
  { on: 'label', anyOf: ['late'] },
  { on: 'inbox', anyOf: [5] },
  { on: 'channel', anyOf: ['Channel::Email'] },
  { on: 'team', anyOf: [4] },
  { on: 'priority', anyOf: ['urgent'] },
  { on: 'unassigned' },
  { on: 'status', anyOf: ['open', 'pending'] },
  { on: 'waiting', whom: 'customer', atLeastHours: 48 },
  { on: 'business_hours', isOpen: false },
  { on: 'status', anyOf: ['open'] },
  { on: 'waiting', whom: 'shop', atLeastHours: 4 },
  { on: 'order', isKnown: false },
  { on: 'fulfilment', anyOf: ['in_transit', 'delivered'] },
  { on: 'payment', anyOf: ['paid'] },
  { on: 'tracking', isKnown: true },
  { on: 'label_shop', isKnown: false },
  { on: 'answered', name: 'size', isKnown: true },
  { on: 'input', name: 'size', anyOf: ['Small, or so', 'Large'] },
]
const branch = (conditions: MacroCondition[], then: MacroStep[]): MacroStep => ({ do: 'if', match: 'any', conditions, then, otherwise: [{ do: 'stop' }] })
const STEPS: MacroStep[] = [
  { do: 'send_message', texts: { en: 'Hi {{customer.name}}', fr: 'Bonjour' } },
  { do: 'add_note', text: 'Seen' },
  { do: 'notify_supervisors', text: 'Look' },
  { do: 'notify', by: 'slack', text: 'Look at {{order.name}}' },
  { do: 'notify', by: 'mail', text: 'Look' },
  { do: 'call_webhook', webhook: 'ERP', withContact: true, values: ['order.name', 'inputs.why'] },
  { do: 'call_webhook', webhook: 'CRM', withContact: false, values: [] },
  { do: 'add_labels', labels: ['late', 'vip'] },
  { do: 'set_priority', priority: 'urgent' },
  { do: 'assign_team', teamId: 4 },
  { do: 'assign_team', teamId: null },
  { do: 'assign_me' },
  { do: 'set_status', status: 'snoozed', snoozeHours: 48 },
  { do: 'set_status', status: 'snoozed', snoozeHours: null },
  { do: 'set_status', status: 'resolved', snoozeHours: null },
  { do: 'ask_approval', neededRole: 'admin', dueMinutes: 90, text: 'May I?' },
  { do: 'order_action', action: { do: 'hold', because: 'other', note: '' }, from: { because: { input: 'why' } }, each: { isBack: true }, reason: 'Because' },
  { do: 'wait', minutes: 2_880 },
  branch(CONDITIONS.slice(0, 10), [branch(CONDITIONS.slice(10, 20), [branch(CONDITIONS.slice(20), [])])]),
  { do: 'stop' },
]
const MACRO = MacroDefinition.parse(macroOf(STEPS, {
  name: 'All there is',
  description: 'Everything once',
  suggestedFor: ['order_status'],
  inputs: [
    { type: 'text', name: 'why', label: 'Why', isRequired: true },
    { type: 'number', name: 'days', label: 'Days', isRequired: false, min: 0, max: 30 },
    { type: 'number', name: 'any', label: 'Any', isRequired: false },
    { type: 'date', name: 'until', label: 'Until', isRequired: true },
    { type: 'choice', name: 'size', label: 'Size', isRequired: true, options: ['Small, or so', 'Large'] },
  ],
}))

describe('a macro that is edited', () => {
  it('means what it said before, whatever it says', () => {
    expect(new Set(STEPS.map(step => step.do))).toEqual(new Set([...MacroAct.options.map(option => option.shape.do.value), 'if']))
    expect(new Set(CONDITIONS.map(({ on }) => on))).toEqual(new Set(MacroCondition.options.map(option => option.shape.on.value)))
    expect(checkMacro(draftOf(MACRO))).toEqual({ ok: true, definition: MACRO })
  })

  it.each(LANGUAGES)('may be any that ships, in %s, and names nothing that nobody knows', (language) => {
    for (const { definition } of shippedMacros(language, null)) {
      const draft = draftOf(definition)
      expect(checkMacro(draft)).toEqual({ ok: true, definition })
      expect(flatten(draft.steps).flatMap(step => unknownNames(textsOf(step), draft))).toEqual([])
    }
  })

  it('says what is wrong where it is', () => {
    const draft = newMacro()
    const branch = { ...emptyStep('if'), conditions: [], then: [emptyStep('add_note')] }
    draft.steps.push(branch)
    draft.inputs.push({ ...emptyInput(), name: '1st', label: 'First' }, { ...emptyInput(), name: 'x', label: '' })
    const checked = checkMacro(draft)
    if (checked.ok) throw new Error('an empty macro was taken')
    expect(checked.errors).toMatchObject({
      name: 'builder.error.name',
      inputs: ['builder.error.input_name', 'builder.error.input'],
      whole: 'builder.error.fields',
    })
    expect(checked.errors.steps).toEqual({
      [draft.steps[0]?.key ?? '']: 'builder.error.step',
      [branch.key]: 'builder.error.no_condition',
      [branch.then[0]?.key ?? '']: 'builder.error.step',
    })
  })

  it.each<[string, MacroStep[], string]>([
    ['without steps', [], 'builder.error.no_step'],
    ['of 41 steps', Array.from({ length: 41 }, () => ({ do: 'stop' })), 'builder.error.overfull'],
    ['of more than 100 kB', Array.from({ length: 30 }, () => ({ do: 'send_message', texts: { en: 'é'.repeat(3_000) } })), 'builder.error.too_long'],
  ])('%s is not saved', (_, steps, whole) => {
    expect(checkMacro(draftOf(macroOf(steps)))).toMatchObject({ ok: false, errors: { whole } })
  })

  it('keeps what another kind of step asked for', () => {
    const [step] = draftOf(MACRO).steps
    if (!step) throw new Error('no step')
    step.do = 'add_note'
    step.do = 'send_message'
    expect(step.texts).toEqual({ en: 'Hi {{customer.name}}', es: '', fr: 'Bonjour' })
  })
})

describe('names and lines', () => {
  it('make a name of a question, and choices of lines', () => {
    expect(nameFrom('¿Número de serie?')).toBe('numero_de_serie')
    expect(nameFrom('2nd address')).toBe('nd_address')
    expect(nameFrom('漢字')).toBe('')
    expect(linesOf(' S \n\nL\nS')).toEqual(['S', 'L'])
  })
})
