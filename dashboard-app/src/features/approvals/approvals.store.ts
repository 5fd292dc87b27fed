import type { Approvals as ApprovalsType, Decision } from '#shared/contracts/approval'
import type { FailureCode } from '@/core/api'
import { Approvals } from '#shared/contracts/approval'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useApi } from '@/core/api'
import { setServerTime } from '@/core/server-clock'
import { createTurns } from '@/core/turns'

type ApprovalsState =
  | { status: 'loading' }
  | { status: 'ready', queue: ApprovalsType }
  | { status: 'failed', code: FailureCode }

/** What waits for a person in one account. A look that fails leaves what is known standing. */
export const useApprovalsStore = defineStore('approvals', () => {
  const api = useApi()
  const state = shallowRef<ApprovalsState>({ status: 'loading' })
  const deciding = shallowRef<number | null>(null)
  const load = createTurns(async (accountId: number): Promise<void> => {
    const askedAt = Date.now()
    const answer = await api.get(`/approvals/${accountId}`, Approvals)
    if (answer.ok) {
      setServerTime(answer.value.asOf, askedAt)
      state.value = { status: 'ready', queue: answer.value }
    }
    else if (state.value.status !== 'ready') {
      state.value = { status: 'failed', code: answer.code }
    }
  })

  /** Decides once; returns the refusal, or null. What stands on the server is shown afterwards, whatever was wished. */
  async function decide(accountId: number, id: number, decision: Decision): Promise<FailureCode | null> {
    if (deciding.value !== null) return null
    deciding.value = id
    const answer = await api.send('POST', `/approvals/${accountId}/${id}`, decision, Approvals)
    if (answer.ok) state.value = { status: 'ready', queue: answer.value }
    else await load(accountId)
    deciding.value = null
    return answer.ok ? null : answer.code
  }

  return { state, deciding, load, decide }
})
