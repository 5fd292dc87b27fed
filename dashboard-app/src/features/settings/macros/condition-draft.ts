import type { MacroCondition } from '#shared/contracts/macro'
import type { RuleConditionOn } from '#shared/contracts/rule'
import type { ConditionValues } from '../rules/rule-draft'
import { RuleCondition } from '#shared/contracts/rule'
import { emptyCondition as emptyRuleCondition, conditionOf as ruleConditionOf, conditionDraftOf as ruleDraftOf } from '../rules/rule-draft'
import { wordsOf } from '../sla/condition-draft'

export type MacroConditionOn = MacroCondition['on']
/** A condition while it is edited: what rules ask for, and `isKnown` and the name of an input. */
export interface ConditionDraft extends ConditionValues { on: MacroConditionOn, isKnown: boolean, input: string }

const RULE_KINDS: readonly string[] = RuleCondition.options.map(option => option.shape.on.value)

/** Whether rules have this kind too. */
export function isRuleKind(on: MacroConditionOn): on is RuleConditionOn {
  return RULE_KINDS.includes(on)
}

export function emptyCondition(on: MacroConditionOn): ConditionDraft {
  return { ...emptyRuleCondition('unassigned'), on, isKnown: true, input: '' }
}

export function conditionDraftOf(condition: MacroCondition): ConditionDraft {
  const draft = emptyCondition(condition.on)
  switch (condition.on) {
    case 'order':
    case 'label_shop':
    case 'tracking': return { ...draft, isKnown: condition.isKnown }
    case 'fulfilment':
    case 'payment': return { ...draft, picked: [...condition.anyOf] }
    case 'answered': return { ...draft, input: condition.name, isKnown: condition.isKnown }
    case 'input': return { ...draft, input: condition.name, picked: [...condition.anyOf], words: condition.anyOf.join(', ') }
    default: return { ...draft, ...ruleDraftOf(condition) }
  }
}

/** What a draft means, before it is checked. */
export function conditionOf({ on, isKnown, input, ...values }: ConditionDraft): unknown {
  switch (on) {
    case 'order':
    case 'label_shop':
    case 'tracking': return { on, isKnown }
    case 'fulfilment':
    case 'payment': return { on, anyOf: values.picked }
    case 'answered': return { on, name: input, isKnown }
    // Options are picked, and may hold commas; other answers are written.
    case 'input': return { on, name: input, anyOf: values.picked.length > 0 ? values.picked : wordsOf(values.words) }
    default: return ruleConditionOf({ on, ...values })
  }
}
