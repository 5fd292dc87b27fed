import type { Job, Work } from './jobs.ts'
import { z } from 'zod'
import { AssignmentCause } from '../../../shared/contracts/routing.ts'
import { hasRoom, sweepOrder } from '../../../shared/routing/sweep.ts'
import { ProblemError } from './app.ts'
import { createSends, resolveClaims, SETTLES_MS } from './jobs-assign.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { enqueueJob } from './jobs.ts'
import { openDesk, readFacts } from './routing-desk.ts'
import { isLooking, place } from './routing-place.ts'

const ROUND_FRESH_MS = 30_000
const CAPACITY_FRESH_MS = 15_000
const LEARN_EVERY_MS = 3_600_000
const Swept = z.object({ because: AssignmentCause.catch('capacity') })
const Waiting = z.array(z.object({ conversation_id: z.number(), noted: z.unknown() }))

/** Looks at all who wait, in the order of the policy, until nobody has room; once a minute also after who came and who left. */
export async function sweepRouting(accountId: number, jobs: Job[], work: Work): Promise<void> {
  const causes = jobs.map(job => Swept.parse(job.payload).because)
  const cause = causes.includes('online') ? 'online' : 'capacity'
  const desk = await openDesk(accountId, work, cause === 'online' ? ROUND_FRESH_MS : CAPACITY_FRESH_MS)
  if (!desk) return
  if (cause === 'online') {
    await resolveClaims('all', desk)
    await learnNowAndThen(accountId, work)
  }
  const waiting = await callRpc(work.admin, 'waiting_to_route', { p_account_id: accountId, p_now: timestamp(work.now()) }, Waiting)
  if (waiting.length === 0) return
  const noted = new Map(waiting.map(row => [row.conversation_id, row.noted]))
  const facts = await readFacts(desk, [...noted.keys()])
  const looking = [...facts.values()]
    .filter(row => isLooking(row, desk))
    .map(row => ({ row, conversationId: row.conversation_id, waitingSince: row.waiting_since ?? work.now(), dueAt: row.due_at }))
    .sort(sweepOrder(desk.policy.sweepOrder, work.now()))
  const sends = createSends(desk)
  for (const { row, conversationId } of looking) {
    if (!hasRoom(desk.agents) && noted.get(conversationId)) break
    const claim = await place(row, row.assignee_id === null ? cause : 'left', desk, noted.get(conversationId))
    if (claim) await sends.add(claim, row)
  }
  // A sweep has no job for each conversation, so what it could not finish gets one.
  for (const { conversationId, because } of await sends.finish()) {
    const later = { ...work, now: () => work.now() + SETTLES_MS }
    await enqueueJob(later, accountId, 'assign_conversation', { conversationId, because }, `again:${conversationId}`)
  }
}

async function learnNowAndThen(accountId: number, { admin, now }: Work): Promise<void> {
  const { data, error } = await admin
    .from('routing_policies')
    .update({ learned_at: timestamp(now()) })
    .eq('account_id', accountId)
    .or(`learned_at.is.null,learned_at.lt.${timestamp(now() - LEARN_EVERY_MS)}`)
    .select('account_id')
  if (error) throw new ProblemError('internal', { cause: error })
  if (data.length > 0) await callRpc(admin, 'learn_response_times', { p_account_id: accountId, p_now: timestamp(now()) }, z.unknown())
}
