import type { SupabaseEnv } from '@supabase/server'
import type { Embedder } from '../_shared/embeddings.ts'
import { withSupabase } from '@supabase/server/adapters/hono'
import { ConversationRef } from '../../../shared/contracts/conversation.ts'
import { createApp } from '../_shared/app.ts'
import { readBrief } from '../_shared/brief.ts'
import { parse } from '../_shared/caller.ts'
import { createEmbedder } from '../_shared/embeddings.ts'

interface BriefOptions { now?: () => number, fetch?: typeof globalThis.fetch, embedder?: Embedder | null }

/** The one question a panel asks when it opens. */
export function createBrief(env?: Partial<SupabaseEnv>, { now = Date.now, fetch, embedder = createEmbedder() }: BriefOptions = {}) {
  return createApp('/brief')
    .use(withSupabase({ auth: 'user', env }))
    .get('/:accountId/:conversationId', async (c) => {
      const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
      const ref = parse(ConversationRef, c.req.param())
      return c.json(await readBrief({ supabase, admin, userId: userClaims?.id ?? '', ...ref, now: now(), fetch, embedder }))
    })
}

export const app = createBrief()
