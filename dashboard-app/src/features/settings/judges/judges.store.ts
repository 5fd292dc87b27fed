import type { JudgeName, JudgeSettings, JudgesOverview as Overview } from '#shared/contracts/judges'
import type { Answer, FailureCode } from '@/core/api'
import { JudgesOverview } from '#shared/contracts/judges'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { z } from 'zod'
import { useApi } from '@/core/api'

export type JudgesState =
  | { status: 'loading' }
  | { status: 'ready', overview: Overview }
  | { status: 'failed', code: FailureCode }
export type ActState = { status: 'idle' } | { status: 'running' } | { status: 'saved' } | { status: 'failed', code: FailureCode }

const Training = z.object({ isTraining: z.boolean() })

/** What the judges of an account are worth, how sure they must be, and what they learned. */
export const useJudgesStore = defineStore('settings_judges', () => {
  const api = useApi()
  const state = shallowRef<JudgesState>({ status: 'loading' })
  const acting = shallowRef<ActState>({ status: 'idle' })
  let latest = 0

  async function load(accountId: number): Promise<void> {
    const mine = ++latest
    if (state.value.status === 'failed') state.value = { status: 'loading' }
    const answer = await api.get(`/judges/${accountId}`, JudgesOverview)
    if (mine !== latest) return
    state.value = answer.ok ? { status: 'ready', overview: answer.value } : { status: 'failed', code: answer.code }
  }

  async function save(accountId: number, judge: JudgeName, settings: JudgeSettings): Promise<void> {
    return act(accountId, () => api.send('PUT', `/judges/${accountId}/${judge}/settings`, settings, JudgesOverview))
  }

  /** Null brings the model back that every account starts with. */
  async function activate(accountId: number, id: number | null): Promise<void> {
    return act(accountId, () => api.send('POST', `/judges/${accountId}/category/activate`, { id }, JudgesOverview))
  }

  async function retrain(accountId: number): Promise<void> {
    return act(accountId, () => api.send('POST', `/judges/${accountId}/category/retrain`, {}, Training))
  }

  async function act(accountId: number, ask: () => Promise<Answer<unknown>>): Promise<void> {
    acting.value = { status: 'running' }
    const answer = await ask()
    acting.value = answer.ok ? { status: 'saved' } : { status: 'failed', code: answer.code }
    // What stands on the server is shown, whatever was wished.
    await load(accountId)
  }

  return { state, acting, load, save, activate, retrain }
})
