import type { JudgeName } from '../contracts/judges.ts'
import type { ConditionVerdict, RuleCondition, RuleReason } from '../contracts/rule.ts'
import type { RuleFacts } from './facts.ts'

const HOUR_MS = 3_600_000

/** Says for each condition whether it holds, and whether that is enough. Without conditions everything matches. */
export function readConditions(conditions: RuleCondition[], match: 'all' | 'any', facts: RuleFacts): { matches: boolean, reasons: RuleReason[] } {
  const reasons = conditions.map(condition => ({ condition, verdict: verdictOf(condition, facts) }))
  const holds = ({ verdict }: RuleReason) => verdict === 'held'
  return { matches: reasons.length === 0 || (match === 'all' ? reasons.every(holds) : reasons.some(holds)), reasons }
}

/** Whether one condition holds. What nobody knows, or a judge says that may not act, does not. */
export function verdictOf(condition: RuleCondition, facts: RuleFacts): ConditionVerdict {
  switch (condition.on) {
    case 'category': return judged('category', facts.category, condition.anyOf, facts, facts.isCategoryDecided)
    case 'language': return judged('language', facts.language, condition.anyOf, facts)
    case 'mood': return judged('mood', facts.mood, condition.anyOf, facts)
    case 'frustrated': return judged('frustration', facts.isFrustrated, [true], facts)
    case 'tier': return held(facts.tierId !== null && condition.anyOf.includes(facts.tierId))
    case 'customer_tag': return facts.customerTags === null ? 'unknown' : held(shares(condition.anyOf, facts.customerTags))
    case 'lifetime_value': return facts.lifetimeValueMinor === null ? 'unknown' : held(facts.lifetimeValueMinor >= condition.atLeastMinor)
    case 'label': return held(shares(condition.anyOf, facts.labels))
    case 'inbox': return held(condition.anyOf.includes(facts.inboxId))
    case 'channel': return facts.channel === null ? 'unknown' : held(condition.anyOf.includes(facts.channel))
    case 'team': return held(facts.teamId !== null && condition.anyOf.includes(facts.teamId))
    case 'priority': return held(facts.priority !== null && condition.anyOf.includes(facts.priority))
    case 'unassigned': return held(facts.assigneeId === null)
    case 'status': return held(condition.anyOf.includes(facts.status))
    case 'waiting': {
      if (facts.spokeLast === null) return 'unknown'
      const { by, agoMs } = facts.spokeLast
      return held((by === 'customer') === (condition.whom === 'shop') && agoMs >= condition.atLeastHours * HOUR_MS)
    }
    case 'business_hours': return held(facts.isOpenHours === condition.isOpen)
  }
}

/** Whether a condition waits for what the shop says of a customer. */
export function asksShop({ on }: RuleCondition): boolean {
  return on === 'customer_tag' || on === 'lifetime_value' || on === 'tier'
}

function judged<T>(judge: JudgeName, value: T | null, anyOf: T[], { judgesOff }: RuleFacts, isDecided = false): ConditionVerdict {
  if (!isDecided && judgesOff.includes(judge)) return 'judge_off'
  return value === null ? 'unsure' : held(anyOf.includes(value))
}

function held(isHeld: boolean): ConditionVerdict {
  return isHeld ? 'held' : 'not_held'
}

// Shopify and Chatwoot both compare tags without regard to case.
function shares(wanted: string[], present: string[]): boolean {
  const known = new Set(present.map(tag => tag.toLowerCase()))
  return wanted.some(tag => known.has(tag.toLowerCase()))
}
