import type { Job, Work } from './jobs.ts'
import type { RoutingDesk } from './routing-desk.ts'
import type { Claim } from './routing-place.ts'
import type { FactsRow } from './routing-rows.ts'
import { z } from 'zod'
import { AssignmentCause } from '../../../shared/contracts/routing.ts'
import { ProblemError } from './app.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { CommonFailure, enqueueJob } from './jobs.ts'
import { openDesk, readFacts } from './routing-desk.ts'
import { isLooking, place, placeTogether } from './routing-place.ts'
import { resolveClaim, sendClaim } from './routing-send.ts'

// Chatwoot gives a request up after 15 s; before that, what stands there is not final.
export const SETTLES_MS = 20_000
// Chatwoot sends no event about people or inboxes, so what is known of them is asked for again when it is older than this.
const FRESH_MS = 15_000
const AT_ONCE = 12

// A promise that turned yellow asks in its own words.
const Cause = z.preprocess(said => said === 'sla_yellow' ? 'promise' : said, AssignmentCause.catch('asked'))
const Asked = z.object({ conversationId: z.number(), because: Cause })
const OpenClaim = z.object({
  id: z.number(),
  conversation_id: z.number(),
  agent_id: z.number().nullable(),
  chatwoot_user_id: z.number(),
  replaces_user_id: z.number().nullable(),
  because: AssignmentCause.catch('asked'),
  created_at: z.string(),
})

/** Finds people for these conversations, one decision after the other, and tells Chatwoot of several at once. */
export async function assignConversations(accountId: number, jobs: Job[], work: Work): Promise<void> {
  const asked = new Map(jobs.map(job => Asked.parse(job.payload)).map(one => [one.conversationId, one.because]))
  const ids = [...asked.keys()]
  const desk = await openDesk(accountId, work, FRESH_MS).catch(putBack)
  if (!desk) return
  const isOpen = await resolveClaims(ids, desk)
  const sends = createSends(desk)
  const looking = [...(await readFacts(desk, ids)).values()].filter(row => isLooking(row, desk))
  for (let from = 0; from < looking.length; from += AT_ONCE) {
    const wanted = looking.slice(from, from + AT_ONCE).map(facts => (
      { facts, because: facts.assignee_id === null ? asked.get(facts.conversation_id) ?? 'asked' : 'left' as const }
    ))
    const claims = await placeTogether(wanted, desk)
    for (const [index, { facts }] of wanted.entries()) {
      const claim = claims[index]
      if (claim) await sends.add(claim, facts)
    }
  }
  const undone = await sends.finish()
  // The job comes back later; whoever was served by then is not looking any more.
  if (isOpen || undone.length > 0) putBack(new ProblemError('chatwoot_unreachable'))
}

function putBack(cause: unknown): never {
  throw new CommonFailure('Chatwoot did not answer', { cause })
}

/** Sends claims, a few at a time; who turns out to be gone is left out and somebody else is looked for. */
export function createSends(desk: RoutingDesk) {
  const running = new Set<Promise<void>>()
  const undone: Claim[] = []

  async function send(claim: Claim, row: FactsRow): Promise<void> {
    const outcome = await sendClaim(claim, desk)
    if (outcome === 'settled') return
    const agent = desk.agents.find(({ agentId }) => agentId === claim.agentId)
    if (agent) agent.load = Math.max(0, agent.load - 1)
    if (outcome === 'again') return void undone.push(claim)
    if (agent) agent.isRouted = false
    await enqueueJob(desk.work, desk.accountId, 'sync_people', {}, 'sync_people')
    const next = await place(row, claim.because, desk)
    if (next) await send(next, row)
  }

  return {
    async add(claim: Claim, row: FactsRow): Promise<void> {
      const sending = send(claim, row).finally(() => running.delete(sending))
      running.add(sending)
      if (running.size >= AT_ONCE) await Promise.race(running)
    },
    /** Waits for all and returns those that are to be tried again. */
    async finish(): Promise<Claim[]> {
      await Promise.all(running)
      return undone
    },
  }
}

/** Looks after claims that a crash or a lost answer left open, of these conversations or of all; true while some are. */
export async function resolveClaims(ids: number[] | 'all', desk: RoutingDesk): Promise<boolean> {
  const { accountId, work } = desk
  const open = await callRpc(work.admin, 'open_claims', {
    p_account_id: accountId,
    p_conversation_ids: ids === 'all' ? null : ids,
    p_before: timestamp(ids === 'all' ? work.now() - SETTLES_MS : work.now()),
  }, z.array(OpenClaim))
  let isOpen = false
  for (const row of open) {
    const claim: Claim = {
      id: row.id,
      conversationId: row.conversation_id,
      inboxId: null,
      agentId: row.agent_id ?? 0,
      userId: row.chatwoot_user_id,
      replacesUserId: row.replaces_user_id,
      because: row.because,
    }
    const isOld = work.now() - Date.parse(row.created_at) >= SETTLES_MS
    isOpen = await resolveClaim(claim, isOld, desk) === 'again' || isOpen
  }
  return isOpen
}
