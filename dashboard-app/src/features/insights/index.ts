import i18next from 'i18next'
import { defineAsyncComponent } from 'vue'
import { loadWords } from './words'

/** The figures with their words: neither is part of the first view. */
export default defineAsyncComponent(async () => {
  const [section] = await Promise.all([import('./InsightsSection.vue'), loadWords(i18next.language)])
  i18next.on('languageChanged', loadWords)
  return section.default
})
