import type { SupabaseEnv } from '@supabase/server'
import type { Embedder } from '../_shared/embeddings.ts'
import { withSupabase } from '@supabase/server/adapters/hono'
import { z } from 'zod'
import { ConversationRef } from '../../../shared/contracts/conversation.ts'
import { createApp } from '../_shared/app.ts'
import { readBrief } from '../_shared/brief.ts'
import { parse } from '../_shared/caller.ts'
import { createEmbedder } from '../_shared/embeddings.ts'

// An agent looks at a conversation, or follows one that is open; the shop is asked anew for a look only.
const Query = z.object({ shop: z.enum(['look', 'follow']).default('look') })

interface BriefOptions { now?: () => number, fetch?: typeof globalThis.fetch, embedder?: Embedder | null }

/** The one question a panel asks when it opens, and again, with `?shop=follow`, when something changed. */
export function createBrief(env?: Partial<SupabaseEnv>, { now = Date.now, fetch, embedder = createEmbedder() }: BriefOptions = {}) {
  return createApp('/brief')
    .use(withSupabase({ auth: 'user', env }))
    .get('/:accountId/:conversationId', async (c) => {
      const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
      const ref = parse(ConversationRef, c.req.param())
      const { shop: shopFor } = parse(Query, c.req.query())
      return c.json(await readBrief({ supabase, admin, userId: userClaims?.id ?? '', ...ref, now: now(), fetch, embedder, shopFor }))
    })
}

export const app = createBrief()
