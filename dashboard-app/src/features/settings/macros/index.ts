import i18next from 'i18next'
import { defineAsyncComponent } from 'vue'
import { loadActionWords } from '@/core/order-actions/words'
import { loadBuilderWords } from './words'

/** The macro builder with its words: not even the other settings need it. */
export default defineAsyncComponent(async () => {
  const [screen] = await Promise.all([import('./MacrosScreen.vue'), loadBuilderWords(i18next.language), loadActionWords(i18next.language)])
  i18next.on('languageChanged', loadBuilderWords)
  i18next.on('languageChanged', loadActionWords)
  return screen.default
})
