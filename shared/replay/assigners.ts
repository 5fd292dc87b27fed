import type { ReplayArm } from '../contracts/replay.ts'
import type { Desk, Held } from './desk.ts'
import { decide } from '../routing/decide.ts'

/** Who gets a conversation; null with the moment (epoch ms) at which asking again may help, if waiting alone can. */
export type Assigner = (one: Held, now: number) => { agentId: number } | { agentId: null, relaxesAt: number | null }

export function assignerFor(arm: ReplayArm, desk: Desk): Assigner {
  return arm.assign === 'routing' ? routing(arm, desk) : roundRobin(desk)
}

/** The engine that runs live. */
function routing({ policy }: ReplayArm, desk: Desk): Assigner {
  return (one, now) => {
    const { facts } = one
    const question = { conversation: facts, agents: desk.everyone, history: desk.historyOf(one), policy, seed: facts.conversationId }
    const decision = decide(question, now)
    return decision.outcome === 'chosen' ? { agentId: decision.agentId } : { agentId: null, relaxesAt: decision.relaxesAt }
  }
}

/** Chatwoot's own way: the next online member of the inbox, whatever they hold already. */
function roundRobin(desk: Desk): Assigner {
  const lastOf = new Map<number, number>()
  return ({ facts: { inboxId } }) => {
    const members = desk.everyone.filter(person => person.isOnDuty && person.inboxIds.includes(inboxId))
    const last = lastOf.get(inboxId) ?? -Infinity
    members.sort((a, b) => a.agentId - b.agentId)
    const next = members.find(({ agentId }) => agentId > last) ?? members[0]
    if (!next) return { agentId: null, relaxesAt: null }
    lastOf.set(inboxId, next.agentId)
    return { agentId: next.agentId }
  }
}
