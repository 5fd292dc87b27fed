import type { SupabaseEnv } from '@supabase/server'
import type { DraftEvent } from '../../../shared/contracts/draft.ts'
import type { LanguageModel } from '../_shared/language-model.ts'
import { withSupabase } from '@supabase/server/adapters/hono'
import { streamSSE } from 'hono/streaming'
import { ConversationRef } from '../../../shared/contracts/conversation.ts'
import { DraftRequest } from '../../../shared/contracts/draft.ts'
import { createApp } from '../_shared/app.ts'
import { readBrief } from '../_shared/brief.ts'
import { parse } from '../_shared/caller.ts'
import { createLanguageModel, hasModelBudget } from '../_shared/language-model.ts'
import { readTimeZone } from './time-zone.ts'
import { writeStyle } from './write.ts'

export interface DraftsOptions { now?: () => number, fetch?: typeof fetch, model?: LanguageModel | null }

/** Drafted replies, streamed: each style ends in one of ready, refused or failed, then the stream ends. */
export function createDrafts(env?: Partial<SupabaseEnv>, { now = Date.now, fetch, model = createLanguageModel() }: DraftsOptions = {}) {
  return createApp('/drafts')
    .use(withSupabase({ auth: 'user', env }))
    .post('/:accountId/:conversationId', async (c) => {
      const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
      const ref = parse(ConversationRef, c.req.param())
      const { styles, language, orderId } = parse(DraftRequest, await c.req.json().catch(() => ({})))
      const brief = await readBrief({ supabase, admin, userId: userClaims?.id ?? '', ...ref, now: now(), fetch })
      const timeZone = await readTimeZone(supabase, ref.accountId, brief.conversation.inbox.id)
      const input = { ...brief, language: language ?? brief.replyLanguage, timeZone, orderId }
      const mayAsk = model !== null && await hasModelBudget(admin, ref.accountId, now())

      return streamSSE(c, async (stream) => {
        const cancelled = new AbortController()
        stream.onAbort(() => cancelled.abort())
        let before: Promise<void> = Promise.resolve()
        const emit = (event: DraftEvent) => {
          before = before.then(async () => stream.writeSSE({ data: JSON.stringify(event) }))
        }
        await Promise.all(styles.map(async (style) => {
          const work = { admin, accountId: ref.accountId, input, model: mayAsk ? model : null, signal: cancelled.signal }
          await writeStyle(style, work, emit).catch((error) => {
            console.error('draft failed:', error instanceof Error ? error.name : 'unknown')
            emit({ type: 'failed', style, code: 'internal' })
          })
        }))
        emit({ type: 'end' })
        await before
      })
    })
}

export const app = createDrafts()
