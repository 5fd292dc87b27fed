import type { ReplayBench as Bench, HistoryImport as Import, ReplayRun as Run } from '#shared/contracts/replays'
import type { EditedDraft } from './replay-draft'
import type { Answer, FailureCode } from '@/core/api'
import { HistoryImport, ReplayBench, ReplayRun } from '#shared/contracts/replays'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useApi } from '@/core/api'
import { changedParts, draftOf, editedOf } from './replay-draft'

export type BenchState = { status: 'loading' } | { status: 'ready', bench: Bench } | { status: 'failed', code: FailureCode }
export type Act = 'idle' | 'asking' | FailureCode

const Past = HistoryImport.nullable()
const GOES_ON: (string | undefined)[] = ['queued', 'running']

/** What a draft would have meant: the draft, the run, and the past that it is run against. */
export const useReplayStore = defineStore('settings_replay', () => {
  const api = useApi()
  const state = shallowRef<BenchState>({ status: 'loading' })
  const draft = ref<EditedDraft | null>(null)
  const run = shallowRef<Run | null>(null)
  const past = shallowRef<Import | null>(null)
  const running = shallowRef<Act>('idle')
  const importing = shallowRef<Act>('idle')
  const today = computed(() => state.value.status === 'ready' ? editedOf(state.value.bench.today) : null)
  const changed = computed(() => draft.value && today.value ? changedParts(draft.value, today.value) : [])
  const isRunning = computed(() => GOES_ON.includes(run.value?.state))
  const isImporting = computed(() => GOES_ON.includes(past.value?.state))
  let shownAccount: number | null = null
  let latest = 0

  async function load(accountId: number): Promise<void> {
    if (shownAccount !== accountId || state.value.status === 'failed') state.value = { status: 'loading' }
    const isNew = shownAccount !== accountId || draft.value === null
    shownAccount = accountId
    const mine = ++latest
    const answer = await api.get(`/routing/${accountId}/replays`, ReplayBench)
    if (mine !== latest) return
    state.value = answer.ok ? { status: 'ready', bench: answer.value } : { status: 'failed', code: answer.code }
    if (!answer.ok) return
    past.value = answer.value.import
    if (isNew) {
      undo()
      run.value = null
    }
    const [newest] = answer.value.replays
    if (newest && (isNew || GOES_ON.includes(newest.state))) await show(accountId, newest.id)
  }

  async function show(accountId: number, replayId: number): Promise<void> {
    const answer = await api.get(`/routing/${accountId}/replays/${replayId}`, ReplayRun)
    if (answer.ok) run.value = answer.value
  }

  async function start(accountId: number, days: number): Promise<void> {
    const asked = draft.value && draftOf(draft.value)
    if (!asked) return
    running.value = 'asking'
    const answer = await api.send('POST', `/routing/${accountId}/replays`, { days, draft: asked }, ReplayRun)
    running.value = answer.ok ? 'idle' : answer.code
    if (answer.ok) run.value = answer.value
    else if (answer.code === 'already_running') await load(accountId)
  }

  async function stop(accountId: number): Promise<void> {
    if (!run.value) return
    const answer = await api.send('POST', `/routing/${accountId}/replays/${run.value.id}/stop`, {}, ReplayRun)
    running.value = answer.ok ? 'idle' : answer.code
    if (answer.ok) run.value = answer.value
  }

  async function bringIn(accountId: number, days: number): Promise<void> {
    importing.value = 'asking'
    await keep(api.send('POST', `/routing/${accountId}/import`, { days }, Past))
  }
  async function stopImport(accountId: number): Promise<void> {
    await keep(api.send('POST', `/routing/${accountId}/import/stop`, {}, Past))
  }
  async function keep(asked: Promise<Answer<Import | null>>): Promise<void> {
    const answer = await asked
    importing.value = answer.ok ? 'idle' : answer.code
    if (answer.ok) past.value = answer.value
  }

  /** What is running tells how far it is when it is asked; nothing tells of its end. */
  async function look(accountId: number): Promise<void> {
    if (isRunning.value && run.value) {
      await show(accountId, run.value.id)
      if (!isRunning.value) await load(accountId)
    }
    if (!isImporting.value) return
    const answer = await api.get(`/routing/${accountId}/import`, Past)
    if (answer.ok) past.value = answer.value
    if (!isImporting.value) await load(accountId)
  }

  function undo(): void {
    if (state.value.status === 'ready') draft.value = editedOf(state.value.bench.today)
  }

  const shown = { state, draft, run, past, running, importing, changed, isRunning, isImporting }
  return { ...shown, load, show, start, stop, bringIn, stopImport, look, undo }
})
