import type { RoutingPolicy } from '../../../shared/contracts/routing.ts'
import type { RoutableAgent } from '../../../shared/routing/facts.ts'
import type { Chatwoot } from './chatwoot.ts'
import type { Work } from './jobs.ts'
import { z } from 'zod'
import { loadAccount } from './account.ts'
import { ProblemError } from './app.ts'
import { keepSurroundings, readMembers } from './chatwoot-around.ts'
import { createChatwoot } from './chatwoot.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { BoardRow, FactsRow, policyOf, toAgent } from './routing-rows.ts'

const Setup = z.object({
  policy: z.unknown(),
  version: z.number(),
  looked_around_at: z.string().nullable(),
  inbox_ids: z.array(z.number()),
})

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
}

/**
 * The desk of an account that routes, null of one that does not. What is known of who is there and older than `freshMs` is
 * asked for first; refuses with `chatwoot_unreachable` or `chatwoot_refused` when Chatwoot does not say.
 */
export async function openDesk(accountId: number, work: Work, freshMs: number): Promise<RoutingDesk | null> {
  const setup = await readSetup(accountId, work)
  if (setup.inbox_ids.length === 0) return null
  const lookedAt = setup.looked_around_at === null ? 0 : Date.parse(setup.looked_around_at)
  const isFresh = work.now() - lookedAt <= freshMs
  if (!isFresh) await lookAround(accountId, setup.inbox_ids, work)
  return setDesk(accountId, setup, work)
}

/** The desk as it is known, whether the account routes or not. */
export async function viewDesk(accountId: number, work: Work): Promise<RoutingDesk> {
  return setDesk(accountId, await readSetup(accountId, work), work)
}

async function setDesk(accountId: number, setup: z.infer<typeof Setup>, work: Work): Promise<RoutingDesk> {
  const { admin, now, fetch } = work
  const [account, rows] = await Promise.all([loadAccount(admin, accountId), readBoard(accountId, work)])
  return {
    accountId,
    work,
    chatwoot: createChatwoot({ ...account.chatwoot, fetch }),
    vipTags: account.vipTags,
    rows,
    agents: rows.map(row => toAgent(row, now())),
    policy: policyOf(setup.policy),
    policyVersion: setup.version,
  }
}

/** Counts everybody's load again, for what somebody else gave out meanwhile. */
export async function refreshLoads({ accountId, work, agents }: RoutingDesk): Promise<void> {
  const loads = new Map((await readBoard(accountId, work)).map(row => [row.agent_id, row.load]))
  for (const agent of agents) agent.load = loads.get(agent.agentId) ?? agent.load
}

/** What decides who gets these conversations, by id; those that are gone are missing. */
export async function readFacts({ accountId, work }: RoutingDesk, conversationIds: number[]): Promise<Map<number, FactsRow>> {
  const args = { p_account_id: accountId, p_conversation_ids: conversationIds }
  const rows = await callRpc(work.admin, 'routing_facts', args, z.array(FactsRow))
  return new Map(rows.map(row => [row.conversation_id, row]))
}

async function lookAround(accountId: number, inboxIds: number[], work: Work): Promise<void> {
  const readAt = work.now()
  const account = await loadAccount(work.admin, accountId)
  const chatwoot = createChatwoot({ ...account.chatwoot, fetch: work.fetch })
  const [agents, inboxes] = await Promise.all([chatwoot.agents(), chatwoot.inboxes()])
  await keepSurroundings(work.admin, accountId, agents, await readMembers(chatwoot, inboxes, new Set(inboxIds)), readAt)
}

async function readSetup(accountId: number, work: Work) {
  const [setup] = await callRpc(work.admin, 'routing_setup', { p_account_id: accountId }, z.array(Setup))
  if (!setup) throw new ProblemError('account_not_found')
  return setup
}

async function readBoard(accountId: number, work: Work): Promise<BoardRow[]> {
  return callRpc(work.admin, 'routing_board', { p_account_id: accountId, p_now: timestamp(work.now()) }, z.array(BoardRow))
}
