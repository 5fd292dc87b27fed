import type { TierCondition } from '#shared/contracts/sla'
import type { SettingsKey } from '../words'
import { TierCondition as Condition } from '#shared/contracts/sla'

export type ConditionOn = TierCondition['on']
/** A condition while it is edited; `words` holds tags or labels, separated by commas. */
export interface ConditionDraft { on: ConditionOn, words: string, picked: string[], amount: number | '' }

export const CONDITION_NAMES = {
  customer_tag: 'settings.sla.condition.customer_tag',
  lifetime_value: 'settings.sla.condition.lifetime_value',
  category: 'settings.sla.condition.category',
  label: 'settings.sla.condition.label',
  inbox: 'settings.sla.condition.inbox',
  always: 'settings.sla.condition.always',
} as const satisfies Record<ConditionOn, SettingsKey>
export const CONDITION_KINDS: readonly ConditionOn[] = ['customer_tag', 'lifetime_value', 'category', 'label', 'inbox', 'always']

const ERRORS = {
  customer_tag: 'settings.sla.error.words_empty',
  label: 'settings.sla.error.words_empty',
  category: 'settings.sla.error.none_picked',
  inbox: 'settings.sla.error.none_picked',
  lifetime_value: 'settings.sla.error.amount',
  always: 'settings.sla.error.amount',
} as const satisfies Record<ConditionOn, SettingsKey>

// The contract counts in hundredths, whatever the shop's currency is called.
const MINOR = 100

export function emptyCondition(on: ConditionOn): ConditionDraft {
  return { on, words: '', picked: [], amount: '' }
}

export function conditionDraftOf(condition: TierCondition): ConditionDraft {
  const draft = emptyCondition(condition.on)
  switch (condition.on) {
    case 'customer_tag':
    case 'label': return { ...draft, words: condition.anyOf.join(', ') }
    case 'category': return { ...draft, picked: [...condition.anyOf] }
    case 'inbox': return { ...draft, picked: condition.anyOf.map(String) }
    case 'lifetime_value': return { ...draft, amount: condition.atLeastMinor / MINOR }
    case 'always': return draft
  }
}

/** Tags or labels as they were typed: trimmed, each once. */
export function wordsOf(typed: string): string[] {
  return [...new Set(typed.split(',').map(word => word.trim()).filter(word => word !== ''))]
}

/** The condition a draft means, or what is wrong with it. */
export function checkCondition(draft: ConditionDraft): { ok: true, condition: TierCondition } | { ok: false, error: SettingsKey } {
  const parsed = Condition.safeParse(meant(draft))
  return parsed.success ? { ok: true, condition: parsed.data } : { ok: false, error: ERRORS[draft.on] }
}

function meant({ on, words, picked, amount }: ConditionDraft): unknown {
  switch (on) {
    case 'customer_tag':
    case 'label': return { on, anyOf: wordsOf(words) }
    case 'category': return { on, anyOf: picked }
    case 'inbox': return { on, anyOf: picked.map(Number) }
    case 'lifetime_value': return { on, atLeastMinor: amount === '' ? 0 : Math.round(amount * MINOR) }
    case 'always': return { on }
  }
}
