import type { RoutingObstacle, RoutingPolicy } from '../contracts/routing.ts'
import type { RoutableAgent, RoutedConversation } from './facts.ts'
import type { Needs } from './needs.ts'

// A conversation that arrives is ours to answer, so it weighs a whole slot.
const ARRIVAL_WEIGHT = 1

/** The first thing that keeps this person from the conversation, or null when nothing does. */
export function obstacleOf(
  agent: RoutableAgent,
  conversation: RoutedConversation,
  needs: Needs,
  policy: RoutingPolicy,
): RoutingObstacle | null {
  if (!agent.isRouted) return 'not_routed'
  if (!agent.inboxIds.includes(conversation.inboxId)) return 'not_in_inbox'
  if (needs.teamId !== null && !agent.teamIds.includes(needs.teamId)) return 'not_in_team'
  if (!agent.isOnDuty) return 'off_duty'
  if (needs.language !== null && !agent.languages.includes(needs.language)) return 'language'
  if (Object.entries(needs.skills).some(([skill, level]) => (agent.skills[skill] ?? 0) < level)) return 'skill'
  return agent.load + ARRIVAL_WEIGHT > slotsOf(agent, conversation.isVip, policy) ? 'full' : null
}

/** How much this person may hold when the conversation is theirs; some slots are kept for VIPs, never all of them. */
function slotsOf({ capacity }: RoutableAgent, isVip: boolean, { vipReserve }: RoutingPolicy): number {
  return isVip ? capacity : Math.max(Math.min(1, capacity), capacity - vipReserve)
}
