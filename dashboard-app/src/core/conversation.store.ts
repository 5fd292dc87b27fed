import type { Brief as BriefType } from '#shared/contracts/brief'
import type { ConversationRef } from '#shared/contracts/conversation'
import type { FailureCode } from './api'
import { Brief } from '#shared/contracts/brief'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useApi } from './api'
import { useCache } from './cache'
import { setServerTime } from './server-clock'

/** `stale` is a view that could not be refreshed, and why. */
type Freshness = { kind: 'fresh' } | { kind: 'refreshing' } | { kind: 'stale', code: FailureCode }
export type ConversationState =
  | { status: 'idle' }
  | { status: 'loading' }
  | { status: 'ready', brief: BriefType, freshness: Freshness }
  | { status: 'failed', code: FailureCode }

/** `look` reads the shop anew; `follow` takes what the server read of it within the last minute, unless we changed it since. */
type Shop = 'look' | 'follow'

// After these the kept view is not the caller's to see any more.
const REVOKED: ReadonlySet<FailureCode> = new Set(['forbidden', 'account_not_found', 'conversation_not_found', 'agent_unknown', 'not_signed_in'])

/** The one brief the panel shows: the kept one first, the server's as soon as it is there. */
export const useConversationStore = defineStore('conversation', () => {
  const api = useApi()
  const cache = useCache()
  const state = shallowRef<ConversationState>({ status: 'idle' })
  let open: { ref: ConversationRef, userId: string } | null = null
  let loading: { ref: ConversationRef, again: Shop | null, done: Promise<void> } | null = null
  let latest = 0

  async function show(ref: ConversationRef, userId: string): Promise<void> {
    const isSame = open?.userId === userId && open.ref.accountId === ref.accountId && open.ref.conversationId === ref.conversationId
    if (isSame && state.value.status !== 'failed') return
    open = { ref, userId }
    const kept = cache.get({ userId, accountId: ref.accountId }, ref.conversationId)
    state.value = kept ? { status: 'ready', brief: kept.brief, freshness: { kind: 'refreshing' } } : { status: 'loading' }
    return load('look')
  }

  async function refresh(shop: Shop = 'look'): Promise<void> {
    if (!open) return
    if (state.value.status === 'failed') state.value = { status: 'loading' }
    // An answer under way is not thrown away for a newer question: in a busy conversation none would ever be shown.
    if (loading?.ref !== open.ref) return load(shop)
    loading.again = loading.again === 'look' ? 'look' : shop
    return loading.done
  }

  /** Shows what somebody just decided, before the server has said so; the next brief says how it stands. */
  function assume(change: Partial<BriefType>): void {
    if (state.value.status === 'ready') state.value = { ...state.value, brief: { ...state.value.brief, ...change } }
  }

  function leave(): void {
    latest++
    open = null
    loading = null
    state.value = { status: 'idle' }
  }

  async function load(shop: Shop): Promise<void> {
    if (!open) return
    const mine = { ref: open.ref, again: null, done: read(open, shop) }
    loading = mine
    await mine.done
    if (loading === mine) loading = null
    if (mine.again && open?.ref === mine.ref) await load(mine.again)
  }

  async function read({ ref, userId }: NonNullable<typeof open>, shop: Shop): Promise<void> {
    const owner = { userId, accountId: ref.accountId }
    const mine = ++latest
    const askedAt = Date.now()
    const answer = await api.get(`/brief/${ref.accountId}/${ref.conversationId}?shop=${shop}`, Brief)
    // The agent may have opened another conversation while this one was loading.
    if (mine !== latest) return

    const isOurs = answer.ok && answer.value.conversationId === ref.conversationId && answer.value.accountId === ref.accountId
    if (answer.ok && isOurs) {
      setServerTime(answer.value.asOf, askedAt)
      cache.put(owner, answer.value)
      state.value = { status: 'ready', brief: answer.value, freshness: answer.value.isLive ? { kind: 'fresh' } : { kind: 'stale', code: 'chatwoot_unreachable' } }
      return
    }
    const code = answer.ok ? 'internal' : answer.code
    if (REVOKED.has(code)) cache.drop(owner, ref.conversationId)
    const canKeep = state.value.status === 'ready' && !REVOKED.has(code)
    state.value = canKeep && state.value.status === 'ready'
      ? { ...state.value, freshness: { kind: 'stale', code } }
      : { status: 'failed', code }
  }

  return { state, show, refresh, assume, leave }
})
