import type { Job, Work } from './jobs.ts'
import type { RoutingDesk } from './routing-desk.ts'
import type { Claim } from './routing-place.ts'
import type { FactsRow } from './routing-rows.ts'
import { z } from 'zod'
import { AssignmentCause } from '../../../shared/contracts/routing.ts'
import { hasRoom, sweepOrder } from '../../../shared/routing/sweep.ts'
import { ProblemError } from './app.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { enqueueJob } from './jobs.ts'
import { openDesk, readFacts } from './routing-desk.ts'
import { isLooking, place } from './routing-place.ts'
import { resolveClaim, sendClaim } from './routing-send.ts'

// Chatwoot gives a request up after 15 s; before that, what stands there is not final.
const SETTLES_MS = 20_000
const AT_ONCE = 6
const LEARN_EVERY_MS = 3_600_000

const Asked = z.object({ conversationId: z.number(), because: AssignmentCause.catch('asked') })
const Swept = z.object({ because: AssignmentCause.catch('capacity') })
const Waiting = z.array(z.object({ conversation_id: z.number(), is_noted: z.boolean() }))
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
  const desk = await openDesk(accountId, work)
  const isOpen = await resolveClaims([...asked.keys()], desk)
  const sends = createSends(desk)
  for (const [conversationId, row] of await readFacts(desk, [...asked.keys()])) {
    if (!isLooking(row, desk)) continue
    const cause = row.assignee_id === null ? asked.get(conversationId) ?? 'asked' : 'left'
    const claim = await place(row, cause, desk)
    if (claim) await sends.add(claim, row)
  }
  const undone = await sends.finish()
  // The job comes back later; whoever was served by then is not looking any more.
  if (isOpen || undone.length > 0) throw new ProblemError('chatwoot_unreachable')
}

/** Looks at all who wait, the most urgent first, until nobody has room; once a minute Chatwoot is asked who is there. */
export async function sweepRouting(accountId: number, jobs: Job[], work: Work): Promise<void> {
  const causes = jobs.map(job => Swept.parse(job.payload).because)
  const cause = causes.includes('online') ? 'online' : 'capacity'
  if (cause === 'online') await lookAround(accountId, work)
  const waiting = await callRpc(work.admin, 'waiting_to_route', { p_account_id: accountId, p_now: timestamp(work.now()) }, Waiting)
  if (waiting.length === 0) return
  const desk = await openDesk(accountId, work)
  const isNoted = new Map(waiting.map(row => [row.conversation_id, row.is_noted]))
  const facts = await readFacts(desk, [...isNoted.keys()])
  const looking = [...facts.values()]
    .filter(row => isLooking(row, desk))
    .map(row => ({ row, conversationId: row.conversation_id, waitingSince: row.waiting_since ?? work.now(), dueAt: row.due_at }))
    .sort(sweepOrder(desk.policy.sweepOrder))
  const sends = createSends(desk)
  for (const { row, conversationId } of looking) {
    if (!hasRoom(desk.agents)) break
    const claim = await place(row, row.assignee_id === null ? cause : 'left', desk, { isNoted: isNoted.get(conversationId) ?? false })
    if (claim) await sends.add(claim, row)
  }
  // A sweep has no job for each conversation, so what it could not finish gets one.
  for (const { conversationId, because } of await sends.finish()) {
    const later = { ...work, now: () => work.now() + SETTLES_MS }
    await enqueueJob(later, accountId, 'assign_conversation', { conversationId, because }, `again:${conversationId}`)
  }
}

/** Sends claims, a few at a time; who turns out to be gone is left out and somebody else is looked for. */
function createSends(desk: RoutingDesk) {
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
async function resolveClaims(ids: number[] | 'all', desk: RoutingDesk): Promise<boolean> {
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

/** Asks Chatwoot who is online, and now and then learns how fast people usually are. Old news is better than no sweep. */
async function lookAround(accountId: number, work: Work): Promise<void> {
  const desk = await openDesk(accountId, work)
  await resolveClaims('all', desk)
  const readAt = work.now()
  const agents = await desk.chatwoot.agents().catch(() => null)
  if (agents) {
    const rows = agents.map(agent => ({ chatwoot_user_id: agent.id, availability: agent.availability_status }))
    await callRpc(work.admin, 'sync_availability', { p_account_id: accountId, p_agents: rows, p_read_at: timestamp(readAt) }, z.unknown())
  }
  const { data, error } = await work.admin
    .from('routing_policies')
    .update({ learned_at: timestamp(readAt) })
    .eq('account_id', accountId)
    .or(`learned_at.is.null,learned_at.lt.${timestamp(readAt - LEARN_EVERY_MS)}`)
    .select('account_id')
  if (error) throw new ProblemError('internal', { cause: error })
  if (data.length > 0) await callRpc(work.admin, 'learn_response_times', { p_account_id: accountId, p_now: timestamp(readAt) }, z.unknown())
}
