import type { Language } from '#shared/contracts/judgement'
import { LANGUAGES } from '#shared/contracts/judgement'
import i18next from 'i18next'
import { shallowRef } from 'vue'

type Paths<T, Before extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Before}${K}` : Paths<T[K], `${Before}${K}.`>
}[keyof T & string]
type Counted<Path> = Path extends `${infer Stem}_${'one' | 'other'}` ? Stem : Path
/** The keys of a catalogue; plural forms count as one. */
export type WordsOf<Catalogue> = Counted<Paths<Catalogue>>
type Values = Record<string, string | number>

/** The words of a part of the panel that the first view does not need. `load` fetches them before the part is shown. */
export function createWords<Key extends string>(namespace: string, loaders: Record<Language, () => Promise<{ default: unknown }>>) {
  const shown = shallowRef<Language>('en')
  return {
    /** The language on screen changes when its words are there, so nobody reads a key. */
    async load(wanted: string): Promise<void> {
      const language = LANGUAGES.find(one => one === wanted) ?? 'en'
      const { default: words } = await loaders[language]()
      i18next.addResourceBundle(language, namespace, words)
      shown.value = language
    },
    t: (key: Key, values: Values = {}): string => translator()(key, { ...values, lng: shown.value, ns: namespace }),
    /** The panel's language, for numbers, lists and names of days. */
    language: (): Language => shown.value,
  }
}

// i18next's types know the panel's own words only; these keys are checked by their catalogue's type instead.
function translator() {
  return i18next.t as unknown as (key: string, values: Values) => string
}
