import type { DetectedLanguage } from '../contracts/judgement.ts'
import type { DetectLanguage } from './language-features.ts'
import type { LinearWeights } from './linear.ts'
import { DetectedLanguage as Detected } from '../contracts/judgement.ts'
import { LANGUAGE_BITS, languageVector, spokenWords } from './language-features.ts'
import { trainLinear } from './train.ts'

export interface LanguageRow { text: string, language: DetectedLanguage }

/** Learns to weigh the detector's word against the letters, from texts of known language. */
export function trainLanguage(rows: LanguageRow[], detect: DetectLanguage, prior?: LinearWeights): LinearWeights {
  const examples = rows.flatMap(({ text, language }) => {
    const words = spokenWords(text)
    if (words.length === 0) return []
    return [{ vector: languageVector(words, detect), target: Detected.options.map(option => Number(option === language)), weight: 1 }]
  })
  const classes = Detected.options.length
  return trainLinear(examples, { bits: LANGUAGE_BITS, classes, epochs: 5, rate: 0.3, decay: 1e-5, seed: 20_262, prior })
}
