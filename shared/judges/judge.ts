import type { Opinion, Turn } from '../contracts/judgement.ts'
import type { CategoryModel } from './category.ts'
import type { DetectLanguage } from './language-features.ts'
import { categoryBar, judgeCategory } from './category.ts'
import { judgeFrustration } from './frustration.ts'
import { judgeLanguage } from './language.ts'
import { loadCategoryModel, loadFrustrationModel, loadLanguageModel, loadMoodModel } from './models.ts'
import { judgeMood } from './mood.ts'

export const JUDGES = ['category', 'language', 'mood', 'frustration'] as const
export type JudgeName = (typeof JUDGES)[number]
/** How often a judge is to be right when it answers, until an account asks for more or less. */
export const DEFAULT_PRECISION = 0.9

export interface Hearing { text: string, history: Turn[], now: number | null }
export interface JudgeOptions { detect: DetectLanguage, category?: CategoryModel, precision?: number }

/** One judge on one message, with the seed models where an account has none of its own. `score` where a judge has a number besides its word. */
export async function judge(name: JudgeName, { text, history, now }: Hearing, options: JudgeOptions): Promise<Opinion<string | boolean> & { score?: number }> {
  const said = history.filter(turn => turn.from === 'customer').map(turn => turn.text)
  switch (name) {
    case 'category': {
      const model = options.category ?? await loadCategoryModel()
      return judgeCategory(model, text, categoryBar(model, options.precision ?? DEFAULT_PRECISION))
    }
    case 'language':
      return judgeLanguage(await loadLanguageModel(), [...said, text], {}, options.detect)
    case 'mood':
      return judgeMood(await loadMoodModel(), text)
    case 'frustration':
      return judgeFrustration({ mood: await loadMoodModel(), frustration: await loadFrustrationModel() }, text, history, now)
  }
}
