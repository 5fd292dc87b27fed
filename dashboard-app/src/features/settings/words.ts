import type en from './locales/en.json'
import type { WordsOf } from '@/core/lazy-words'
import { createWords } from '@/core/lazy-words'

export type SettingsKey = WordsOf<typeof en>

/** The section's words in the panel's language. */
export const { load: loadWords, t, language: shownLanguage } = createWords<SettingsKey>('settings', {
  en: async () => import('./locales/en.json'),
  es: async () => import('./locales/es.json'),
  fr: async () => import('./locales/fr.json'),
})
