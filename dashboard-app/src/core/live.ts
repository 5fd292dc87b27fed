import type { LoadSupabase } from './supabase'
import { shallowRef } from 'vue'

export type LiveState = 'connecting' | 'live' | 'polling' | 'offline'

export interface LiveOptions {
  load: LoadSupabase
  accountId: number
  /** Called for a change of that conversation, and for null when anything may have changed. */
  onChange: (conversationId: number | null) => void
  /** Called when the person may have been told something. */
  onNotice: () => void
  page: Pick<Window, 'addEventListener' | 'removeEventListener'>
  isVisible: () => boolean
}

const EVENTS = ['conversation_changed', 'message_created', 'clock_changed']
const POLL_MS = 15_000
// A broadcast can be lost while a laptop sleeps: look now and then even when connected.
const LIVE_POLL_MS = 180_000

/** Hears of changes by Realtime on the account's private topic; asks every few seconds where Realtime is not there. */
export function openLive({ load, accountId, onChange, onNotice, page, isVisible }: LiveOptions) {
  const state = shallowRef<LiveState>('connecting')
  let isJoined = false
  let lastLook = Date.now()
  let close = () => {}
  let isClosed = false

  const look = () => {
    lastLook = Date.now()
    onChange(null)
    onNotice()
  }
  const show = () => { state.value = isJoined ? 'live' : 'polling' }
  const goOffline = () => { state.value = 'offline' }
  const goOnline = () => {
    show()
    look()
  }
  const beat = setInterval(() => {
    if (state.value === 'offline' || !isVisible()) return
    if (Date.now() - lastLook >= (isJoined ? LIVE_POLL_MS : POLL_MS)) look()
  }, 1000)
  page.addEventListener('offline', goOffline)
  page.addEventListener('online', goOnline)

  async function join() {
    const client = await load()
    await client.realtime.setAuth()
    if (isClosed) return
    const channel = client.channel(`account:${accountId}`, { config: { private: true } })
    for (const event of EVENTS) {
      channel.on('broadcast', { event }, ({ payload }) => onChange(conversationOf(payload)))
    }
    channel.on('broadcast', { event: 'notification_created' }, onNotice)
    channel.subscribe((status) => {
      const wasJoined = isJoined
      isJoined = status === 'SUBSCRIBED'
      if (state.value !== 'offline') show()
      // What happened between the brief and the join was told to nobody.
      if (isJoined && !wasJoined) look()
    })
    close = () => void client.removeChannel(channel)
  }
  join().catch(show)

  return {
    state,
    close() {
      isClosed = true
      clearInterval(beat)
      page.removeEventListener('offline', goOffline)
      page.removeEventListener('online', goOnline)
      close()
    },
  }
}

function conversationOf(payload: unknown): number | null {
  const id = typeof payload === 'object' && payload !== null && 'conversationId' in payload ? payload.conversationId : null
  return typeof id === 'number' ? id : null
}
