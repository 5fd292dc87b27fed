import type { CategoryModel } from './category.ts'
import type { FrustrationModel } from './frustration.ts'
import type { LanguageModel } from './language.ts'
import type { MoodModel } from './mood.ts'
import { unpackWeights } from './pack.ts'

/** The seed models every account starts with. Half a megabyte of weights: loaded when first asked for, then kept. */
export const loadCategoryModel = once(async (): Promise<CategoryModel> => {
  const { CATEGORY } = await import('./models/category.generated.ts')
  return { ...CATEGORY, weights: unpackWeights(CATEGORY.weights) }
})

export const loadLanguageModel = once(async (): Promise<LanguageModel> => {
  const { LANGUAGE } = await import('./models/language.generated.ts')
  return { ...LANGUAGE, weights: unpackWeights(LANGUAGE.weights) }
})

export const loadMoodModel = once(async (): Promise<MoodModel> => {
  const { MOOD } = await import('./models/mood.generated.ts')
  return { ...MOOD, weights: unpackWeights(MOOD.weights) }
})

export const loadFrustrationModel = once(async (): Promise<FrustrationModel> => {
  const { FRUSTRATION } = await import('./models/frustration.generated.ts')
  return FRUSTRATION
})

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | null = null
  return () => loaded ??= load()
}
