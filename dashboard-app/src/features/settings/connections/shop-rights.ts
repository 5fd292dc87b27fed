import i18next from 'i18next'
import { defineAsyncComponent } from 'vue'
import { loadActionWords } from '@/core/order-actions/words'

/** The list of rights with the actions' own words. */
export default defineAsyncComponent(async () => {
  const [list] = await Promise.all([import('./ShopRights.vue'), loadActionWords(i18next.language)])
  i18next.on('languageChanged', loadActionWords)
  return list.default
})
