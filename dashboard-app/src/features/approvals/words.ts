import type en from './locales/en.json'
import type { WordsOf } from '@/core/lazy-words'
import { createWords } from '@/core/lazy-words'

export type ApprovalKey = WordsOf<typeof en>

/** The words of the queue of approvals in the panel's language. */
export const { load: loadWords, t } = createWords<ApprovalKey>('approvals', {
  en: async () => import('./locales/en.json'),
  es: async () => import('./locales/es.json'),
  fr: async () => import('./locales/fr.json'),
})
