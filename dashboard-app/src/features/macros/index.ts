import i18next from 'i18next'
import { defineAsyncComponent } from 'vue'
import { loadActionWords } from '@/core/order-actions/words'
import { loadWords } from './words'

/** The palette of macros with its words: neither is part of the first view. */
export default defineAsyncComponent(async () => {
  const [palette] = await Promise.all([import('./MacroPalette.vue'), loadWords(i18next.language), loadActionWords(i18next.language)])
  i18next.on('languageChanged', loadWords)
  i18next.on('languageChanged', loadActionWords)
  return palette.default
})
