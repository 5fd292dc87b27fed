import type en from './locales/en.json'
import type { WordsOf } from '@/core/lazy-words'
import { createWords } from '@/core/lazy-words'

export type BoardKey = WordsOf<typeof en>

/** The board's words in the panel's language. */
export const { load: loadWords, t } = createWords<BoardKey>('board', {
  en: async () => import('./locales/en.json'),
  es: async () => import('./locales/es.json'),
  fr: async () => import('./locales/fr.json'),
})
