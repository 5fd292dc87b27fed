import type { SupabaseEnv } from '@supabase/server'
import type { DraftEvent } from '../../../shared/contracts/draft.ts'
import type { DraftWork } from '../_shared/draft-write.ts'
import type { Embedder } from '../_shared/embeddings.ts'
import type { LanguageModel } from '../_shared/language-model.ts'
import { withSupabase } from '@supabase/server/adapters/hono'
import { streamSSE } from 'hono/streaming'
import { ConversationRef } from '../../../shared/contracts/conversation.ts'
import { DraftRequest } from '../../../shared/contracts/draft.ts'
import { createApp, errorLabel } from '../_shared/app.ts'
import { readBrief } from '../_shared/brief.ts'
import { parse, readJson } from '../_shared/caller.ts'
import { writeStyle } from '../_shared/draft-write.ts'
import { createEmbedder } from '../_shared/embeddings.ts'
import { createLanguageModel, hasModelBudget } from '../_shared/language-model.ts'
import { readTimeZone } from '../_shared/time-zone.ts'

export interface DraftsOptions { now?: () => number, fetch?: typeof fetch, model?: LanguageModel | null, embedder?: Embedder | null }

/** Drafted replies, streamed: each style ends in one of ready, refused or failed, then the stream ends. */
export function createDrafts(
  env?: Partial<SupabaseEnv>,
  { now = Date.now, fetch, model = createLanguageModel(), embedder = createEmbedder() }: DraftsOptions = {},
) {
  return createApp('/drafts')
    .use(withSupabase({ auth: 'user', env }))
    .post('/:accountId/:conversationId', async (c) => {
      const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
      const ref = parse(ConversationRef, c.req.param())
      const { styles, language, orderId } = parse(DraftRequest, await readJson(c.req.raw) ?? {})
      const brief = await readBrief({ supabase, admin, userId: userClaims?.id ?? '', ...ref, now: now(), fetch, embedder, shopFor: 'draft' })
      const timeZone = await readTimeZone(supabase, ref.accountId, brief.conversation.inbox.id)
      const input = { ...brief, language: language ?? brief.replyLanguage, timeZone, orderId }
      const asked: DraftWork['model'] = model && (await hasModelBudget(admin, ref.accountId, now()) ? model : 'model_budget_spent')

      return streamSSE(c, async (stream) => {
        const cancelled = new AbortController()
        stream.onAbort(() => cancelled.abort())
        let before: Promise<void> = Promise.resolve()
        const emit = (event: DraftEvent) => {
          before = before.then(async () => stream.writeSSE({ data: JSON.stringify(event) }))
        }
        await Promise.all(styles.map(async (style) => {
          const work = { admin, accountId: ref.accountId, input, model: asked, signal: cancelled.signal }
          await writeStyle(style, work, emit).catch((error) => {
            console.error('draft failed:', errorLabel(error))
            emit({ type: 'failed', style, code: 'internal' })
          })
        }))
        emit({ type: 'end' })
        await before
      })
    })
}

export const app = createDrafts()
