import type { Component } from 'vue'
import i18next from 'i18next'
import { defineAsyncComponent } from 'vue'
import { loadActionWords } from '@/core/order-actions/words'
import { loadWords } from './words'

/** The queue of approvals with its words: neither is part of the first view. */
export default defineAsyncComponent(async () => withWords(import('./ApprovalQueue.vue')))
/** What waits in one conversation, with its words. */
export const ApprovalsHere = defineAsyncComponent(async () => withWords(import('./ApprovalsHere.vue')))

async function withWords<T extends Component>(loading: Promise<{ default: T }>): Promise<T> {
  const [{ default: component }] = await Promise.all([loading, loadWords(i18next.language), loadActionWords(i18next.language)])
  i18next.on('languageChanged', loadWords)
  i18next.on('languageChanged', loadActionWords)
  return component
}
