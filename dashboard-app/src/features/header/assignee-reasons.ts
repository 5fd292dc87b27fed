import i18next from 'i18next'
import { defineAsyncComponent } from 'vue'
import { loadAssignmentWords } from '@/core/assignment/words'

/** Why somebody has a conversation, with its words: neither is part of the first view. */
export default defineAsyncComponent(async () => {
  const [reasons] = await Promise.all([import('./AssigneeReasons.vue'), loadAssignmentWords(i18next.language)])
  i18next.on('languageChanged', loadAssignmentWords)
  return reasons.default
})
