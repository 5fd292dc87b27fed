import type { Rule } from '../contracts/rule.ts'
import type { RuleFacts } from './facts.ts'

export function factsOf(over: Partial<RuleFacts> = {}): RuleFacts {
  return {
    category: 'order_status',
    isCategoryDecided: false,
    language: 'en',
    mood: 'neutral',
    isFrustrated: false,
    tierId: 1,
    customerTags: [],
    lifetimeValueMinor: 0,
    labels: [],
    inboxId: 1,
    channel: 'Channel::Email',
    teamId: null,
    priority: null,
    assigneeId: null,
    isOpenHours: true,
    contactName: 'Maya Brown',
    status: 'open',
    spokeLast: { by: 'customer', agoMs: 0 },
    judgesOff: [],
    ...over,
  }
}

export function ruleOf(over: Partial<Rule> = {}): Rule {
  return {
    id: 1,
    position: 1,
    enabledAt: 0,
    name: 'A rule',
    event: { on: 'message_received' },
    match: 'all',
    conditions: [],
    actions: [{ do: 'set_priority', priority: 'urgent' }],
    stops: false,
    ...over,
  }
}
