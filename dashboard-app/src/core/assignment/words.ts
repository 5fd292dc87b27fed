import type en from './locales/en.json'
import type { WordsOf } from '@/core/lazy-words'
import { createWords } from '@/core/lazy-words'

export type AssignmentKey = WordsOf<typeof en>

/** Words for who got a conversation and why; loaded by whoever shows them. */
export const { load: loadAssignmentWords, t } = createWords<AssignmentKey>('assignment', {
  en: async () => import('./locales/en.json'),
  es: async () => import('./locales/es.json'),
  fr: async () => import('./locales/fr.json'),
})
