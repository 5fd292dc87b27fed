import type { RowFailure } from '../database'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { z } from 'zod'
import { useApi } from '@/core/api'
import { useSupabase } from '@/core/supabase'
import { readRows, refuseNone } from '../database'

const Choices = z.object({ alarms_slack: z.boolean(), alarms_raise_priority: z.boolean() })
export type AlarmChoices = z.infer<typeof Choices>
const Channels = z.object({ hasMail: z.boolean(), hasSlack: z.boolean() })
const Names = z.array(z.object({ name: z.string() }))

interface Alarms { choices: AlarmChoices, channels: z.infer<typeof Channels>, names: string[] }
export type AlarmsState = { status: 'loading' } | { status: 'ready', alarms: Alarms } | { status: 'failed', code: RowFailure }

/** What happens in an account when a promise is in danger, and who hears of it. */
export const useAlarmsStore = defineStore('settings_alarms', () => {
  const api = useApi()
  const loadSupabase = useSupabase()
  const state = shallowRef<AlarmsState>({ status: 'loading' })
  const failure = shallowRef<RowFailure | null>(null)
  let latest = 0

  async function load(accountId: number): Promise<void> {
    const mine = ++latest
    const client = await loadSupabase().catch(() => null)
    if (!client) return fail('unreachable')
    const leaders = client.from('agents').select('name').eq('account_id', accountId).in('role', ['supervisor', 'admin']).is('removed_at', null)
    const [choices, people, channels] = await Promise.all([
      readRows(client.from('accounts').select('alarms_slack, alarms_raise_priority').eq('id', accountId), z.array(Choices)),
      readRows(leaders.order('name'), Names),
      api.get(`/sla/${accountId}/channels`, Channels),
    ])
    if (mine !== latest) return
    if (!choices.ok) return fail(choices.code)
    if (!people.ok) return fail(people.code)
    if (!channels.ok) return fail(channels.code)
    const [chosen] = choices.value
    if (!chosen) return fail('account_not_found')
    state.value = { status: 'ready', alarms: { choices: chosen, channels: channels.value, names: people.value.map(({ name }) => name) } }
  }

  function fail(code: RowFailure): void {
    state.value = { status: 'failed', code }
  }

  async function choose(accountId: number, change: Partial<AlarmChoices>): Promise<void> {
    if (state.value.status !== 'ready') return
    const { alarms } = state.value
    state.value = { status: 'ready', alarms: { ...alarms, choices: { ...alarms.choices, ...change } } }
    const client = await loadSupabase().catch(() => null)
    const answer = client
      ? refuseNone(await readRows(client.from('accounts').update(change).eq('id', accountId).select('id'), z.array(z.object({ id: z.number() }))))
      : { ok: false as const, code: 'unreachable' as const }
    failure.value = answer.ok ? null : answer.code
    if (!answer.ok) state.value = { status: 'ready', alarms }
  }

  return { state, failure, load, choose }
})
