import type { CategoryModel } from './category.ts'
import type { FrustrationModel } from './frustration.ts'
import type { MoodModel } from './mood.ts'
import type { PackedWeights } from './pack.ts'

/** The models as they are kept in files and rows. */
export interface Packed {
  category: { version: string, weights: PackedWeights } & Pick<CategoryModel, 'temperature' | 'bars' | 'seen'>
  language: { version: string, weights: PackedWeights }
  mood: { version: string, weights: PackedWeights } & Pick<MoodModel, 'temperature'>
  frustration: FrustrationModel
}
