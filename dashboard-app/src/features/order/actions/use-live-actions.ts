import type { ConversationRef } from '#shared/contracts/conversation'
import { onScopeDispose } from 'vue'
import { useLiveStore } from '@/core/live.store'
import { useSupabase } from '@/core/supabase'

// Several changes of one act come in one breath.
export const BREATH_MS = 120

/** Calls `look` for as long as the component lives whenever something of the conversation that is shown may have changed. */
export function useLiveActions(accountId: number, shown: () => ConversationRef['conversationId'] | null, look: () => void): void {
  const load = useSupabase()
  const live = useLiveStore()
  let breath: ReturnType<typeof setTimeout> | undefined
  const stopHearing = live.hear({ load, accountId }, (id) => {
    if (id !== null && id !== shown()) return
    clearTimeout(breath)
    breath = setTimeout(look, BREATH_MS)
  })
  onScopeDispose(() => {
    clearTimeout(breath)
    stopHearing()
  })
}
