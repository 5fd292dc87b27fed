import type { CategoryModel } from './category.ts'
import type { FrustrationModel } from './frustration.ts'
import type { LanguageModel } from './language.ts'
import type { MoodModel } from './mood.ts'
import { unpackLexicon } from './lexicon.ts'
import { unpackWeights } from './pack.ts'

const loadCategoryModel = once(async (): Promise<CategoryModel> => {
  const { CATEGORY } = await import('./models/category.generated.ts')
  return { ...CATEGORY, weights: unpackWeights(CATEGORY.weights) }
})

const loadLanguageModel = once(async (): Promise<LanguageModel> => {
  const { LANGUAGE } = await import('./models/language.generated.ts')
  return { ...LANGUAGE, weights: unpackWeights(LANGUAGE.weights) }
})

const loadMoodModel = once(async (): Promise<MoodModel> => {
  const { MOOD } = await import('./models/mood.generated.ts')
  return { ...MOOD, weights: unpackWeights(MOOD.weights), lexicon: unpackLexicon(MOOD.lexicon) }
})

const loadFrustrationModel = once(async (): Promise<FrustrationModel> => {
  const { FRUSTRATION } = await import('./models/frustration.generated.ts')
  return { ...FRUSTRATION, weights: unpackWeights(FRUSTRATION.weights) }
})

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | null = null
  return () => loaded ??= load()
}

export interface Models { category: CategoryModel, language: LanguageModel, mood: MoodModel, frustration: FrustrationModel }

/** The seed models every account starts with. Most of a megabyte: loaded when first asked for, then kept. */
export async function loadModels(): Promise<Models> {
  const loading = [loadCategoryModel(), loadLanguageModel(), loadMoodModel(), loadFrustrationModel()] as const
  const [category, language, mood, frustration] = await Promise.all(loading)
  return { category, language, mood, frustration }
}
