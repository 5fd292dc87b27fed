import type { ConversationRef } from '#shared/contracts/conversation'
import type { Draft, DraftRequest, DraftStyle, MissingFact } from '#shared/contracts/draft'
import type { FailureCode } from '@/core/api'
import { DRAFT_STYLES, DraftEvent } from '#shared/contracts/draft'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useApi } from '@/core/api'
import { readEvents } from '@/core/sse'

export type DraftState =
  | { status: 'empty' }
  | { status: 'writing', text: string }
  | { status: 'ready', draft: Draft }
  | { status: 'refused', missing: MissingFact[] }
  | { status: 'failed', code: FailureCode }
  | { status: 'stopped' }

export type Drafts = Record<DraftStyle, DraftState>

/** The customer's message the drafts answer, and the order they speak of. */
interface Subject { messageId: number | null, orderId: string | null }

/** Three drafts side by side, each as far as it has come. */
export const useDraftsStore = defineStore('drafts', () => {
  const api = useApi()
  const drafts = shallowRef<Drafts>(all({ status: 'empty' }))
  const style = shallowRef<DraftStyle>('friendly')
  const answers = shallowRef<Subject | null>(null)
  let writing: AbortController | null = null

  async function write(ref: ConversationRef, about: Subject, request: Partial<DraftRequest> = {}) {
    writing?.abort()
    const mine = new AbortController()
    writing = mine
    answers.value = about
    drafts.value = all({ status: 'writing', text: '' })

    const body = { ...request, ...(about.orderId !== null && { orderId: about.orderId }) }
    const answer = await api.stream(`/drafts/${ref.accountId}/${ref.conversationId}`, body, mine.signal)
    // A late answer belongs to drafts that nobody waits for any more.
    if (writing !== mine) return
    if (answer.ok) await follow(answer.value, mine)
    if (writing !== mine) return
    finish({ status: 'failed', code: answer.ok ? 'model_unavailable' : answer.code })
    writing = null
  }

  async function follow(stream: ReadableStream<Uint8Array>, mine: AbortController) {
    try {
      for await (const line of readEvents(stream)) {
        if (writing !== mine) return
        const event = readEvent(line)
        if (event) drafts.value = afterEvent(drafts.value, event)
      }
    }
    catch {
      // The connection broke; what is unfinished is told as failed by the caller.
    }
  }

  /** What has not come to an end gets this one. */
  function finish(end: DraftState) {
    const ended = DRAFT_STYLES.map(one => [one, drafts.value[one].status === 'writing' ? end : drafts.value[one]] as const)
    drafts.value = { ...drafts.value, ...Object.fromEntries(ended) }
  }

  function stop() {
    writing?.abort()
    writing = null
    finish({ status: 'stopped' })
  }

  function clear() {
    writing?.abort()
    writing = null
    answers.value = null
    drafts.value = all({ status: 'empty' })
  }

  return { drafts, style, answers, write, stop, clear }
})

function all(state: DraftState): Drafts {
  return { formal: state, friendly: state, concise: state }
}

function readEvent(line: string): DraftEvent | null {
  try {
    return DraftEvent.safeParse(JSON.parse(line)).data ?? null
  }
  catch {
    return null
  }
}

/** The drafts after one event of the stream. */
function afterEvent(drafts: Drafts, event: DraftEvent): Drafts {
  if (event.type === 'end') return drafts
  const before = drafts[event.style]
  switch (event.type) {
    case 'delta':
      return { ...drafts, [event.style]: { status: 'writing', text: (before.status === 'writing' ? before.text : '') + event.text } }
    case 'ready': {
      const isEmpty = event.draft.text.trim() === ''
      return { ...drafts, [event.style]: isEmpty ? { status: 'failed', code: 'model_unavailable' } : { status: 'ready', draft: event.draft } }
    }
    case 'refused':
      return { ...drafts, [event.style]: { status: 'refused', missing: event.missing } }
    case 'failed':
      return { ...drafts, [event.style]: { status: 'failed', code: event.code } }
  }
}
