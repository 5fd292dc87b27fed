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

/** An account, or one of its conversations. */
export interface Place { accountId: number, conversationId?: number | undefined }

function addressOf({ accountId, conversationId }: Place, id?: number): string {
  return `/approvals/${accountId}${id === undefined ? '' : `/${id}`}${conversationId === undefined ? '' : `?conversation=${conversationId}`}`
}

/** What waits for a person in one place. A look that fails leaves what is known standing. */
function setup() {
  const api = useApi()
  const state = shallowRef<ApprovalsState>({ status: 'loading' })
  const deciding = shallowRef<number | null>(null)
  let shown = ''

  /** What waits elsewhere is not shown here. */
  function enter(place: Place): void {
    const address = addressOf(place)
    if (shown !== address) state.value = { status: 'loading' }
    shown = address
  }
  const load = createTurns(async (place: Place): Promise<void> => {
    const askedAt = Date.now()
    const answer = await api.get(addressOf(place), Approvals)
    if (addressOf(place) !== shown) return
    if (answer.ok) {
      setServerTime(answer.value.asOf, askedAt)
      state.value = { status: 'ready', queue: answer.value }
    }
    else if (state.value.status !== 'ready') {
      state.value = { status: 'failed', code: answer.code }
    }
  })

  /** Decides once; returns the refusal, or null. What stands on the server is shown afterwards, whatever was wished. */
  async function decide(place: Place, id: number, decision: Decision): Promise<FailureCode | null> {
    if (deciding.value !== null) return null
    deciding.value = id
    const answer = await api.send('POST', addressOf(place, id), decision, Approvals)
    if (answer.ok && addressOf(place) === shown) state.value = { status: 'ready', queue: answer.value }
    else await load(place)
    deciding.value = null
    return answer.ok ? null : answer.code
  }

  return { state, deciding, enter, load, decide }
}

/** What waits in the account. */
export const useApprovalsStore = defineStore('approvals', setup)
/** What waits in the conversation on screen, which stays there behind the queue. */
export const useApprovalsHereStore = defineStore('approvals_here', setup)
