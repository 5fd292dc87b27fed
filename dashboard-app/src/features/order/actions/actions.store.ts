import type { ConversationRef } from '#shared/contracts/conversation'
import type { OrderAction, PlacedAction } from '#shared/contracts/order-action'
import type { FailureCode } from '@/core/api'
import { differences } from '#shared/actions/compare'
import { isOver } from '#shared/actions/state'
import { ActionOrder } from '#shared/contracts/action-order'
import { PlaceAnswer, PlacedActions, RehearsalAnswer } from '#shared/contracts/order-action'
import { Variants } from '#shared/contracts/order-action-edit'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { z } from 'zod'
import { useApi } from '@/core/api'
import { createTurns } from '@/core/turns'

type Ready = Extract<z.infer<typeof RehearsalAnswer>, { status: 'ready' }>['rehearsal']
type Refusal = Extract<z.infer<typeof RehearsalAnswer>, { status: 'refused' }>
type OrderState = { status: 'loading' } | { status: 'ready', order: ActionOrder } | { status: 'failed', code: FailureCode }
/** Where the agent is: looking at what an action would do, or at what became of it. */
type Step =
  | { at: 'asking' }
  | { at: 'rehearsed', action: OrderAction, rehearsal: Ready, changes: ReturnType<typeof differences> }
  | { at: 'placed', action: PlacedAction, isBusy: boolean }

const LOOK_AGAIN_MS = 2_500

/** What one agent is about to do with one order. An answer that comes after they have gone elsewhere is dropped. */
export const useActionsStore = defineStore('order_actions', () => {
  const api = useApi()
  const order = shallowRef<OrderState>({ status: 'loading' })
  const earlier = shallowRef<PlacedAction[]>([])
  const step = shallowRef<Step>({ at: 'asking' })
  const refusal = shallowRef<Refusal | null>(null)
  const failure = shallowRef<FailureCode | null>(null)
  const isWorking = shallowRef(false)
  let place = ''
  let orderId = ''
  let wish = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  async function open({ accountId, conversationId }: ConversationRef, id: string): Promise<void> {
    place = `/order-actions/${accountId}/${conversationId}`
    orderId = id
    order.value = { status: 'loading' }
    earlier.value = []
    restart()
    const mine = place
    const [read] = await Promise.all([api.get(`${place}/order?id=${encodeURIComponent(id)}`, ActionOrder), look()])
    if (mine !== place || id !== orderId) return
    order.value = read.ok ? { status: 'ready', order: read.value } : { status: 'failed', code: read.code }
  }

  function restart(): void {
    clearTimeout(timer)
    step.value = { at: 'asking' }
    forget()
    isWorking.value = false
  }
  /** Takes back what was said of the last try. */
  function forget(): void {
    refusal.value = null
    failure.value = null
  }

  async function rehearse(action: OrderAction): Promise<void> {
    if (isWorking.value) return
    isWorking.value = true
    refusal.value = null
    const answer = await api.send('POST', `${place}/rehearsals`, { orderId, action }, RehearsalAnswer)
    isWorking.value = false
    failure.value = answer.ok ? null : answer.code
    if (!answer.ok) return
    if (answer.value.status === 'refused') refusal.value = answer.value
    else rehearsed(action, answer.value.rehearsal, [])
  }

  // A wish begins with what the agent sees: pressed twice, it is the same one.
  function rehearsed(action: OrderAction, rehearsal: Ready, changes: ReturnType<typeof differences>): void {
    wish = crypto.randomUUID()
    step.value = { at: 'rehearsed', action, rehearsal, changes }
  }

  async function confirm(reason: string): Promise<void> {
    if (isWorking.value || step.value.at !== 'rehearsed') return
    const { action, rehearsal } = step.value
    isWorking.value = true
    const asked = { orderId, action, reason, digest: rehearsal.digest, requestKey: wish }
    const answer = await api.send('POST', place, asked, PlaceAnswer, { outlivesPage: true })
    isWorking.value = false
    failure.value = answer.ok ? null : answer.code
    if (!answer.ok) return
    const { value } = answer
    if (value.status === 'refused') refusal.value = value
    else if (value.status === 'changed') rehearsed(action, value.rehearsal, differences(rehearsal.facts, value.rehearsal.facts))
    else follow(value.action, value.status === 'busy')
  }

  /** What the shop sells by these words; nothing when it cannot be asked, which is said as a failure. */
  async function findVariants(words: string): Promise<Variants['variants']> {
    const answer = await api.get(`${place}/variants?q=${encodeURIComponent(words)}`, Variants)
    failure.value = answer.ok ? null : answer.code
    return answer.ok ? answer.value.variants : []
  }

  /** Shows an action and looks again until it is over. */
  function follow(action: PlacedAction, isBusy = false): void {
    clearTimeout(timer)
    step.value = { at: 'placed', action, isBusy }
    if (!isOver(action.state)) timer = setTimeout(look, LOOK_AGAIN_MS)
  }

  const turn = createTurns(read)
  /** Reads what was done anew, and what became of the action that is shown. */
  async function look(): Promise<void> {
    return turn(place)
  }
  async function read(mine: string): Promise<void> {
    const shown = step.value
    const answer = await api.get(mine, PlacedActions)
    if (mine !== place) return
    if (answer.ok) earlier.value = answer.value.actions.filter(one => one.orderId === orderId)
    if (step.value.at !== 'placed') return
    // What was placed meanwhile, this answer may not know yet.
    if (step.value !== shown) return void look()
    const { action, isBusy } = step.value
    follow(earlier.value.find(({ id }) => id === action.id) ?? action, isBusy)
  }

  async function stop(id: string): Promise<void> {
    const answer = await api.send('POST', `${place}/${id}/stop`, {}, z.unknown())
    failure.value = answer.ok ? null : answer.code
    await look()
  }

  async function close(id: string, isDone: boolean): Promise<void> {
    const answer = await api.send('POST', `${place}/${id}/close`, { isDone }, z.unknown())
    failure.value = answer.ok ? null : answer.code
    await look()
  }

  function leave(): void {
    clearTimeout(timer)
  }

  const state = { order, earlier, step, refusal, failure, isWorking }
  return { ...state, open, restart, forget, rehearse, confirm, findVariants, follow, look, stop, close, leave }
})
