import type { SupabaseEnv } from '@supabase/server'
import { withSupabase } from '@supabase/server/adapters/hono'
import { ConversationRef } from '../../../shared/contracts/conversation.ts'
import { createApp } from '../_shared/app.ts'
import { readBrief } from '../_shared/brief.ts'
import { parse } from '../_shared/caller.ts'

interface BriefOptions { now?: () => number, fetch?: typeof globalThis.fetch }

/** The one question a panel asks when it opens. */
export function createBrief(env?: Partial<SupabaseEnv>, { now = Date.now, fetch }: BriefOptions = {}) {
  return createApp('/brief')
    .use(withSupabase({ auth: 'user', env }))
    .get('/:accountId/:conversationId', async (c) => {
      const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
      const ref = parse(ConversationRef, c.req.param())
      return c.json(await readBrief({ supabase, admin, userId: userClaims?.id ?? '', ...ref, now: now(), fetch }))
    })
}

export const app = createBrief()
