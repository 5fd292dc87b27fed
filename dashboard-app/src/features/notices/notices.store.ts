import { ClockKind } from '#shared/contracts/sla'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { z } from 'zod'
import { useSupabase } from '@/core/supabase'

const Instant = z.string().transform(text => Date.parse(text))
const Notice = z
  .object({
    id: z.number(),
    conversation_id: z.number(),
    level: z.enum(['yellow', 'red', 'rule', 'money']),
    kind: ClockKind.nullable(),
    tier_name: z.string(),
    contact_name: z.string(),
    words: z.string().nullable(),
    mail: z.enum(['off', 'waiting', 'sent', 'failed', 'not_configured']),
    created_at: Instant,
    read_at: Instant.nullable(),
  })
  .transform(({ conversation_id, tier_name, contact_name, created_at, read_at, ...notice }) => ({
    ...notice,
    conversationId: conversation_id,
    tierName: tier_name,
    contactName: contact_name,
    createdAt: created_at,
    isRead: read_at !== null,
  }))
export type Notice = z.infer<typeof Notice>
export type NoticesState = { status: 'loading' } | { status: 'ready', notices: Notice[] } | { status: 'failed' }

const COLUMNS = 'id, conversation_id, level, kind, tier_name, contact_name, words, mail, created_at, read_at'
const SHOWN = 30

/** What the person was told of promises in danger, the newest first; row level security shows each their own. */
export const useNoticesStore = defineStore('notices', () => {
  const loadSupabase = useSupabase()
  const state = shallowRef<NoticesState>({ status: 'loading' })
  const unread = computed(() => state.value.status === 'ready' ? state.value.notices.filter(({ isRead }) => !isRead).length : 0)
  let latest = 0
  let whose = { accountId: 0, agentId: 0 }

  /** Reads the notices of one person; what another was told before is gone at once. */
  async function load(accountId: number, agentId: number): Promise<void> {
    const mine = ++latest
    if (whose.accountId !== accountId || whose.agentId !== agentId) state.value = { status: 'loading' }
    whose = { accountId, agentId }
    const client = await loadSupabase().catch(() => null)
    const answer = await client
      ?.from('notifications')
      .select(COLUMNS)
      .eq('account_id', accountId)
      .order('created_at', { ascending: false })
      .limit(SHOWN)
    const parsed = z.array(Notice).safeParse(answer?.data)
    if (mine !== latest) return
    // What was read before is still true when a look fails.
    if (parsed.success) state.value = { status: 'ready', notices: parsed.data }
    else if (state.value.status !== 'ready') state.value = { status: 'failed' }
  }

  /** Marks one, or all that are there, as read. */
  async function read(id?: number): Promise<void> {
    if (state.value.status !== 'ready') return
    const { accountId, agentId } = whose
    const meant = (notice: Notice) => !notice.isRead && (id === undefined || notice.id === id)
    const ids = state.value.notices.filter(meant).map(notice => notice.id)
    if (ids.length === 0) return
    latest++
    state.value = { status: 'ready', notices: state.value.notices.map(notice => meant(notice) ? { ...notice, isRead: true } : notice) }
    const client = await loadSupabase().catch(() => null)
    const answer = await client?.from('notifications').update({ read_at: new Date().toISOString() }).eq('account_id', accountId).in('id', ids)
    if (!answer || answer.error) await load(accountId, agentId)
  }

  return { state, unread, load, read }
})
