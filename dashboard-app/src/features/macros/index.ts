import i18next from 'i18next'
import { defineAsyncComponent } from 'vue'
import { loadWords } from './words'

/** The palette of macros with its words: neither is part of the first view. */
export default defineAsyncComponent(async () => {
  const [palette] = await Promise.all([import('./MacroPalette.vue'), loadWords(i18next.language)])
  i18next.on('languageChanged', loadWords)
  return palette.default
})
