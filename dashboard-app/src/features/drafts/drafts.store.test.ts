import type { DraftEvent } from '#shared/contracts/draft'
import { describe, expect, it } from 'vitest'
import { later, openStores, problem } from '@/core/testing'
import { useDraftsStore } from './drafts.store'

const NORA = { accountId: 7, conversationId: 41 }
const ABOUT = { messageId: 10, orderId: null }

function draft(style: 'formal' | 'friendly' | 'concise', text: string): DraftEvent {
  return { type: 'ready', style, draft: { style, language: 'en', text, segments: [{ text, factId: null }], facts: [], writer: 'local', setAside: null } }
}
function streamOf(...events: unknown[]): Response {
  return new Response(events.map(event => `data: ${JSON.stringify(event)}\n\n`).join(''), { headers: { 'content-type': 'text/event-stream' } })
}

describe('useDraftsStore', () => {
  it('shows each style as far as it has come to an end', async () => {
    openStores(() => streamOf(
      { type: 'delta', style: 'formal', text: 'Dear ' },
      draft('formal', 'Dear Nora'),
      { type: 'refused', style: 'concise', missing: ['tracking'] },
      draft('friendly', 'Hi Nora'),
      { type: 'end' },
    ))
    const store = useDraftsStore()
    await store.write(NORA, ABOUT)
    expect(store.drafts).toMatchObject({
      formal: { status: 'ready', draft: { text: 'Dear Nora' } },
      friendly: { status: 'ready', draft: { text: 'Hi Nora' } },
      concise: { status: 'refused', missing: ['tracking'] },
    })
  })

  it('says so when the stream is cut in the middle, and keeps what was whole', async () => {
    openStores(() => streamOf(draft('formal', 'Dear Nora'), { type: 'delta', style: 'friendly', text: 'Hi N' }))
    const store = useDraftsStore()
    await store.write(NORA, ABOUT)
    expect(store.drafts.formal.status).toBe('ready')
    expect(store.drafts.friendly).toEqual({ status: 'failed', code: 'model_unavailable' })
  })

  it('calls an empty draft a failure, and passes over what it cannot read', async () => {
    openStores(() => streamOf('nonsense', { type: 'ready', style: 'formal', draft: { text: 7 } }, draft('friendly', '  ')))
    const store = useDraftsStore()
    await store.write(NORA, ABOUT)
    expect(store.drafts.friendly).toEqual({ status: 'failed', code: 'model_unavailable' })
    expect(store.drafts.formal.status).toBe('failed')
  })

  it('never shows a late draft of what was asked before', async () => {
    const slow = later<Response>()
    let isFirst = true
    openStores(async () => {
      if (!isFirst) return streamOf(draft('friendly', 'About the second order'))
      isFirst = false
      return slow.promise
    })
    const store = useDraftsStore()
    const first = store.write(NORA, ABOUT)
    await store.write(NORA, { ...ABOUT, orderId: 'second' })
    slow.settle(streamOf(draft('friendly', 'About the first order')))
    await first
    expect(store.drafts.friendly).toMatchObject({ status: 'ready', draft: { text: 'About the second order' } })
  })

  it('fails with the server\'s reason', async () => {
    openStores(() => problem('model_budget_spent', 429))
    const store = useDraftsStore()
    await store.write(NORA, ABOUT)
    expect(store.drafts.formal).toEqual({ status: 'failed', code: 'model_budget_spent' })
  })

  it('stops at once', async () => {
    const slow = later<Response>()
    openStores(async () => slow.promise)
    const store = useDraftsStore()
    const writing = store.write(NORA, ABOUT)
    store.stop()
    slow.settle(streamOf(draft('formal', 'Too late')))
    await writing
    expect(store.drafts.formal).toEqual({ status: 'stopped' })
  })
})
