import type { Brief } from '#shared/contracts/brief'
import type { Category } from '#shared/contracts/judgement'
import type { FailureCode } from '@/core/api'
import { Decision } from '#shared/contracts/judges'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { useApi } from '@/core/api'
import { useConversationStore } from '@/core/conversation.store'

export type CorrectionState = { status: 'idle' } | { status: 'saving' } | { status: 'saved' } | { status: 'failed', code: FailureCode }

/** What an agent says a conversation is about: shown at once, taken back when it could not be stored. */
export const useCorrectionStore = defineStore('correction', () => {
  const api = useApi()
  const conversation = useConversationStore()
  const state = shallowRef<CorrectionState>({ status: 'idle' })
  let latest = 0

  async function decide({ accountId, conversationId, category: before, guess }: Brief, category: Category): Promise<void> {
    const mine = ++latest
    state.value = { status: 'saving' }
    conversation.assume({ category: { value: category, confidence: 1, evidence: [], version: 'person' }, guess: null })
    const answer = await api.send('POST', `/judges/${accountId}/conversations/${conversationId}/category`, { category }, Decision)
    if (mine !== latest) return
    state.value = answer.ok ? { status: 'saved' } : { status: 'failed', code: answer.code }
    const { state: shown } = conversation
    const isStillOpen = shown.status === 'ready' && shown.brief.conversationId === conversationId && shown.brief.accountId === accountId
    if (!answer.ok && isStillOpen) conversation.assume({ category: before, guess })
  }

  return { state, decide }
})
