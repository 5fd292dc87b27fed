import type { FailureCode } from './api'
import type { Me } from './me'
import type { Person } from './session'
import { shallowRef } from 'vue'
import { useConversationStore } from './conversation.store'
import { loadMe } from './me'
import { usePanel } from './panel'

/** Who the agent is in this account: as the open conversation says, else read once. */
export function useMe(accountId: number, person: Person) {
  const { supabase } = usePanel()
  const { state } = useConversationStore()
  const me = shallowRef<Me | null>(state.status === 'ready' ? state.brief.me : null)
  const problem = shallowRef<FailureCode | null>(null)

  async function load(): Promise<void> {
    problem.value = null
    const answer = await loadMe(supabase, accountId, person)
    if (typeof answer === 'string') problem.value = answer
    else me.value = answer
  }
  if (!me.value) void load()
  return { me, problem, load }
}
