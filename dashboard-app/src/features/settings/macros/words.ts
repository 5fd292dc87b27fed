import type en from './locales/en.json'
import type { WordsOf } from '@/core/lazy-words'
import { createWords } from '@/core/lazy-words'

export type BuilderKey = WordsOf<typeof en>

/** The words of the macro builder. */
export const { load: loadBuilderWords, t, language: shownLanguage } = createWords<BuilderKey>('macro_builder', {
  en: async () => import('./locales/en.json'),
  es: async () => import('./locales/es.json'),
  fr: async () => import('./locales/fr.json'),
})
