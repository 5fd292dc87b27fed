import type { Opinion, Turn } from '../contracts/judgement.ts'
import type { DetectLanguage } from './language-features.ts'
import type { Models } from './models.ts'
import { categoryBar, judgeCategory } from './category.ts'
import { judgeFrustration } from './frustration.ts'
import { judgeLanguage } from './language.ts'
import { judgeMood } from './mood.ts'

export const JUDGES = ['category', 'language', 'mood', 'frustration'] as const
export type JudgeName = (typeof JUDGES)[number]
/** How often a judge is to be right when it answers, until an account asks for more or less. */
export const DEFAULT_PRECISION = 0.9

export interface Hearing { text: string, history: Turn[], now: number | null }
export interface JudgeOptions { detect: DetectLanguage, precision?: number }

type Heard = Opinion<string | boolean> & { score?: number }

/** One judge on one message. `score` where a judge has a number besides its word. */
export function judge(name: JudgeName, models: Models, { text, history, now }: Hearing, options: JudgeOptions): Heard {
  switch (name) {
    case 'category':
      return judgeCategory(models.category, text, categoryBar(models.category, options.precision ?? DEFAULT_PRECISION))
    case 'language':
      return judgeLanguage(models.language, [...history.filter(turn => turn.from === 'customer').map(turn => turn.text), text], {}, options.detect)
    case 'mood':
      return judgeMood(models.mood, text)
    case 'frustration':
      return judgeFrustration(models, text, history, now)
  }
}
