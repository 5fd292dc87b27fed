import type { ForeignMacro } from './from-chatwoot.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChatwootMacro } from '../contracts/macro-import.ts'
import { fromChatwoot } from './from-chatwoot.ts'

const TEAMS = new Set([7])
function macroOf(...actions: [string, ...unknown[]][]): ForeignMacro {
  return { id: 3, name: 'Close politely', isPersonal: false, actions: actions.map(([name, ...params]) => ({ name, params })) }
}
const stepsOf = (...actions: [string, ...unknown[]][]) => fromChatwoot(macroOf(...actions), 'fr', TEAMS)

describe('a macro of Chatwoot\'s', () => {
  it('comes along step by step, texts in the account\'s language', () => {
    const { definition, losses } = stepsOf(
      ['send_message', 'Bonjour {{contact.name}}, ici {{ agent.name }}'],
      ['add_private_note', 'Checked'],
      ['add_label', 'vip', 'late'],
      ['assign_team', 7],
      ['assign_agent', 'self'],
      ['change_priority', 'urgent'],
      ['change_status', 'pending'],
      ['snooze_conversation'],
      ['resolve_conversation'],
    )
    expect(losses).toEqual([])
    expect(definition).toMatchObject({ name: 'Close politely', steps: [
      { do: 'send_message', texts: { fr: 'Bonjour {{customer.name}}, ici {{agent.name}}' } },
      { do: 'add_note', text: 'Checked' },
      { do: 'add_labels', labels: ['vip', 'late'] },
      { do: 'assign_team', teamId: 7 },
      { do: 'assign_me' },
      { do: 'set_priority', priority: 'urgent' },
      { do: 'set_status', status: 'pending', snoozeHours: null },
      { do: 'set_status', status: 'snoozed', snoozeHours: null },
      { do: 'set_status', status: 'resolved', snoozeHours: null },
    ] })
  })

  it.each<[string, [string, ...unknown[]], unknown]>([
    ['a step that Pitwall has not', ['mute_conversation'], { action: 'mute_conversation', because: 'action', value: null }],
    ['a colleague by number', ['assign_agent', 12], { action: 'assign_agent', because: 'value', value: '12' }],
    ['no priority', ['change_priority', 'nil'], { action: 'change_priority', because: 'value', value: 'nil' }],
    ['a label that is none', ['add_label', 'two words'], { action: 'add_label', because: 'value', value: 'two words' }],
    ['a message without words', ['send_message', ''], { action: 'send_message', because: 'value', value: null }],
  ])('says of %s that it does not come along', (_, action, loss) => {
    expect(stepsOf(action)).toMatchObject({ definition: null, losses: [loss] })
  })

  it('keeps a team that is gone as one that is still to be chosen', () => {
    const { definition, losses } = stepsOf(['assign_team', 99])
    expect(definition?.steps).toEqual([{ do: 'assign_team', teamId: null }])
    expect(losses).toEqual([{ action: 'assign_team', because: 'value', value: '99' }])
  })

  it('leaves a name nobody knows in its text, so that a run refuses and says which', () => {
    const { definition, losses } = stepsOf(['send_message', 'Hello {{ contact.first_name | upcase }} from {{inbox.name}} {{constructor}}'])
    expect(definition?.steps).toEqual([{ do: 'send_message', texts: { fr: 'Hello {{customer.name}} from {{inbox.name}} {{constructor}}' } }])
    expect(losses).toEqual([
      { action: 'send_message', because: 'filter', value: 'upcase' },
      { action: 'send_message', because: 'variable', value: 'inbox.name' },
      { action: 'send_message', because: 'variable', value: 'constructor' },
    ])
  })

  it('fills 40 steps and names what has no room', () => {
    const many = Array.from({ length: 42 }, (): [string] => ['resolve_conversation'])
    const { definition, losses } = stepsOf(...many)
    expect(definition?.steps).toHaveLength(40)
    expect(losses).toHaveLength(2)
  })

  it('loses no action without a word, whatever Chatwoot sends', () => {
    const action = fc.record({
      name: fc.oneof(fc.constantFrom('send_message', 'add_label', 'assign_team', 'change_status', 'assign_agent'), fc.string()),
      params: fc.array(fc.oneof(fc.string(), fc.integer(), fc.anything()), { minLength: 1, maxLength: 7 }),
    })
    fc.assert(fc.property(fc.array(action, { maxLength: 50 }), fc.string(), (actions, name) => {
      const taken = fromChatwoot({ id: 1, name, isPersonal: true, actions }, 'en', TEAMS)
      expect(ChatwootMacro.safeParse(taken).success).toBe(true)
      if (taken.definition) expect(taken.definition.steps.length + taken.losses.length).toBeGreaterThanOrEqual(actions.length)
    }))
  })
})
