import type { Rule, RuleEffect, RuleEventOn, RuleOutcome, RuleReason } from '../contracts/rule.ts'
import type { Happening, RuleFacts } from './facts.ts'
import { planEffect, withEffects } from './plan.ts'
import { asksShop, readConditions } from './verdict.ts'

// An action hours late helps nobody: what a long outage left behind is for people.
const LONGEST_AGE_MS = 24 * 3_600_000

/** A rule that this version cannot read: `unreadable` names the part. Without a known event it concerns every happening. */
interface UnreadableRule { id: number, position: number, enabledAt: number, on: RuleEventOn | null, unreadable: string }
export type KnownRule = Rule | UnreadableRule

/** What became of one rule at one happening; each pair has at most one. */
export interface RuleRun {
  ruleId: number
  happening: Happening
  outcome: RuleOutcome
  reasons: RuleReason[]
  effects: RuleEffect[]
  unreadable: string | null
}

export interface Decisions {
  runs: RuleRun[]
  /** Something waits until the shop has said who the customer is. */
  isWaiting: boolean
}

/** The key of what a rule has dealt with. */
export function doneKey(ruleId: number, happeningKey: string): string {
  return `${ruleId} ${happeningKey}`
}

/**
 * Tries the rules by position, for each happening in the order of time. A rule deals with a happening once (`done`), and no
 * action makes a happening, so rules cannot set each other off in a circle; those after it see what it decided. One that asks
 * the shop while `isShopAsked` waits, and those after it too.
 */
export function decideRules(
  rules: KnownRule[],
  happenings: Happening[],
  facts: RuleFacts,
  done: ReadonlySet<string>,
  isShopAsked: boolean,
  now: number,
): Decisions {
  const ordered = rules.toSorted((a, b) => a.position - b.position || a.id - b.id)
  const decisions: Decisions = { runs: [], isWaiting: false }
  let known = facts
  const recent = happenings.filter(({ at }) => at >= now - LONGEST_AGE_MS).toSorted((a, b) => a.at - b.at || compare(a.key, b.key))
  for (const happening of recent) {
    let isStopped = false
    for (const rule of ordered.filter(one => concerns(one, happening))) {
      if (done.has(doneKey(rule.id, happening.key))) continue
      if (!isStopped && isShopAsked && 'conditions' in rule && rule.conditions.some(asksShop)) {
        decisions.isWaiting = true
        break
      }
      const run = isStopped ? runOf(rule, happening, 'stopped') : tryRule(rule, happening, known)
      decisions.runs.push(run)
      if (run.outcome !== 'acted') continue
      known = withEffects(known, run.effects)
      isStopped = 'stops' in rule && rule.stops
    }
  }
  return decisions
}

function concerns(rule: KnownRule, { on, at, ruleId }: Happening): boolean {
  if (at < rule.enabledAt) return false
  if (ruleId !== undefined) return ruleId === rule.id
  if ('unreadable' in rule) return rule.on === null || rule.on === on
  return rule.event.on === on
}

function tryRule(rule: KnownRule, happening: Happening, facts: RuleFacts): RuleRun {
  if ('unreadable' in rule) return { ...runOf(rule, happening, 'refused'), unreadable: rule.unreadable }
  const { matches, reasons } = readConditions(rule.conditions, rule.match, facts)
  const effects = matches ? planEffects(rule, facts) : []
  return { ...runOf(rule, happening, matches ? 'acted' : 'not_matched'), reasons, effects }
}

/** What a rule's actions come to, each seeing what those before it decided. */
export function planEffects({ actions }: Pick<Rule, 'actions'>, facts: RuleFacts): RuleEffect[] {
  let known = facts
  return actions.map((action) => {
    const effect = planEffect(action, known)
    known = withEffects(known, [effect])
    return effect
  })
}

function runOf({ id }: KnownRule, happening: Happening, outcome: RuleOutcome): RuleRun {
  return { ruleId: id, happening, outcome, reasons: [], effects: [], unreadable: null }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
