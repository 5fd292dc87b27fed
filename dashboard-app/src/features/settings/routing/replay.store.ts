import type { HistoryImport as Import, RoutingDraft, ReplayRun as Run } from '#shared/contracts/routing-settings'
import type { Answer, FailureCode } from '@/core/api'
import { HistoryImport, ReplayRun } from '#shared/contracts/routing-settings'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useApi } from '@/core/api'

const LOOK_EVERY_MS = 1_000
const isOpen = (state: Run['state'] | undefined) => state === 'queued' || state === 'running'

/** A replay of a draft and the import of the past, both long work of the server: started here, watched, stopped. */
export const useReplayStore = defineStore('settings_replay', () => {
  const api = useApi()
  const run = shallowRef<Run | null>(null)
  const past = shallowRef<Import>(null)
  const failure = shallowRef<FailureCode | null>(null)
  const isRunning = computed(() => isOpen(run.value?.state))
  const isImporting = computed(() => isOpen(past.value?.state))
  let watchedRun = 0
  let watchedImport = 0

  async function start(accountId: number, days: number, draft: RoutingDraft): Promise<void> {
    failure.value = null
    await watchRun(accountId, await api.send('POST', `/routing/${accountId}/replays`, { days, draft }, ReplayRun))
  }
  async function stop(accountId: number): Promise<void> {
    if (run.value) await watchRun(accountId, await api.send('POST', `/routing/${accountId}/replays/${run.value.id}/stop`, {}, ReplayRun))
  }
  async function watchRun(accountId: number, answer: Answer<Run>, mine = ++watchedRun): Promise<void> {
    if (mine !== watchedRun) return
    failure.value = answer.ok ? null : answer.code
    if (!answer.ok) return
    run.value = answer.value
    if (!isOpen(answer.value.state)) return
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS))
    if (mine === watchedRun) await watchRun(accountId, await api.get(`/routing/${accountId}/replays/${answer.value.id}`, ReplayRun), mine)
  }

  async function loadImport(accountId: number): Promise<void> {
    await watchImport(accountId, await api.get(`/routing/${accountId}/import`, HistoryImport))
  }
  async function startImport(accountId: number, days: number): Promise<void> {
    failure.value = null
    await watchImport(accountId, await api.send('POST', `/routing/${accountId}/import`, { days }, HistoryImport))
  }
  async function stopImport(accountId: number): Promise<void> {
    await watchImport(accountId, await api.send('POST', `/routing/${accountId}/import/stop`, {}, HistoryImport))
  }
  async function watchImport(accountId: number, answer: Answer<Import>, mine = ++watchedImport): Promise<void> {
    if (mine !== watchedImport) return
    failure.value = answer.ok ? null : answer.code
    if (!answer.ok) return
    past.value = answer.value
    if (!isOpen(answer.value?.state)) return
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS))
    if (mine === watchedImport) await watchImport(accountId, await api.get(`/routing/${accountId}/import`, HistoryImport), mine)
  }

  /** Whoever leaves the screen stops watching; the work goes on. */
  function leave(): void {
    watchedRun++
    watchedImport++
  }

  return { run, past, failure, isRunning, isImporting, start, stop, loadImport, startImport, stopImport, leave }
})
