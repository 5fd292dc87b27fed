import i18next from 'i18next'
import { defineAsyncComponent } from 'vue'
import { loadWords } from './words'

/** The queue of approvals with its words: neither is part of the first view. */
export default defineAsyncComponent(async () => {
  const [queue] = await Promise.all([import('./ApprovalQueue.vue'), loadWords(i18next.language)])
  i18next.on('languageChanged', loadWords)
  return queue.default
})
