import type { JudgeName } from '#shared/contracts/judges'
import type { SettingsKey } from '../words'

export const JUDGE_WORDS = {
  category: 'settings.judges.name.category',
  language: 'settings.judges.name.language',
  mood: 'settings.judges.name.mood',
  frustration: 'settings.judges.name.frustration',
} as const satisfies Record<JudgeName, SettingsKey>

const VALUE_WORDS: ReadonlyMap<string, SettingsKey> = new Map([
  ['order_status', 'settings.judges.value.order_status'],
  ['product_information', 'settings.judges.value.product_information'],
  ['technical_support', 'settings.judges.value.technical_support'],
  ['returns_refunds', 'settings.judges.value.returns_refunds'],
  ['shipping_issues', 'settings.judges.value.shipping_issues'],
  ['billing_questions', 'settings.judges.value.billing_questions'],
  ['general_inquiry', 'settings.judges.value.general_inquiry'],
] as const)

/** The words for what a judge says; a value this panel does not know has none. */
export function valueWord(value: string): SettingsKey | undefined {
  return VALUE_WORDS.get(value)
}
