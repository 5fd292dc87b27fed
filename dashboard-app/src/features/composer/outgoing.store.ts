import type { ConversationRef, ThreadMessage } from '#shared/contracts/conversation'
import type { OutgoingKind, SentMessage as SentMessageType } from '#shared/contracts/message'
import type { Answer, FailureCode } from '@/core/api'
import type { PanelStorage } from '@/core/storage'
import { SentMessage } from '#shared/contracts/message'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { z } from 'zod'
import { useApi } from '@/core/api'
import { Outgoing } from '@/core/outgoing'
import { serverNow } from '@/core/server-clock'
import { readJson } from '@/core/storage'

export const HOLD_MS = 5_000
const LOOK_AGAIN_MS = [700, 1_000, 2_000, 4_000, 8_000, 15_000]
// The server said what is wrong with the request: asking again would hear the same.
const REFUSALS: ReadonlySet<FailureCode> = new Set([
  'invalid_request',
  'not_signed_in',
  'forbidden',
  'account_not_found',
  'conversation_not_found',
  'idempotency_conflict',
  'body_too_large',
  'text_empty',
  'agent_unknown',
])
type Undone = 'undone' | 'too_late' | 'unknown'

/** Messages between the agent's key press and the thread. One key is one message, however often it is asked for. */
export const useOutgoingStore = defineStore('outgoing', () => {
  const api = useApi()
  const messages = shallowRef<Outgoing[]>([])
  let place: { ref: ConversationRef, path: string, storage: PanelStorage, key: string } | null = null
  const asking = new Map<string, Promise<void>>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  /** Opens one agent's messages of one conversation and finds out what became of those a lost frame left behind. */
  function open(ref: ConversationRef, storage: PanelStorage, key: string): void {
    timers.forEach(clearTimeout)
    timers.clear()
    place = { ref, path: `/messages/${ref.accountId}/${ref.conversationId}`, storage, key: `pitwall.outgoing.${key}` }
    messages.value = z.array(Outgoing).safeParse(readJson(storage, place.key)).data ?? []
    for (const { key } of messages.value.filter(isOpen)) look(key, 0)
  }

  function send(kind: OutgoingKind, text: string): void {
    const message: Outgoing = { key: crypto.randomUUID(), kind, text, state: 'asking', sendsAt: serverNow() + HOLD_MS, messageId: null, code: null }
    keep([...messages.value, message])
    void ask(message)
  }

  /** Asks again with the same key, so a message that did arrive stays one message. */
  function retry(key: string): void {
    const message = messages.value.find(one => one.key === key)
    if (!message) return
    change(key, { state: 'asking', code: null, sendsAt: serverNow() + HOLD_MS })
    void ask(message)
  }

  async function undo(key: string): Promise<Undone> {
    const here = place
    await asking.get(key)
    const answer = here && await api.send('POST', `${here.path}/${key}/undo`, {}, SentMessage)
    if (answer?.ok && answer.value.state === 'cancelled') {
      drop(key)
      return 'undone'
    }
    look(key, 0)
    return answer && !answer.ok && answer.code === 'message_already_sent' ? 'too_late' : 'unknown'
  }

  function drop(key: string): void {
    clearTimeout(timers.get(key))
    keep(messages.value.filter(message => message.key !== key))
  }

  /** Forgets what the thread shows by now. */
  function settle(thread: ThreadMessage[]): void {
    const arrived = messages.value.filter(({ key, messageId }) => thread.some(({ id, ref }) => ref === key || id === messageId))
    arrived.forEach(({ key }) => drop(key))
  }

  async function ask({ key, kind, text }: Outgoing): Promise<void> {
    const here = place
    if (!here) return
    const request = api.send('POST', here.path, { key, kind, text, holdMs: HOLD_MS }, SentMessage, { outlivesPage: true })
    asking.set(key, request.then(answer => hear(here, key, answer)).finally(() => asking.delete(key)))
    await asking.get(key)
  }

  function hear(here: typeof place, key: string, answer: Answer<SentMessageType>, attempt = 0): void {
    if (place !== here) return
    if (answer.ok) {
      const { state, sendsAt, messageId, code } = answer.value
      if (state === 'cancelled') return drop(key)
      change(key, { state, sendsAt, messageId, code })
      if (state !== 'done' && state !== 'failed') look(key, attempt)
      return
    }
    if (REFUSALS.has(answer.code)) return change(key, { state: 'failed', code: answer.code })
    // Never asked for, as far as the server knows: the agent decides whether it still should be.
    if (answer.code === 'message_not_found') return change(key, { state: 'failed', code: 'message_not_found' })
    change(key, { state: 'unknown', code: answer.code })
    look(key, attempt)
  }

  function look(key: string, attempt: number): void {
    const here = place
    const message = messages.value.find(one => one.key === key)
    const pause = LOOK_AGAIN_MS[Math.min(attempt, LOOK_AGAIN_MS.length - 1)] ?? 0
    if (!here || !message) return
    const untilSent = message.state === 'held' ? Math.max(0, message.sendsAt - serverNow()) : 0
    clearTimeout(timers.get(key))
    timers.set(key, setTimeout(async () => hear(here, key, await api.get(`${here.path}/${key}`, SentMessage), attempt + 1), untilSent + pause))
  }

  function change(key: string, over: Partial<Outgoing>): void {
    keep(messages.value.map(message => message.key === key ? { ...message, ...over } : message))
  }

  function keep(next: Outgoing[]): void {
    messages.value = next
    if (!place) return
    if (next.length) place.storage.setItem(place.key, JSON.stringify(next))
    else place.storage.removeItem(place.key)
  }

  return { messages, open, send, retry, undo, drop, settle }
})

function isOpen({ state }: Outgoing): boolean {
  return state !== 'done' && state !== 'failed' && state !== 'cancelled'
}
