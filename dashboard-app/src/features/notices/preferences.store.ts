import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { z } from 'zod'
import { useSession } from '@/core/session'
import { useSupabase } from '@/core/supabase'

const Row = z.object({ on_yellow: z.boolean(), on_red: z.boolean(), by_mail: z.boolean() })
export type Preferences = z.infer<typeof Row>
const Me = z.object({ id: z.number() })

/** What the person wants to hear of; without a row, everything. */
export const usePreferencesStore = defineStore('notice_preferences', () => {
  const loadSupabase = useSupabase()
  const session = useSession()
  const preferences = shallowRef<Preferences>({ on_yellow: true, on_red: true, by_mail: true })
  const hasFailed = shallowRef(false)
  let agentId: number | null = null

  async function load(accountId: number): Promise<void> {
    const client = await loadSupabase().catch(() => null)
    const me = await client?.from('agents').select('id').match({ account_id: accountId, user_id: session.person.value?.userId ?? '' }).is('removed_at', null).maybeSingle()
    agentId = Me.safeParse(me?.data).data?.id ?? null
    if (!client || agentId === null) return
    const { data } = await client.from('notification_preferences').select('on_yellow, on_red, by_mail').eq('agent_id', agentId).maybeSingle()
    preferences.value = Row.safeParse(data).data ?? preferences.value
  }

  async function set(accountId: number, change: Partial<Preferences>): Promise<void> {
    const before = preferences.value
    preferences.value = { ...before, ...change }
    const client = await loadSupabase().catch(() => null)
    const answer = agentId === null
      ? null
      : await client?.from('notification_preferences').upsert({ agent_id: agentId, account_id: accountId, ...preferences.value })
    hasFailed.value = !answer || answer.error !== null
    if (hasFailed.value) preferences.value = before
  }

  return { preferences, hasFailed, load, set }
})
