import type { SupabaseEnv } from '@supabase/server'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { SentMessage } from '../../../shared/contracts/message.ts'
import type { Work } from '../_shared/jobs.ts'
import type { OutboxRow as Row } from '../_shared/outbox.ts'
import { withSupabase } from '@supabase/server/adapters/hono'
import { z } from 'zod'
import { ConversationRef } from '../../../shared/contracts/conversation.ts'
import { SendMessage } from '../../../shared/contracts/message.ts'
import { createApp, ProblemError } from '../_shared/app.ts'
import { parse, readJson, requireMember } from '../_shared/caller.ts'
import { callRpc, timestamp } from '../_shared/jobs-rpc.ts'
import { OutboxRow } from '../_shared/outbox.ts'
import { requireConversation } from '../_shared/require-conversation.ts'
import { sendInTime } from './send-in-time.ts'

const KeyedRef = ConversationRef.extend({ key: z.uuid() })

export interface MessagesOptions { now?: () => number, fetch?: typeof fetch, sleep?: (ms: number) => Promise<void> }

/** Messages to customers and notes to colleagues: written down first, sent when their time comes, each at most once. */
export function createMessages(env?: Partial<SupabaseEnv>, { now = Date.now, fetch, sleep = wait }: MessagesOptions = {}) {
  return createApp('/messages')
    .use(withSupabase({ auth: 'user', env }))
    .post('/:accountId/:conversationId', async (c) => {
      const { accountId, conversationId } = parse(ConversationRef, c.req.param())
      const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
      const caller = await requireMember(supabase, userClaims?.id ?? '', accountId)
      const asked = parse(SendMessage, await readJson(c.req.raw))
      const content = asked.text.trim()
      if (!content) throw new ProblemError('text_empty')

      // `requireMember` has let the caller in; the outbox is written by the service only.
      const work: Work = { admin, now, fetch }
      await requireConversation(supabase, accountId, conversationId, work)
      const reason = asked.kind === 'note' ? 'agent_note' : 'agent_reply'
      const [row] = await callRpc(admin, 'hold_message', {
        p_account_id: accountId,
        p_conversation_id: conversationId,
        p_key: asked.key,
        p_agent_id: caller.agentId,
        p_reason: reason,
        p_content: content,
        p_send_after: timestamp(now() + asked.holdMs),
        p_now: timestamp(now()),
      }, z.array(OutboxRow))
      const isSame = row?.conversation_id === conversationId && row.agent_id === caller.agentId && row.reason === reason
      if (!row || !isSame || row.content !== content) throw new ProblemError('idempotency_conflict')
      sendInTime(row, work, sleep)
      return c.json(sentMessage(row), 202)
    })
    .get('/:accountId/:conversationId/:key', async (c) => {
      const { supabase } = c.var.supabaseContext
      return c.json(sentMessage(await findRow(supabase, parse(KeyedRef, c.req.param()))))
    })
    .post('/:accountId/:conversationId/:key/undo', async (c) => {
      const ref = parse(KeyedRef, c.req.param())
      const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
      const caller = await requireMember(supabase, userClaims?.id ?? '', ref.accountId)
      const { agent_id } = await findRow(supabase, ref)
      if (agent_id !== caller.agentId) throw new ProblemError('forbidden')

      const args = { p_account_id: ref.accountId, p_conversation_id: ref.conversationId, p_key: ref.key, p_now: timestamp(now()) }
      const [row] = await callRpc(admin, 'cancel_message', args, z.array(OutboxRow))
      if (row?.state !== 'cancelled') throw new ProblemError('message_already_sent')
      return c.json(sentMessage(row))
    })
}

// The caller's own client: row level security decides which messages exist for them.
async function findRow(supabase: SupabaseClient, { accountId, conversationId, key }: z.infer<typeof KeyedRef>): Promise<Row> {
  const { data, error } = await supabase
    .from('outbox')
    .select()
    .eq('account_id', accountId)
    .eq('conversation_id', conversationId)
    .eq('key', key)
    .maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  if (!data) throw new ProblemError('message_not_found')
  return OutboxRow.parse(data)
}

function sentMessage({ key, state, send_after, message_id, code }: Row): SentMessage {
  return { key, state, sendsAt: Date.parse(send_after), messageId: message_id, code }
}

async function wait(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}

export const app = createMessages()
