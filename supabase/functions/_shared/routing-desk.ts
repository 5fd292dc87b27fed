import type { RoutingPolicy } from '../../../shared/contracts/routing.ts'
import type { RoutableAgent } from '../../../shared/routing/facts.ts'
import type { Chatwoot } from './chatwoot.ts'
import type { Work } from './jobs.ts'
import type { FactsRow } from './routing-rows.ts'
import { z } from 'zod'
import { loadAccount } from './account.ts'
import { ProblemError } from './app.ts'
import { createChatwoot } from './chatwoot.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { BoardRow, FactsRow as Facts, policyOf, toAgent } from './routing-rows.ts'

const PolicyRow = z.object({ policy: z.unknown(), version: z.number() }).nullable()

/** An account's people and policy at one moment; loads are kept up while slots are given out. */
export interface RoutingDesk {
  accountId: number
  work: Work
  chatwoot: Chatwoot
  vipTags: string[]
  rows: BoardRow[]
  agents: RoutableAgent[]
  policy: RoutingPolicy
  policyVersion: number
  policyFor: (facts: Pick<FactsRow, 'inbox_policy'>) => RoutingPolicy
}

export async function openDesk(accountId: number, work: Work): Promise<RoutingDesk> {
  const { admin, now, fetch } = work
  const [account, rows, kept] = await Promise.all([
    loadAccount(admin, accountId),
    callRpc(admin, 'routing_board', { p_account_id: accountId, p_now: timestamp(now()) }, z.array(BoardRow)),
    admin.from('routing_policies').select('policy, version').eq('account_id', accountId).maybeSingle(),
  ])
  if (kept.error) throw new ProblemError('internal', { cause: kept.error })
  const stored = PolicyRow.parse(kept.data)
  return {
    accountId,
    work,
    chatwoot: createChatwoot({ ...account.chatwoot, fetch }),
    vipTags: account.vipTags,
    rows,
    agents: rows.map(row => toAgent(row, now())),
    policy: policyOf(null, stored?.policy),
    policyVersion: stored?.version ?? 0,
    policyFor: ({ inbox_policy }) => policyOf(inbox_policy, stored?.policy),
  }
}

/** Counts everybody's load again, for what somebody else gave out meanwhile. */
export async function refreshLoads({ accountId, work, agents }: RoutingDesk): Promise<void> {
  const rows = await callRpc(work.admin, 'routing_board', { p_account_id: accountId, p_now: timestamp(work.now()) }, z.array(BoardRow))
  const loads = new Map(rows.map(row => [row.agent_id, row.load]))
  for (const agent of agents) agent.load = loads.get(agent.agentId) ?? agent.load
}

/** What decides who gets these conversations, by id; those that are gone are missing. */
export async function readFacts({ accountId, work }: RoutingDesk, conversationIds: number[]): Promise<Map<number, FactsRow>> {
  const args = { p_account_id: accountId, p_conversation_ids: conversationIds }
  const rows = await callRpc(work.admin, 'routing_facts', args, z.array(Facts))
  return new Map(rows.map(row => [row.conversation_id, row]))
}
