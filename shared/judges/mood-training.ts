import type { Mood } from '../contracts/judgement.ts'
import type { Lexicon } from './lexicon.ts'
import type { LinearWeights, SparseVector } from './linear.ts'
import { MOODS } from '../contracts/judgement.ts'
import { moodVector } from './mood.ts'
import { trainLinear } from './train.ts'

/** One text of known mood; `weight` is how many rows it counts for (1). */
export interface MoodRow { text: string, mood: Mood, weight?: number }
export interface MoodVector extends MoodRow { vector: SparseVector }

const MOOD_BITS = 15

export function readMoods(rows: MoodRow[], lexicon: Lexicon): MoodVector[] {
  return rows.map(row => ({ ...row, vector: moodVector(row.text, MOOD_BITS, lexicon) }))
}

/** Learns mood from texts of known mood. Slow steps: tweets are noisy, and few words repeat. */
export function trainMood(rows: MoodVector[], prior?: LinearWeights): LinearWeights {
  const examples = rows.map(({ vector, mood, weight = 1 }) => ({ vector, target: MOODS.map(one => Number(one === mood)), weight }))
  return trainLinear(examples, { bits: MOOD_BITS, classes: MOODS.length, epochs: 5, rate: 0.06, decay: 3e-4, seed: 20_263, prior })
}
