import i18next from 'i18next'
import { defineAsyncComponent } from 'vue'
import { loadAssignmentWords } from '@/core/assignment/words'
import { loadWords } from './words'

/** The settings with their words: neither is part of the first view. */
export default defineAsyncComponent(async () => {
  const [section] = await Promise.all([import('./SettingsSection.vue'), loadWords(i18next.language), loadAssignmentWords(i18next.language)])
  i18next.on('languageChanged', loadWords)
  i18next.on('languageChanged', loadAssignmentWords)
  return section.default
})
