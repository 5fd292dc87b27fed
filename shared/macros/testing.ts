import type { MacroDefinition, MacroStep } from '../contracts/macro.ts'
import type { MacroFacts } from './facts.ts'
import { factsOf } from '../rules/testing.ts'

type Conversation = MacroFacts['conversation']

export function macroFactsOf({ conversation, ...over }: Partial<Omit<MacroFacts, 'conversation'>> & { conversation?: Partial<Conversation> } = {}): MacroFacts {
  return {
    conversation: { ...factsOf(), status: 'open', canReply: true, ...conversation },
    values: [
      { id: 'customer.name', kind: 'customer', label: 'Customer', value: 'Maya', source: { kind: 'conversation' } },
      { id: 'order.name', kind: 'order', label: 'Order', value: '#1042', source: { kind: 'order', orderId: 'gid://shopify/Order/1' } },
    ],
    order: null,
    hasTracking: false,
    language: 'en',
    ownLanguage: 'en',
    me: { name: 'Ada', userId: 1 },
    supervisors: [{ userId: 9, name: 'Sam Boss' }],
    answers: {},
    ...over,
  }
}

export function macroOf(steps: MacroStep[], over: Partial<MacroDefinition> = {}): MacroDefinition {
  return { name: 'A macro', description: '', suggestedFor: [], inputs: [], steps, ...over }
}
