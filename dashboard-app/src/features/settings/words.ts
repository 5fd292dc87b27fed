import type { Language } from '#shared/contracts/judgement'
import type en from './locales/en.json'
import { LANGUAGES } from '#shared/contracts/judgement'
import i18next from 'i18next'
import { shallowRef } from 'vue'

type Paths<T, Before extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Before}${K}` : Paths<T[K], `${Before}${K}.`>
}[keyof T & string]
type Counted<Path> = Path extends `${infer Stem}_${'one' | 'other'}` ? Stem : Path
export type SettingsKey = Counted<Paths<typeof en>>
type Values = Record<string, string | number>

const NAMESPACE = 'settings'
const LOADERS = {
  en: async () => import('./locales/en.json'),
  es: async () => import('./locales/es.json'),
  fr: async () => import('./locales/fr.json'),
} satisfies Record<Language, () => Promise<unknown>>

const shown = shallowRef<Language>('en')

/** Fetches the section's words; the language on screen changes when they are there, so nobody reads a key. */
export async function loadWords(wanted: string): Promise<void> {
  const language = LANGUAGES.find(one => one === wanted) ?? 'en'
  const { default: words } = await LOADERS[language]()
  i18next.addResourceBundle(language, NAMESPACE, words)
  shown.value = language
}

/** The section's words in the panel's language. */
export function t(key: SettingsKey, values: Values = {}): string {
  return translator()(key, { ...values, lng: shown.value, ns: NAMESPACE })
}

/** The panel's language, for numbers, lists and names of days. */
export function shownLanguage(): Language {
  return shown.value
}

// i18next's types know the panel's own words only; these keys are checked by SettingsKey instead.
function translator() {
  return i18next.t as unknown as (key: string, values: Values) => string
}
