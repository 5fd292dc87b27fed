import { describe, expect, it } from 'vitest'
import { useConversationStore } from './conversation.store'
import { serverNow } from './server-clock'
import { brief, json, later, memory, openStores, problem } from './testing'

const NORA = { accountId: 7, conversationId: 41 }
const LUCIA = { accountId: 7, conversationId: 42 }

describe('useConversationStore', () => {
  it('never shows a late answer of the conversation that was left', async () => {
    const slow = later<Response>()
    openStores(async path => path.endsWith('/41') ? slow.promise : json(brief({ conversationId: 42 })))
    const store = useConversationStore()
    const first = store.show(NORA, 'maya')
    await store.show(LUCIA, 'maya')
    slow.settle(json(brief()))
    await first
    expect(store.state).toMatchObject({ status: 'ready', brief: { conversationId: 42 } })
  })

  it('refuses an answer about another conversation or account than it asked for', async () => {
    openStores(() => json(brief({ accountId: 8 })))
    const store = useConversationStore()
    await store.show(NORA, 'maya')
    expect(store.state).toEqual({ status: 'failed', code: 'internal' })
  })

  it('paints the kept view at once and then the server\'s', async () => {
    const storage = memory()
    openStores(() => json(brief()), storage)
    await useConversationStore().show(NORA, 'maya')

    const slow = later<Response>()
    openStores(async () => slow.promise, storage)
    const store = useConversationStore()
    const shown = store.show(NORA, 'maya')
    expect(store.state).toMatchObject({ status: 'ready', freshness: { kind: 'refreshing' } })
    slow.settle(json(brief({ asOf: 6_000 })))
    await shown
    expect(store.state).toMatchObject({ brief: { asOf: 6_000 }, freshness: { kind: 'fresh' } })
  })

  it('says that a view is as of the last event when Chatwoot did not answer', async () => {
    openStores(() => json(brief({ isLive: false })))
    const store = useConversationStore()
    await store.show(NORA, 'maya')
    expect(store.state).toMatchObject({ status: 'ready', freshness: { kind: 'stale', code: 'chatwoot_unreachable' } })
  })

  it('shows one agent\'s kept view to no other', () => {
    const storage = memory()
    openStores(() => json(brief()), storage)
    const store = useConversationStore()
    return store.show(NORA, 'maya').then(() => {
      openStores(async () => later<Response>().promise, storage)
      const other = useConversationStore()
      void other.show(NORA, 'julien')
      expect(other.state).toEqual({ status: 'loading' })
    })
  })

  it('keeps the view with its reason when the server is gone, and drops it when the agent may not see it any more', async () => {
    let answer = () => json(brief())
    const { storage } = openStores(() => answer())
    const store = useConversationStore()
    await store.show(NORA, 'maya')

    answer = () => problem('chatwoot_unreachable', 502)
    await store.refresh()
    expect(store.state).toMatchObject({ status: 'ready', freshness: { kind: 'stale', code: 'chatwoot_unreachable' } })

    answer = () => problem('account_not_found', 404)
    await store.refresh()
    expect(store.state).toEqual({ status: 'failed', code: 'account_not_found' })
    expect(storage.keys()).toEqual([])
  })

  it('shows the answer under way however often it is asked to refresh, and then asks once more', async () => {
    const answers = [later<Response>(), later<Response>()]
    let asked = 0
    openStores(async () => answers[asked++]?.promise ?? problem('internal', 500))
    const store = useConversationStore()
    const shown = store.show(NORA, 'maya')
    const refreshed = [store.refresh(), store.refresh(), store.refresh()]
    answers[0]?.settle(json(brief({ asOf: 6_000 })))
    await Promise.all(refreshed)
    expect(store.state).toMatchObject({ status: 'ready', brief: { asOf: 6_000 } })
    answers[1]?.settle(json(brief({ asOf: 7_000 })))
    await shown
    expect(store.state).toMatchObject({ brief: { asOf: 7_000 } })
    expect(asked).toBe(2)
  })

  it('tells the server\'s time by when it asked, not by when the answer came', async () => {
    const hourAhead = Date.now() + 3_600_000
    openStores(async () => {
      await new Promise(resolve => setTimeout(resolve, 60))
      return json(brief({ asOf: hourAhead }))
    })
    await useConversationStore().show(NORA, 'maya')
    expect(serverNow() - hourAhead).toBeGreaterThanOrEqual(55)
  })
})
