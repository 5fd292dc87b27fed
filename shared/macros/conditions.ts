import type { MacroAnswers, MacroBranch, MacroCondition, PlannedBranch } from '../contracts/macro.ts'
import type { ConditionVerdict } from '../contracts/rule.ts'
import type { MacroFacts } from './facts.ts'
import { verdictOf } from '../rules/verdict.ts'
import { factOfCondition } from './basis.ts'

/** Which way a branch goes. What nobody knows does not hold. */
export function decideBranch({ conditions, match }: MacroBranch, path: string, facts: MacroFacts): PlannedBranch {
  const reasons = conditions.map(condition => ({ condition, verdict: verdict(condition, facts) }))
  const holds = ({ verdict }: PlannedBranch['reasons'][number]) => verdict === 'held'
  const known = Object.assign({}, ...reasons.map(({ condition, verdict }) => factOfCondition(condition, verdict, facts)))
  return { path, facts: known, isHeld: match === 'all' ? reasons.every(holds) : reasons.some(holds), reasons }
}

function verdict(condition: MacroCondition, facts: MacroFacts): ConditionVerdict {
  const { order, answers } = facts
  switch (condition.on) {
    case 'order': return held((order !== null) === condition.isKnown)
    case 'fulfilment': return order === null ? 'unknown' : held(condition.anyOf.includes(order.fulfilment))
    case 'payment': return order === null ? 'unknown' : held(condition.anyOf.includes(order.payment))
    case 'tracking': return order === null ? 'unknown' : held(facts.hasTracking === condition.isKnown)
    case 'label_shop': return held(facts.buysLabels === condition.isKnown)
    case 'answered': return held(isAnswered(answers[condition.name]) === condition.isKnown)
    case 'input': {
      const answer = answers[condition.name]
      return answer === undefined || Array.isArray(answer) ? 'unknown' : held(condition.anyOf.includes(String(answer)))
    }
    default: return verdictOf(condition, facts.conversation)
  }
}

function isAnswered(answer: MacroAnswers[string] | undefined): boolean {
  return typeof answer === 'number' || (answer !== undefined && answer.length > 0)
}

function held(isHeld: boolean): ConditionVerdict {
  return isHeld ? 'held' : 'not_held'
}
