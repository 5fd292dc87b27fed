import type { AssignmentCause } from '../../../shared/contracts/routing.ts'
import type { RoutableAgent } from '../../../shared/routing/facts.ts'
import type { RoutingDesk } from './routing-desk.ts'
import type { FactsRow } from './routing-rows.ts'
import { z } from 'zod'
import { RoutingDecision } from '../../../shared/contracts/routing.ts'
import { decide } from '../../../shared/routing/decide.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { refreshLoads } from './routing-desk.ts'
import { isGone, toConversation } from './routing-rows.ts'

const ClaimAnswer = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('claimed'), id: z.number(), userId: z.number() }),
  z.object({ outcome: z.literal('full'), load: z.coerce.number() }),
  z.object({ outcome: z.literal('gone') }),
  z.object({ outcome: z.literal('taken') }),
])

/** A slot that is held for a conversation until Chatwoot was told. */
export interface Claim {
  id: number
  conversationId: number
  /** Null where nobody remembers it. */
  inboxId: number | null
  agentId: number
  userId: number
  /** Who had it and left; only from them may it be taken. */
  replacesUserId: number | null
  because: AssignmentCause
}

/** Whether this conversation looks for a person: open, ours to answer, where routing is on, with nobody or with somebody who is gone. */
export function isLooking(facts: FactsRow, desk: RoutingDesk): boolean {
  if (facts.status !== 'open' || !facts.is_enabled || facts.auto_assignment || facts.waiting_since === null) return false
  if (facts.assignee_id === null) return true
  const holder = desk.rows.find(row => row.chatwoot_user_id === facts.assignee_id)
  // A bot, or somebody whom Chatwoot has and the sync has not: left alone.
  if (!holder) return false
  const isOurs = facts.given_user_id === facts.assignee_id
  return holder.is_removed || (isOurs && isGone(holder, desk.policy.offlineMinutes, desk.work.now()))
}

/**
 * Decides and holds a slot; null when nobody fits, which is noted unless the same is `noted` already, or when somebody else is
 * at it. A person who turned out to be full or gone is left out and the rest are looked at again.
 */
export async function place(facts: FactsRow, because: AssignmentCause, desk: RoutingDesk, noted: unknown = null): Promise<Claim | null> {
  const { accountId, work, policy } = desk
  const now = work.now()
  const conversation = toConversation(facts, desk.vipTags, now)
  const agents = candidatesFor(facts, desk)
  const ids = { p_account_id: accountId, p_conversation_id: facts.conversation_id }

  for (let attempt = 0; attempt <= agents.length; attempt++) {
    const decision = decide({ conversation, agents, history: facts.services, policy, seed: facts.conversation_id }, now)
    const intent = { ...ids, p_because: because, p_decision: decision, p_policy_version: desk.policyVersion, p_now: timestamp(now) }
    if (decision.outcome === 'nobody') {
      if (!saysTheSame(noted, decision)) await callRpc(work.admin, 'keep_waiting', { ...intent, p_relaxes_at: timestamp(decision.relaxesAt) }, z.unknown())
      return null
    }
    const args = { ...intent, p_agent_id: decision.agentId, p_replaces_user_id: facts.assignee_id }
    const answer = await callRpc(work.admin, 'claim_assignment', args, ClaimAnswer)
    if (answer.outcome === 'taken') return null
    const agent = agents.find(({ agentId }) => agentId === decision.agentId)
    if (!agent) return null
    if (answer.outcome === 'claimed') {
      agent.load += 1
      const { conversation_id: conversationId, inbox_id: inboxId, assignee_id: replacesUserId } = facts
      return { id: answer.id, conversationId, inboxId, agentId: agent.agentId, userId: answer.userId, replacesUserId, because }
    }
    if (answer.outcome === 'full') {
      await refreshLoads(desk)
      agent.load = Math.max(answer.load, agent.capacity)
    }
    else {
      agent.isRouted = false
    }
  }
  return null
}

/** Whoever gave it back, or from whom a person took it, does not get it again. */
function candidatesFor({ assignee_id, given_user_id }: FactsRow, { agents, rows }: RoutingDesk): RoutableAgent[] {
  const former = rows.find(row => assignee_id === null && row.chatwoot_user_id === given_user_id && !row.is_removed)
  return former ? agents.filter(({ agentId }) => agentId !== former.agent_id) : agents
}

function saysTheSame(noted: unknown, decision: RoutingDecision): boolean {
  const known = RoutingDecision.safeParse(noted)
  return known.success && JSON.stringify(known.data) === JSON.stringify(decision)
}
