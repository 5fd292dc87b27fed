import i18next from 'i18next'
import { defineAsyncComponent } from 'vue'
import { loadActionWords } from '@/core/order-actions/words'
import { useMacrosStore } from './macros.store'
import { loadWords } from './words'

let palette: Promise<typeof import('./MacroPalette.vue').default> | null = null

async function load() {
  const [loaded] = await Promise.all([import('./MacroPalette.vue'), loadWords(i18next.language), loadActionWords(i18next.language)])
  i18next.on('languageChanged', loadWords)
  i18next.on('languageChanged', loadActionWords)
  return loaded.default
}

async function once() {
  palette ??= load().catch((error) => {
    palette = null
    throw error
  })
  return palette
}

/** The palette of macros with its words: neither is part of the first view. */
export default defineAsyncComponent(once)

/** Has the palette and the account's macros at hand before somebody asks for them. What fails is asked for again then. */
export async function warmMacros(place: { accountId: number, conversationId: number }): Promise<void> {
  await Promise.all([once(), useMacrosStore().warm(place)]).catch(() => {})
}
