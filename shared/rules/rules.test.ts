import type { RuleCondition } from '../contracts/rule.ts'
import type { Happening, RuleFacts } from './facts.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../contracts/judgement.ts'
import { RuleDefinition } from '../contracts/rule.ts'
import { decideRules, doneKey } from './decide.ts'
import { planEffect } from './plan.ts'
import { readRule } from './read.ts'
import { ruleTemplates } from './templates.ts'
import { factsOf, ruleOf } from './testing.ts'
import { verdictOf } from './verdict.ts'

const HOUR = 3_600_000
const NOTHING_DONE: ReadonlySet<string> = new Set()
const wrote = (id = 1, at = 0): Happening => ({ key: `message:${id}`, on: 'message_received', at })
function decide(rules: Parameters<typeof decideRules>[0], facts = factsOf(), done = NOTHING_DONE, happenings = [wrote()]) {
  return decideRules(rules, happenings, facts, done, false, 0)
}

describe('verdictOf', () => {
  it.each<[RuleCondition, Partial<RuleFacts>, string]>([
    [{ on: 'category', anyOf: ['order_status'] }, {}, 'held'],
    [{ on: 'category', anyOf: ['billing_questions'] }, {}, 'not_held'],
    [{ on: 'category', anyOf: ['order_status'] }, { category: null }, 'unsure'],
    [{ on: 'category', anyOf: ['order_status'] }, { judgesOff: ['category'] }, 'judge_off'],
    [{ on: 'category', anyOf: ['order_status'] }, { judgesOff: ['category'], isCategoryDecided: true }, 'held'],
    [{ on: 'frustrated' }, { isFrustrated: true }, 'held'],
    [{ on: 'frustrated' }, { isFrustrated: null }, 'unsure'],
    [{ on: 'frustrated' }, { isFrustrated: true, judgesOff: ['frustration'] }, 'judge_off'],
    [{ on: 'customer_tag', anyOf: ['VIP'] }, { customerTags: ['vip'] }, 'held'],
    [{ on: 'customer_tag', anyOf: ['VIP'] }, { customerTags: null }, 'unknown'],
    [{ on: 'lifetime_value', atLeastMinor: 100 }, { lifetimeValueMinor: 100 }, 'held'],
    [{ on: 'lifetime_value', atLeastMinor: 100 }, { lifetimeValueMinor: null }, 'unknown'],
    [{ on: 'business_hours', isOpen: false }, { isOpenHours: false }, 'held'],
    [{ on: 'unassigned' }, { assigneeId: 4 }, 'not_held'],
    [{ on: 'team', anyOf: [2] }, { teamId: 2 }, 'held'],
    [{ on: 'priority', anyOf: ['high'] }, { priority: null }, 'not_held'],
  ])('reads %j with %j as %s', (condition, facts, verdict) => {
    expect(verdictOf(condition, factsOf(facts))).toBe(verdict)
  })
})

