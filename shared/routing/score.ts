import type { RoutingPolicy, RoutingWeights } from '../contracts/routing.ts'
import type { RoutableAgent, RoutedConversation, Service } from './facts.ts'
import type { Needs } from './needs.ts'
import { SKILL_LEVELS } from '../contracts/routing.ts'

const TOP_LEVEL = SKILL_LEVELS.length
// Somebody who served a customer, but not last, knows them less well.
const EARLIER_SHARE = 0.6
const UNKNOWN_RESPONSE = 0.5

/** How well each of these people suits the conversation, from 0 to 1; `needs` are the unrelaxed ones. */
export function scoreAgents(
  agents: RoutableAgent[],
  { conversation, needs, history, policy, onDuty }: {
    conversation: RoutedConversation
    needs: Needs
    history: Service[]
    policy: RoutingPolicy
    /** Those of the inbox who are: what few of them can is worth keeping free. */
    onDuty: RoutableAgent[]
  },
): Map<number, number> {
  const weights = weightsFor(conversation, policy)
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0)
  const last = history.toSorted((a, b) => b.lastAt - a.lastAt)[0]
  const fastest = Math.min(...agents.map(({ typicalResponseSeconds }) => typicalResponseSeconds ?? Infinity))

  return new Map(agents.map((agent) => {
    const shares: RoutingWeights = {
      skill: skillShare(agent, needs),
      language: needs.language === null || agent.languages.includes(needs.language) ? 1 : 0,
      continuity: continuityShare(history.find(({ agentId }) => agentId === agent.agentId), last?.agentId === agent.agentId),
      response: responseShare(agent.typicalResponseSeconds, fastest),
      load: agent.capacity > 0 ? Math.max(0, 1 - agent.load / agent.capacity) : 0,
      spare: 1 - idleRarity(agent, needs, onDuty),
    }
    const sum = weights.skill * shares.skill + weights.language * shares.language + weights.continuity * shares.continuity
      + weights.response * shares.response + weights.load * shares.load + weights.spare * shares.spare
    return [agent.agentId, total > 0 ? sum / total : 0]
  }))
}

// Who is worth most to the shop is worth the person who knows the matter, and them, best.
function weightsFor({ isVip }: RoutedConversation, { weights }: RoutingPolicy): RoutingWeights {
  return isVip ? { ...weights, skill: weights.skill * 2, continuity: weights.continuity * 2, spare: 0 } : weights
}

function skillShare({ skills }: RoutableAgent, needs: Needs): number {
  const asked = Object.keys(needs.skills)
  if (asked.length === 0) return 1
  return asked.reduce((sum, skill) => sum + (skills[skill] ?? 0), 0) / (asked.length * TOP_LEVEL)
}

function continuityShare(service: Service | undefined, isLast: boolean): number {
  if (!service || service.times === 0) return 0
  return (1 - 0.5 ** service.times) * (isLast ? 1 : EARLIER_SHARE)
}

function responseShare(seconds: number | null, fastest: number): number {
  if (seconds === null || !Number.isFinite(fastest)) return UNKNOWN_RESPONSE
  return seconds <= 0 ? 1 : fastest / seconds
}

/** How rare, among those on duty, the rarest thing is that this person can and the conversation does not need: 0 common, near 1 unique. */
function idleRarity(agent: RoutableAgent, needs: Needs, colleagues: RoutableAgent[]): number {
  const shareWith = (can: (other: RoutableAgent) => boolean) => colleagues.filter(can).length / Math.max(1, colleagues.length)
  const languages = agent.languages
    .filter(language => language !== needs.language)
    .map(language => shareWith(other => other.languages.includes(language)))
  const skills = Object.keys(agent.skills)
    .filter(skill => !(skill in needs.skills))
    .map(skill => shareWith(other => (other.skills[skill] ?? 0) >= (agent.skills[skill] ?? 0)))
  return 1 - Math.min(1, ...languages, ...skills)
}
