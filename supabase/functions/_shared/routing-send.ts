import type { AssignmentState } from '../../../shared/contracts/routing.ts'
import type { RoutingDesk } from './routing-desk.ts'
import type { Claim } from './routing-place.ts'
import { z } from 'zod'
import { errorLabel, ProblemError } from './app.ts'
import { UnknownOutcome } from './chatwoot.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'

/** `again`: Chatwoot surely did nothing and may later. `agent_gone`: Chatwoot knows this person no more. */
export type SendOutcome = 'settled' | 'again' | 'agent_gone'

/**
 * Tells Chatwoot. What stands there is read first, because whoever a person chose in between stays; the request is made
 * once. When its fate is open, the claim stays `unknown` and holds its slot until `resolveClaim` has looked.
 */
export async function sendClaim(claim: Claim, desk: RoutingDesk): Promise<SendOutcome> {
  const standing = await lookAt(claim, desk)
  if (standing !== 'free') return standing === 'again' ? 'again' : 'settled'
  try {
    const assigned = await desk.chatwoot.assign(claim.conversationId, { agentId: claim.userId })
    // Chatwoot takes an id that it does not know for nobody.
    if (assigned?.id !== claim.userId) return await settle(claim.id, 'refused', 'agent_gone', desk).then(() => 'agent_gone')
    await settle(claim.id, 'done', null, desk)
    return 'settled'
  }
  catch (error) {
    if (error instanceof UnknownOutcome || isUnreadable(error)) {
      await settle(claim.id, 'unknown', errorLabel(error), desk)
      return 'again'
    }
    return giveUp(claim, error, desk)
  }
}

/** What became of a claim whose answer never came; `again` while Chatwoot may still be at it. */
export async function resolveClaim(claim: Claim, isOld: boolean, desk: RoutingDesk): Promise<SendOutcome> {
  const standing = await lookAt(claim, desk, { isSent: true })
  if (standing !== 'free') return standing === 'again' ? 'again' : 'settled'
  if (!isOld) return 'again'
  await settle(claim.id, 'lost', null, desk)
  return 'settled'
}

/** `free` when the conversation is as it was when the slot was held; else the claim is settled. */
async function lookAt(claim: Claim, desk: RoutingDesk, { isSent = false } = {}): Promise<'free' | 'settled' | 'again'> {
  const end = async (state: AssignmentState, code: string | null) => settle(claim.id, state, code, desk).then(() => 'settled' as const)
  try {
    const { meta, status, inbox_id } = await desk.chatwoot.conversation(claim.conversationId)
    const holder = meta.assignee?.id ?? null
    const isPerson = (meta.assignee_type ?? 'User') === 'User'
    if (holder === claim.userId && isPerson) return await end('done', null)
    if (holder !== null && !(isPerson && holder === claim.replacesUserId)) return await end('overruled', null)
    if (status !== 'open') return await end('overruled', 'not_open')
    if (claim.inboxId !== null && inbox_id !== claim.inboxId) return await end('overruled', 'moved')
    return 'free'
  }
  catch (error) {
    if (isSent && !(error instanceof ProblemError && error.code === 'conversation_not_found')) return 'again'
    return await giveUp(claim, error, desk) === 'again' ? 'again' : 'settled'
  }
}

// Nothing was done: either it may be tried again, or somebody has to mend something first.
async function giveUp(claim: Claim, error: unknown, desk: RoutingDesk): Promise<SendOutcome> {
  const isRefusal = error instanceof ProblemError && (error.code === 'chatwoot_refused' || error.code === 'conversation_not_found')
  await settle(claim.id, isRefusal ? 'refused' : 'lost', errorLabel(error), desk)
  return isRefusal ? 'settled' : 'again'
}

function isUnreadable(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'chatwoot_refused' && error.cause !== undefined
}

async function settle(id: number, state: AssignmentState, code: string | null, { work }: RoutingDesk): Promise<void> {
  await callRpc(work.admin, 'settle_assignment', { p_id: id, p_state: state, p_code: code, p_now: timestamp(work.now()) }, z.unknown())
}
