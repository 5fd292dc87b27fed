import type { Person } from './session'
import { onScopeDispose, watch } from 'vue'
import { afterPaint } from './after-paint'
import { useConversationStore } from './conversation.store'
import { useLiveStore } from './live.store'
import { usePanel } from './panel'

// Several changes of one act come in one breath.
const BREATH_MS = 120

export interface Shown { accountId: number, conversationId: number, person: Person }

/** Shows a conversation, and keeps it true for as long as the component lives. `onOpen` hears of each one opened. */
export function useConversation(shown: () => Shown, onOpen: (shown: Shown) => void) {
  const { supabase } = usePanel()
  const conversation = useConversationStore()
  const live = useLiveStore()
  let breath: ReturnType<typeof setTimeout> | undefined

  function refreshSoon() {
    clearTimeout(breath)
    breath = setTimeout(() => void conversation.refresh('follow'), BREATH_MS)
  }

  watch(() => {
    const { accountId, conversationId, person } = shown()
    return [accountId, conversationId, person.userId].join('.')
  }, () => {
    const { accountId, conversationId, person } = shown()
    void conversation.show({ accountId, conversationId }, person.userId)
    onOpen(shown())
  }, { immediate: true })

  // The connection, and the library it needs, wait until the first view is on the screen: a kept view is there before them.
  const loadLate = async () => afterPaint().then(supabase)
  let stopHearing: (() => void) | null = null
  watch(() => conversation.state.status === 'ready', (isThere) => {
    if (!isThere || stopHearing) return
    const hear = (id: number | null) => (id === null || id === shown().conversationId) && refreshSoon()
    stopHearing = live.hear({ load: loadLate, accountId: shown().accountId }, hear)
  }, { immediate: true })

  onScopeDispose(() => {
    clearTimeout(breath)
    stopHearing?.()
    conversation.leave()
  })
  return { conversation, refreshSoon }
}
