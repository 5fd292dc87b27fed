import type { MacroAnswers, MacroRun as MacroRunType, Rehearsal as RehearsalType, MacroShelf as Shelf } from '#shared/contracts/macro'
import type { UndoPreview as UndoPreviewType } from '#shared/contracts/macro-undo'
import type { FailureCode } from '@/core/api'
import { ActionOrder } from '#shared/contracts/action-order'
import { MacroRun, MacroShelf, Rehearsal } from '#shared/contracts/macro'
import { UndoPreview } from '#shared/contracts/macro-undo'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useApi } from '@/core/api'

interface Place { accountId: number, conversationId: number }
export type ShelfState = { status: 'loading' } | { status: 'ready', shelf: Shelf } | { status: 'failed', code: FailureCode }

/** The macros of one conversation: what may be run, what one would do, and the run that is looked at. */
export const useMacrosStore = defineStore('macros', () => {
  const api = useApi()
  const state = shallowRef<ShelfState>({ status: 'loading' })
  const rehearsal = shallowRef<RehearsalType | null>(null)
  const run = shallowRef<MacroRunType | null>(null)
  const refusal = shallowRef<FailureCode | null>(null)
  const isBusy = shallowRef(false)
  /** What can be chosen of the order that the macro is about. */
  const order = shallowRef<ActionOrder | null>(null)
  /** What can be undone of the run that is looked at; `undoChanged`: it is not what was shown before. */
  const undo = shallowRef<UndoPreviewType | null>(null)
  const undoChanged = shallowRef(false)
  const isLookingAtUndo = shallowRef(false)
  let place: Place = { accountId: 0, conversationId: 0 }
  // The same key however often a start is tried, so that two clicks are one run.
  let key = ''
  let asked = 0

  const at = (path = '') => `/macros/${place.accountId}/${place.conversationId}${path}`

  /** Shows what is known of the account's macros at once, and what the server says as soon as it is there. */
  async function open(where: Place): Promise<void> {
    const known = state.value.status === 'ready' && place.accountId === where.accountId ? state.value.shelf : null
    const runs = place.conversationId === where.conversationId ? known?.runs ?? [] : []
    place = where
    state.value = known ? { status: 'ready', shelf: { ...known, runs } } : { status: 'loading' }
    close()
    await load()
  }

  /** Reads the account's macros before the palette is opened for the first time. */
  async function warm(where: Place): Promise<void> {
    if (place.accountId !== 0) return
    place = where
    await load()
  }

  async function load(): Promise<void> {
    const mine = place
    const answer = await api.get(at(), MacroShelf)
    if (mine !== place) return
    if (!answer.ok) {
      if (state.value.status !== 'ready') state.value = { status: 'failed', code: answer.code }
      return
    }
    state.value = { status: 'ready', shelf: answer.value }
    run.value = answer.value.runs.find(({ id }) => id === run.value?.id) ?? run.value
  }

  /** What it would do with these answers; a later question makes an earlier answer old. */
  async function rehearse(macroId: number, inputs: MacroAnswers, orderId: string | undefined): Promise<void> {
    const turn = ++asked
    const answer = await api.send('POST', at('/rehearse'), { macroId, inputs, orderId }, Rehearsal)
    if (turn !== asked) return
    if (!key) key = crypto.randomUUID()
    refusal.value = answer.ok ? refusal.value : answer.code
    rehearsal.value = answer.ok ? answer.value : null
  }

  async function start(macroId: number, inputs: MacroAnswers, orderId: string | undefined): Promise<void> {
    if (!rehearsal.value?.canRun || isBusy.value) return
    isBusy.value = true
    refusal.value = null
    const { digest } = rehearsal.value
    const answer = await api.send('POST', at('/run'), { macroId, inputs, orderId, digest, key }, MacroRun)
    if (answer.ok) {
      run.value = answer.value
    }
    else {
      refusal.value = answer.code
      // What it would do now is shown, and nothing was done.
      if (answer.code === 'macro_changed' || answer.code === 'macro_incomplete') await rehearse(macroId, inputs, orderId)
    }
    isBusy.value = false
  }

  async function steer(how: 'stop' | 'retry'): Promise<void> {
    if (!run.value || isBusy.value) return
    isBusy.value = true
    const answer = await api.send('POST', at(`/runs/${run.value.id}/${how}`), {}, MacroRun)
    if (answer.ok) run.value = answer.value
    refusal.value = answer.ok ? null : answer.code
    isBusy.value = false
  }

  /** Lets a run that has paused go on with what it would do now, or look at the world again. */
  async function goOn(digest: string | null): Promise<void> {
    if (!run.value || isBusy.value) return
    isBusy.value = true
    const answer = await api.send('POST', at(`/runs/${run.value.id}/go-on`), { digest }, MacroRun)
    if (answer.ok) run.value = answer.value
    refusal.value = answer.ok ? null : answer.code
    if (!answer.ok) await load()
    isBusy.value = false
  }

  async function lookAtUndo(): Promise<void> {
    if (!run.value || isLookingAtUndo.value) return
    const { id } = run.value
    isLookingAtUndo.value = true
    refusal.value = null
    const answer = await api.get(at(`/runs/${id}/undo`), UndoPreview)
    isLookingAtUndo.value = false
    if (run.value?.id !== id) return
    undo.value = answer.ok ? answer.value : null
    refusal.value = answer.ok ? null : answer.code
  }

  /** Undoes exactly what is shown; when that is not so any more, what would be undone now is shown. */
  async function doUndo(): Promise<void> {
    if (!run.value || !undo.value?.canUndo || isBusy.value) return
    isBusy.value = true
    const answer = await api.send('POST', at(`/runs/${run.value.id}/undo`), { digest: undo.value.digest }, MacroRun)
    if (answer.ok) {
      run.value = answer.value
      leaveUndo()
    }
    else if (answer.code === 'macro_changed') {
      await lookAtUndo()
      undoChanged.value = true
    }
    else {
      refusal.value = answer.code
    }
    isBusy.value = false
  }

  function leaveUndo(): void {
    undo.value = null
    undoChanged.value = false
  }

  /** Reads the lines that a macro asks for, once for each order. */
  async function loadOrder(id: string): Promise<void> {
    if (order.value?.id === id) return
    const answer = await api.get(`/order-actions/${place.accountId}/${place.conversationId}/order?id=${encodeURIComponent(id)}`, ActionOrder)
    if (answer.ok) order.value = answer.value
    else refusal.value = answer.code
  }

  /** Back to the list: what was rehearsed and looked at is put away. */
  function close(): void {
    asked++
    rehearsal.value = null
    run.value = null
    order.value = null
    refusal.value = null
    leaveUndo()
    key = ''
  }

  const undoing = { undo, undoChanged, isLookingAtUndo, lookAtUndo, doUndo, leaveUndo }
  return { state, rehearsal, run, refusal, isBusy, order, open, warm, load, loadOrder, rehearse, start, steer, goOn, close, ...undoing }
})
