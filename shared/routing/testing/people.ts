import type { RoutableAgent, RoutedConversation } from '../facts.ts'

export function agent(over: Partial<RoutableAgent> & { agentId: number }): RoutableAgent {
  return {
    name: `Agent ${over.agentId}`,
    isRouted: true,
    isOnDuty: true,
    skills: {},
    languages: ['en'],
    teamIds: [],
    inboxIds: [1],
    capacity: 8,
    load: 0,
    typicalResponseSeconds: null,
    ...over,
  }
}

export function conversation(over: Partial<RoutedConversation> = {}): RoutedConversation {
  return {
    conversationId: 1,
    contactId: 1,
    inboxId: 1,
    teamId: null,
    category: null,
    categoryConfidence: 0,
    language: 'en',
    isVip: false,
    labels: [],
    waitingSince: 0,
    ...over,
  }
}
