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

type Words = Readonly<Record<string, SettingsKey>>

/** The key for a value that comes from outside, where there is one. */
export function keyIn(words: Words, value: string): SettingsKey | undefined {
  return Object.hasOwn(words, value) ? words[value] : undefined
}

/** The word for a value that comes from outside; the value itself where there is none. */
export function wordIn(words: Words, value: string): string {
  const key = keyIn(words, value)
  return key ? t(key) : value
}

/** A count as the panel's language writes it. */
export function countWords(count: number): string {
  return new Intl.NumberFormat(shownLanguage()).format(count)
}

/** A moment (epoch ms) to the second, where the reader is. */
export function momentWords(at: number): string {
  return new Intl.DateTimeFormat(shownLanguage(), { dateStyle: 'medium', timeStyle: 'medium' }).format(at)
}
