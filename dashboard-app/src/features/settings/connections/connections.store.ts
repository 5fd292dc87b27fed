import type { ConnectionCheck } from '#shared/contracts/connection'
import type { FailureCode } from '@/core/api'
import { ConnectionReport } from '#shared/contracts/connection'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useApi } from '@/core/api'

export type ConnectionsState =
  | { status: 'checking', checks: ConnectionCheck[] }
  | { status: 'checked', checks: ConnectionCheck[] }
  | { status: 'failed', checks: ConnectionCheck[], code: FailureCode }

/** What the neighbours said when they were last asked. */
export const useConnectionsStore = defineStore('settings_connections', () => {
  const api = useApi()
  const state = shallowRef<ConnectionsState>({ status: 'checking', checks: [] })
  let asking: AbortController | null = null

  async function check(accountId: number): Promise<void> {
    asking?.abort()
    const mine = new AbortController()
    asking = mine
    const { checks } = state.value
    state.value = { status: 'checking', checks }
    const answer = await api.get(`/setup/${accountId}/connections`, ConnectionReport, mine.signal)
    if (asking !== mine) return
    // An older report says more than none, and its rows carry their time.
    state.value = answer.ok ? { status: 'checked', checks: answer.value.checks } : { status: 'failed', checks, code: answer.code }
  }

  return { state, check }
})
