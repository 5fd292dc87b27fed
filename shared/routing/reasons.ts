import type { RoutingReason } from '../contracts/routing.ts'
import type { RoutableAgent, RoutedConversation, Service } from './facts.ts'
import type { Needs } from './needs.ts'

interface Circumstances {
  conversation: RoutedConversation
  needs: Needs
  history: Service[]
  /** Who suited about as well and had more to do. */
  passed: RoutableAgent | null
  isOnly: boolean
}

/** Why this person: what they bring, what was waived after waiting, and their load as it stood before. */
export function reasonsFor(agent: RoutableAgent, { conversation, needs, history, passed, isOnly }: Circumstances): RoutingReason[] {
  const skills = Object.entries(needs.skills).map(([skill, needed]): RoutingReason => {
    const level = agent.skills[skill] ?? 0
    return { kind: level < needed ? 'skill_relaxed' : 'skill', skill, level, needed }
  })
  const { language } = needs
  const speaks: RoutingReason[] = language === null
    ? []
    : [{ kind: agent.languages.includes(language) ? 'language' : 'language_relaxed', language }]
  const service = history.find(({ agentId, times }) => agentId === agent.agentId && times > 0)

  return [
    ...(conversation.isVip ? [{ kind: 'vip' } as const] : []),
    ...skills,
    ...speaks,
    ...(service ? [{ kind: 'continuity', times: service.times } as const] : []),
    ...(agent.typicalResponseSeconds === null ? [] : [{ kind: 'response', seconds: Math.round(agent.typicalResponseSeconds) } as const]),
    ...(isOnly ? [{ kind: 'alone' } as const] : []),
    ...(passed && passed.load / passed.capacity > agent.load / agent.capacity ? [{ kind: 'lighter', than: passed.name } as const] : []),
    { kind: 'load', load: Math.round(agent.load * 100) / 100, capacity: agent.capacity },
  ]
}
