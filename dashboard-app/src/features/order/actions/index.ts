import i18next from 'i18next'
import { defineAsyncComponent } from 'vue'
import { loadActionWords } from '@/core/order-actions/words'

/** The actions of an order with their words: neither is part of the first view. */
export default defineAsyncComponent(async () => {
  const [dialog] = await Promise.all([import('./OrderActions.vue'), loadActionWords(i18next.language)])
  i18next.on('languageChanged', loadActionWords)
  return dialog.default
})
