import type { SupabaseEnv } from '@supabase/server'
import type { SupabaseClient } from '@supabase/supabase-js'
import { withSupabase } from '@supabase/server/adapters/hono'
import { z } from 'zod'
import { ConversationRef } from '../../../shared/contracts/conversation.ts'
import { loadAccount } from '../_shared/account.ts'
import { createApp, ProblemError } from '../_shared/app.ts'
import { parse, requireMember } from '../_shared/caller.ts'
import { createChatwoot, UnknownOutcome } from '../_shared/chatwoot.ts'
import { enqueueJob } from '../_shared/jobs.ts'
import { requireConversation } from '../_shared/require-conversation.ts'
import { readBoard } from './read.ts'

const AccountRef = ConversationRef.pick({ accountId: true })
const Assign = z.object({ agentId: z.number().int().positive().nullable() })

export interface BoardOptions { now?: () => number, fetch?: typeof globalThis.fetch, random?: () => number }

/** The live queue, and handing conversations over from it. */
export function createBoard(env?: Partial<SupabaseEnv>, { now = Date.now, fetch, random = Math.random }: BoardOptions = {}) {
  return createApp('/board')
    .use(withSupabase({ auth: 'user', env }))
    .get('/:accountId', async (c) => {
      const { accountId } = parse(AccountRef, c.req.param())
      const { supabase, userClaims } = c.var.supabaseContext
      await requireMember(supabase, userClaims?.id ?? '', accountId)
      return c.json(await readBoard(supabase, accountId, now(), random))
    })
    .post('/:accountId/:conversationId/assign', async (c) => {
      const { accountId, conversationId } = parse(ConversationRef, c.req.param())
      const { agentId } = parse(Assign, await c.req.json().catch(() => null))
      const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
      const me = await requireMember(supabase, userClaims?.id ?? '', accountId)
      // Everybody may take what is free or give away their own; the rest is for those who lead.
      const work = { admin, now, fetch }
      await requireConversation(supabase, accountId, conversationId, work)
      const { chatwoot: access } = await loadAccount(admin, accountId)
      const chatwoot = createChatwoot({ ...access, fetch })
      const { meta } = await chatwoot.conversation(conversationId)
      const holder = meta.assignee?.id ?? null
      const isOwn = holder === null || holder === me.chatwootUserId
      if (me.role === 'agent' && !isOwn) throw new ProblemError('forbidden')
      if (agentId !== null) await requirePerson(supabase, accountId, agentId)
      await chatwoot.assign(conversationId, { agentId }).catch((error: unknown) => {
        // Asking again sets the same person, so an open outcome is no danger, only unknown.
        throw error instanceof UnknownOutcome ? new ProblemError('chatwoot_unreachable', { cause: error }) : error
      })
      // Read the outcome back rather than believe it, without making the caller wait for the webhook.
      await enqueueJob(work, accountId, 'read_thread', { conversationId }, `${conversationId}`)
      return c.json({ conversationId, assigneeId: agentId })
    })
}

async function requirePerson(supabase: SupabaseClient, accountId: number, agentId: number): Promise<void> {
  const { data, error } = await supabase
    .from('agents')
    .select('id')
    .eq('account_id', accountId)
    .eq('chatwoot_user_id', agentId)
    .is('removed_at', null)
    .maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  if (!data) throw new ProblemError('agent_unknown')
}

export const app = createBoard()
