import type { Answering } from '@/core/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { json, memory, openStores, problem } from '@/core/testing'
import { useOutgoingStore } from './outgoing.store'

const NORA = { accountId: 7, conversationId: 41 }
const Asked = z.object({ key: z.uuid(), kind: z.string(), text: z.string(), holdMs: z.number() })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A server that keeps each key once, as the outbox does. */
function outbox() {
  const kept = new Map<string, { text: string, state: string }>()
  const sent = (key: string) => json({ key, state: kept.get(key)?.state, sendsAt: Date.now() + 5_000, messageId: kept.get(key)?.state === 'done' ? 900 : null, code: null })
  const answer: Answering = (path, init) => {
    const [key, verb] = path.split('/').slice(4)
    if (!key) {
      const asked = Asked.parse(JSON.parse(String(init.body)))
      kept.set(asked.key, kept.get(asked.key) ?? { text: asked.text, state: 'held' })
      return sent(asked.key)
    }
    const row = kept.get(key)
    if (!row) return problem('message_not_found', 404)
    if (verb === 'undo' && row.state !== 'held') return problem('message_already_sent', 409)
    if (verb === 'undo') row.state = 'cancelled'
    return sent(key)
  }
  return { kept, answer }
}

describe('useOutgoingStore', () => {
  it('keeps one message one message, however often its answer is lost', async () => {
    const { kept, answer } = outbox()
    let isCut = true
    openStores((path, init) => {
      const response = answer(path, init)
      return isCut ? Promise.reject(new TypeError('cut')) : response
    })
    const store = useOutgoingStore()
    store.open(NORA, memory(), 'maya.7.41')
    store.send('reply', 'On its way')
    await vi.advanceTimersByTimeAsync(0)
    expect(store.messages).toMatchObject([{ state: 'unknown' }])
    isCut = false
    store.retry(store.messages[0]?.key ?? '')
    await vi.advanceTimersByTimeAsync(0)
    expect(store.messages).toMatchObject([{ state: 'held', text: 'On its way' }])
    expect(kept.size).toBe(1)
  })

  it('finds out what became of a message after the frame was torn down', async () => {
    const { kept, answer } = outbox()
    const storage = memory()
    openStores(answer)
    const before = useOutgoingStore()
    before.open(NORA, storage, 'maya.7.41')
    before.send('reply', 'On its way')
    await vi.advanceTimersByTimeAsync(0)
    for (const row of kept.values()) row.state = 'done'

    openStores(answer)
    const after = useOutgoingStore()
    after.open(NORA, storage, 'maya.7.41')
    expect(after.messages).toMatchObject([{ text: 'On its way', state: 'held' }])
    await vi.advanceTimersByTimeAsync(8_000)
    expect(after.messages).toMatchObject([{ state: 'done', messageId: 900 }])
  })

  it('takes a message back in time, and says when it is too late', async () => {
    const { kept, answer } = outbox()
    openStores(answer)
    const store = useOutgoingStore()
    store.open(NORA, memory(), 'maya.7.41')
    store.send('reply', 'Oops')
    await vi.advanceTimersByTimeAsync(0)
    expect(await store.undo(store.messages[0]?.key ?? '')).toBe('undone')
    expect(store.messages).toEqual([])

    store.send('reply', 'Gone')
    await vi.advanceTimersByTimeAsync(0)
    for (const row of kept.values()) row.state = 'done'
    expect(await store.undo(store.messages[0]?.key ?? '')).toBe('too_late')
  })

  it('stops asking where the server says what is wrong', async () => {
    openStores(() => problem('conversation_not_found', 404))
    const store = useOutgoingStore()
    store.open(NORA, memory(), 'maya.7.41')
    store.send('note', 'Look here')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(store.messages).toMatchObject([{ state: 'failed', code: 'conversation_not_found', text: 'Look here' }])
  })

  it('keeps the messages of one conversation out of another', async () => {
    const { answer } = outbox()
    const storage = memory()
    openStores(answer)
    const store = useOutgoingStore()
    store.open(NORA, storage, 'maya.7.41')
    store.send('reply', 'For Nora')
    store.open({ accountId: 7, conversationId: 42 }, storage, 'maya.7.42')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(store.messages).toEqual([])
    store.open(NORA, storage, 'maya.7.41')
    expect(store.messages).toMatchObject([{ text: 'For Nora' }])
  })
})
