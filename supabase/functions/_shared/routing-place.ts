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
  for (let attempt = 0; attempt <= desk.agents.length; attempt++) {
    const intent = await decideOrWait(facts, because, desk, noted)
    if (!intent) return null
    const { agent } = intent
    const answer = await callRpc(desk.work.admin, 'claim_assignment', {
      p_account_id: desk.accountId,
      p_conversation_id: intent.conversation_id,
      p_agent_id: agent.agentId,
      p_because: because,
      p_decision: intent.decision,
      p_policy_version: desk.policyVersion,
      p_replaces_user_id: intent.replaces_user_id,
      p_now: timestamp(desk.work.now()),
    }, ClaimAnswer)
    if (answer.outcome === 'taken') return null
    if (answer.outcome === 'claimed') {
      agent.load += 1
      return claimOf(intent, answer, facts)
    }
    await leaveOut(agent, answer, desk)
  }
  return null
}

/**
 * Decides for several, one after the other, and holds their slots in one transaction. Each decision counts the slots of those before
 * it; whoever was refused one is looked at again on their own, as `place` does.
 */
export async function placeTogether(wanted: { facts: FactsRow, because: AssignmentCause }[], desk: RoutingDesk): Promise<(Claim | null)[]> {
  const intents: (Intent | null)[] = []
  for (const { facts, because } of wanted) {
    const intent = await decideOrWait(facts, because, desk)
    if (intent) intent.agent.load += 1
    intents.push(intent)
  }
  const asked = intents.filter(intent => intent !== null)
  if (asked.length === 0) return intents.map(() => null)
  const answers = await callRpc(desk.work.admin, 'claim_assignments', {
    p_account_id: desk.accountId,
    p_claims: asked.map(({ agent, ...claim }) => ({ ...claim, agent_id: agent.agentId })),
    p_policy_version: desk.policyVersion,
    p_now: timestamp(desk.work.now()),
  }, z.array(ClaimAnswer).length(asked.length))

  // What is not held is not counted, before anybody is looked for again.
  for (const [index, { agent }] of asked.entries()) {
    if (answers[index]?.outcome !== 'claimed') agent.load -= 1
  }

  const claims: (Claim | null)[] = []
  for (const [index, { facts, because }] of wanted.entries()) {
    const intent = intents[index]
    const answer = intent && answers[asked.indexOf(intent)]
    if (!intent || !answer || answer.outcome === 'taken') {
      claims.push(null)
      continue
    }
    if (answer.outcome === 'claimed') {
      claims.push(claimOf(intent, answer, facts))
      continue
    }
    await leaveOut(intent.agent, answer, desk)
    claims.push(await place(facts, because, desk))
  }
  return claims
}

interface Intent {
  conversation_id: number
  because: AssignmentCause
  decision: RoutingDecision
  replaces_user_id: number | null
  agent: RoutableAgent
}

/** Who should have it; null when nobody can, which is noted. */
async function decideOrWait(facts: FactsRow, because: AssignmentCause, desk: RoutingDesk, noted: unknown = null): Promise<Intent | null> {
  const { accountId, work, policy, policyVersion } = desk
  const now = work.now()
  const agents = candidatesFor(facts, desk)
  const conversation = toConversation(facts, desk.vipTags, now)
  const decision = decide({ conversation, agents, history: facts.services, policy, seed: facts.conversation_id }, now)
  if (decision.outcome === 'nobody') {
    if (!saysTheSame(noted, decision)) {
      await callRpc(work.admin, 'keep_waiting', {
        p_account_id: accountId,
        p_conversation_id: facts.conversation_id,
        p_because: because,
        p_decision: decision,
        p_policy_version: policyVersion,
        p_now: timestamp(now),
        p_relaxes_at: timestamp(decision.relaxesAt),
      }, z.unknown())
    }
    return null
  }
  const agent = agents.find(({ agentId }) => agentId === decision.agentId)
  return agent ? { conversation_id: facts.conversation_id, because, decision, replaces_user_id: facts.assignee_id, agent } : null
}

function claimOf({ agent, because }: Intent, { id, userId }: { id: number, userId: number }, facts: FactsRow): Claim {
  const { conversation_id: conversationId, inbox_id: inboxId, assignee_id: replacesUserId } = facts
  return { id, conversationId, inboxId, agentId: agent.agentId, userId, replacesUserId, because }
}

/** Somebody who is full by now, or gone, is not chosen again from this desk. */
async function leaveOut(agent: RoutableAgent, answer: { outcome: 'full', load: number } | { outcome: 'gone' }, desk: RoutingDesk): Promise<void> {
  if (answer.outcome === 'gone') {
    agent.isRouted = false
    return
  }
  await refreshLoads(desk)
  agent.load = Math.max(answer.load, agent.capacity)
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
