import type { RoutingDecision, RoutingObstacle, RoutingPolicy } from '../contracts/routing.ts'
import type { RoutableAgent, RoutedConversation, Service } from './facts.ts'
import type { Needs } from './needs.ts'
import { obstacleOf } from './filter.ts'
import { needsOf, relaxationSteps, relaxNeeds } from './needs.ts'
import { seededShare } from './random.ts'
import { reasonsFor } from './reasons.ts'
import { scoreAgents } from './score.ts'

export const ROUTING_VERSION = 'routing-1'

// Two whose scores lie closer than this suit about equally; then the load decides.
const RIVAL_MARGIN = 0.12
const SHOWN_CANDIDATES = 5

export interface RoutingQuestion {
  conversation: RoutedConversation
  agents: RoutableAgent[]
  history: Service[]
  policy: RoutingPolicy
  /** Settles what is otherwise equal; the conversation's id will do. */
  seed: number
}

/**
 * Who gets this conversation at `now` (epoch ms), and why; or that nobody can, why not, and when less will be asked.
 * Of the two who suit best, the one with the lighter load gets it: loads are always a little old, and of two that look
 * alike the lighter is rarely the wrong one (power of two choices; Mitzenmacher 2001).
 */
export function decide({ conversation, agents, history, policy, seed }: RoutingQuestion, now: number): RoutingDecision {
  const colleagues = agents.filter(agent => agent.isRouted && agent.inboxIds.includes(conversation.inboxId))
  const needs = needsOf(conversation, policy, colleagues)
  const waitedMs = now - conversation.waitingSince
  const relaxed = relaxNeeds(needs, waitedMs, policy)
  const eligible = agents.filter(agent => obstacleOf(agent, conversation, relaxed, policy) === null)
  if (eligible.length === 0) return nobody({ conversation, agents, policy, needs, relaxed, waitedMs })

  const onDuty = colleagues.filter(({ isOnDuty }) => isOnDuty)
  const scores = scoreAgents(eligible, { conversation, needs, history, policy, onDuty })
  const scoreOf = ({ agentId }: RoutableAgent) => scores.get(agentId) ?? 0
  const ranked = eligible.toSorted((a, b) => scoreOf(b) - scoreOf(a) || seededShare(seed, a.agentId) - seededShare(seed, b.agentId))
  const [best, rival] = ranked
  if (!best) return nobody({ conversation, agents, policy, needs, relaxed, waitedMs })
  const isClose = rival !== undefined && scoreOf(best) - scoreOf(rival) <= RIVAL_MARGIN
  const chosen = isClose && shareOf(rival) < shareOf(best) ? rival : best
  const passed = isClose ? (chosen === best ? rival : best) : null

  return {
    outcome: 'chosen',
    version: ROUTING_VERSION,
    agentId: chosen.agentId,
    name: chosen.name,
    reasons: reasonsFor(chosen, { conversation, needs, history, passed, isOnly: eligible.length === 1 }),
    candidates: ranked.slice(0, SHOWN_CANDIDATES).map((agent) => {
      const { agentId, name, load, capacity } = agent
      return { agentId, name, score: Math.round(scoreOf(agent) * 1000) / 1000, load, capacity }
    }),
  }
}

function shareOf({ load, capacity }: RoutableAgent): number {
  return capacity > 0 ? load / capacity : 1
}

interface Missing {
  conversation: RoutedConversation
  agents: RoutableAgent[]
  policy: RoutingPolicy
  needs: Needs
  relaxed: Needs
  waitedMs: number
}

function nobody({ conversation, agents, policy, needs, relaxed, waitedMs }: Missing): RoutingDecision {
  const counts = new Map<RoutingObstacle, number>()
  for (const agent of agents) {
    const obstacle = obstacleOf(agent, conversation, relaxed, policy)
    if (obstacle) counts.set(obstacle, (counts.get(obstacle) ?? 0) + 1)
  }
  const step = relaxationSteps(needs, policy).find(at => at > waitedMs
    && agents.some(agent => obstacleOf(agent, conversation, relaxNeeds(needs, at, policy), policy) === null))
  return {
    outcome: 'nobody',
    version: ROUTING_VERSION,
    obstacles: [...counts].map(([obstacle, people]) => ({ obstacle, people })).sort((a, b) => b.people - a.people),
    relaxesAt: step === undefined ? null : conversation.waitingSince + step,
  }
}