describe('decideRules', () => {
  it('asks all conditions or any of them, and says of each whether it held', () => {
    const conditions: RuleCondition[] = [{ on: 'frustrated' }, { on: 'unassigned' }]
    const [all] = decide([ruleOf({ conditions })]).runs
    expect([all?.outcome, all?.reasons.map(({ verdict }) => verdict), all?.effects]).toEqual(['not_matched', ['not_held', 'held'], []])
    expect(decide([ruleOf({ conditions, match: 'any' })]).runs[0]?.outcome).toBe('acted')
  })

  it('tries rules by position, lets the later ones see what the earlier decided, and stops where one says so', () => {
    const labels = ruleOf({ id: 1, position: 2, actions: [{ do: 'add_labels', labels: ['hot'] }] })
    const reads = ruleOf({ id: 2, position: 3, conditions: [{ on: 'label', anyOf: ['hot'] }], stops: true })
    const last = ruleOf({ id: 3, position: 4 })
    expect(decide([last, reads, labels]).runs.map(({ ruleId, outcome }) => [ruleId, outcome])).toEqual([[1, 'acted'], [2, 'acted'], [3, 'stopped']])
  })

  it('leaves alone what happened before the rule was switched on, and what is a day old', () => {
    expect(decide([ruleOf({ enabledAt: 1 })]).runs).toEqual([])
    expect(decideRules([ruleOf()], [wrote(1, 0)], factsOf(), NOTHING_DONE, false, 24 * HOUR + 1).runs).toEqual([])
  })

  it('waits for the shop only with rules that ask it, and with those after them', () => {
    const asks = ruleOf({ id: 2, position: 2, conditions: [{ on: 'customer_tag', anyOf: ['vip'] }] })
    const rules = [ruleOf(), asks, ruleOf({ id: 3, position: 3 })]
    const decisions = decideRules(rules, [wrote()], factsOf({ customerTags: null }), NOTHING_DONE, true, 0)
    expect([decisions.isWaiting, decisions.runs.map(({ ruleId }) => ruleId)]).toEqual([true, [1]])
  })

  it('refuses a rule of a newer version by name of the part, and never runs what is left of it', () => {
    const { id: _, position: _p, enabledAt: _e, ...definition } = ruleOf()
    const rule = readRule({ id: 9, position: 1, enabledAt: 0, definition: { ...definition, conditions: [{ on: 'moon_phase' }] } })
    const [run] = decide([rule]).runs
    expect([run?.outcome, run?.unreadable, run?.effects]).toEqual(['refused', 'conditions.0.on', []])
  })

  it('deals with each happening once per rule, whatever comes again and in which order', () => {
    const positions = fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 })
    const message = fc.record({ id: fc.integer({ min: 1, max: 8 }), at: fc.integer({ min: 0, max: 9 }) })
    const happenings = fc.uniqueArray(message, { selector: ({ id }) => id, maxLength: 8 })
    fc.assert(fc.property(positions, happenings, fc.infiniteStream(fc.boolean()), (ids, seen, coins) => {
      const labels = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
      // Each rule waits for the label of another: a circle.
      const rules = ids.map(id => ruleOf({
        id,
        position: id,
        match: 'any',
        conditions: [{ on: 'label', anyOf: [labels[id - 1] ?? 'a'] }, { on: 'unassigned' }],
        actions: [{ do: 'add_labels', labels: [labels[id % 6] ?? 'a'] }],
        stops: coins.next().value,
      }))
      const done = new Set<string>()
      const all = seen.map(({ id, at }) => wrote(id, at))
      const acted: string[] = []
      for (let round = 0; round < 3; round++) {
        for (const run of decideRules(rules, coins.next().value ? all : all.toReversed(), factsOf(), done, false, 9).runs) {
          const key = doneKey(run.ruleId, run.happening.key)
          expect(done.has(key)).toBe(false)
          done.add(key)
          acted.push(key)
        }
      }
      expect(acted).toHaveLength(rules.length * all.length)
    }))
  })
})

describe('planEffect', () => {
  const draft = { do: 'prepare_draft', texts: { en: 'Hello {{name}}, we are on it.', fr: 'Bonjour, nous nous en occupons.' }, dueMinutes: 60, neededRole: 'agent' } as const

  it('writes a draft in the customer\'s language with their first name', () => {
    expect(planEffect(draft, factsOf())).toMatchObject({ skipped: null, text: 'Hello Maya, we are on it.' })
    expect(planEffect(draft, factsOf({ language: 'fr', contactName: '' }))).toMatchObject({ skipped: null, text: 'Bonjour, nous nous en occupons.' })
  })

  it.each([
    [{ language: 'es' }, 'no_text'],
    [{ language: null }, 'no_text'],
    [{ contactName: '' }, 'name_missing'],
    [{ contactName: 'https://evil.test' }, 'name_missing'],
    [{ contactName: '{{secret}}' }, 'name_missing'],
  ] as const)('prepares no draft for %j: %s', (facts, skipped) => {
    expect(planEffect(draft, factsOf(facts))).toMatchObject({ skipped, text: null })
  })

  it('does not do again what is there already', () => {
    expect(planEffect({ do: 'add_labels', labels: ['hot'] }, factsOf({ labels: ['hot'] })).skipped).toBe('already')
    expect(planEffect({ do: 'set_priority', priority: 'high' }, factsOf({ priority: 'high' })).skipped).toBe('already')
    expect(planEffect({ do: 'assign_team', teamId: 2 }, factsOf({ teamId: 2 })).skipped).toBe('already')
    expect(planEffect({ do: 'assign_team', teamId: null }, factsOf()).skipped).toBe('no_team')
  })
})

describe('ruleTemplates', () => {
  it.each(LANGUAGES)('are three rules that can be read, in %s', (language) => {
    const templates = ruleTemplates(language, ['vip'], 4)
    expect(templates.map(template => RuleDefinition.parse(template))).toEqual(templates)
    expect(templates).toHaveLength(3)
  })

  it('tell supervisors of a frustrated VIP, and of nobody else', () => {
    const [template] = ruleTemplates('en', ['vip'], null)
    const rules = template ? [ruleOf(template)] : []
    expect(decide(rules, factsOf({ isFrustrated: true, customerTags: ['VIP'] })).runs[0]?.effects).toHaveLength(2)
    expect(decide(rules, factsOf({ isFrustrated: true })).runs[0]?.outcome).toBe('not_matched')
  })
})
