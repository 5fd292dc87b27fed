import type { RoutableAgent, RoutedConversation, Service } from './facts.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../contracts/judgement.ts'
import { DEFAULT_ROUTING_POLICY, RoutingDecision, SKILL_LEVELS } from '../contracts/routing.ts'
import { decide } from './decide.ts'
import { obstacleOf } from './filter.ts'
import { needsOf, relaxNeeds } from './needs.ts'
import { agent, conversation } from './testing/people.ts'

const MINUTE = 60_000
const policy = DEFAULT_ROUTING_POLICY
const technical = conversation({ category: 'technical_support', categoryConfidence: 0.9 })
function ask(over: { conversation?: RoutedConversation, agents: RoutableAgent[], history?: Service[], seed?: number }, now = 0) {
  return decide({ conversation: conversation(), history: [], policy, seed: 1, ...over }, now)
}
const chosenOf = (decision: RoutingDecision) => decision.outcome === 'chosen' ? decision.agentId : null

describe('decide', () => {
  it('names skill, earlier service and load', () => {
    const ana = agent({ agentId: 1, name: 'Ana', skills: { technical: 3 }, load: 4 })
    const decision = ask({ conversation: technical, agents: [ana, agent({ agentId: 2 })], history: [{ agentId: 1, times: 2, lastAt: 5 }] })
    expect(decision).toMatchObject({ outcome: 'chosen', agentId: 1, reasons: [
      { kind: 'skill', skill: 'technical', level: 3, needed: 2 },
      { kind: 'language', language: 'en' },
      { kind: 'continuity', times: 2 },
      { kind: 'alone' },
      { kind: 'load', load: 4, capacity: 8 },
    ] })
  })

  it('gives a customer back to who served them last', () => {
    const agents = [1, 2, 3].map(agentId => agent({ agentId, load: 1 }))
    expect(chosenOf(ask({ agents, history: [{ agentId: 2, times: 3, lastAt: 9 }, { agentId: 3, times: 1, lastAt: 1 }] }))).toBe(2)
  })

  it('takes the lighter of two who suit about equally, and says over whom', () => {
    const agents = [agent({ agentId: 1, load: 4, typicalResponseSeconds: 60 }), agent({ agentId: 2, load: 3, typicalResponseSeconds: 90 })]
    const decision = ask({ agents })
    expect(chosenOf(decision)).toBe(2)
    expect(decision).toMatchObject({ reasons: expect.arrayContaining([{ kind: 'lighter', than: 'Agent 1' }]) })
  })

  it('keeps who can do something rare free for it', () => {
    const agents = [agent({ agentId: 1, languages: ['en', 'fr'] }), agent({ agentId: 2 }), agent({ agentId: 3 })]
    expect(chosenOf(ask({ agents }))).not.toBe(1)
    expect(chosenOf(ask({ agents, conversation: conversation({ language: 'fr' }) }))).toBe(1)
  })

  it('says when nobody fits why not, and when it will ask for less', () => {
    const agents = [
      agent({ agentId: 1, skills: { technical: 3 }, isOnDuty: false }),
      agent({ agentId: 2, skills: { technical: 1 } }),
      agent({ agentId: 3 }),
      agent({ agentId: 4, inboxIds: [9] }),
    ]
    const decision = ask({ conversation: technical, agents })
    expect(decision).toEqual({
      outcome: 'nobody',
      version: 'routing-1',
      obstacles: [{ obstacle: 'skill', people: 2 }, { obstacle: 'off_duty', people: 1 }, { obstacle: 'not_in_inbox', people: 1 }],
      relaxesAt: 3 * MINUTE,
    })
    expect(ask({ conversation: technical, agents }, 3 * MINUTE)).toMatchObject({
      agentId: 2,
      reasons: expect.arrayContaining([{ kind: 'skill_relaxed', skill: 'technical', level: 1, needed: 2 }]),
    })
  })

  it('does not wait for what no colleague has', () => {
    const decision = ask({ conversation: conversation({ ...technical, language: 'fr' }), agents: [agent({ agentId: 1 })] })
    expect(chosenOf(decision)).toBe(1)
  })

  it('keeps a slot for VIPs, unless it is the only one', () => {
    const full = agent({ agentId: 1, capacity: 4, load: 3 })
    expect(ask({ agents: [full] })).toMatchObject({ outcome: 'nobody', obstacles: [{ obstacle: 'full', people: 1 }], relaxesAt: null })
    expect(chosenOf(ask({ agents: [full], conversation: conversation({ isVip: true }) }))).toBe(1)
    expect(chosenOf(ask({ agents: [agent({ agentId: 1, capacity: 1 })] }))).toBe(1)
  })

  it('asks the team that the conversation is in, as long as anybody of it serves the inbox', () => {
    const agents = [agent({ agentId: 1 }), agent({ agentId: 2, teamIds: [7], load: 5 })]
    expect(chosenOf(ask({ agents, conversation: conversation({ teamId: 7 }) }))).toBe(2)
    expect(chosenOf(ask({ agents, conversation: conversation({ teamId: 8 }) }))).toBe(1)
  })

  it.each([
    ['nobody at all', []],
    ['nobody online', [agent({ agentId: 1, isOnDuty: false })]],
    ['nobody with a slot', [agent({ agentId: 1, capacity: 0 })]],
  ])('has an answer when there is %s', (_, agents) => {
    expect(ask({ agents })).toMatchObject({ outcome: 'nobody', relaxesAt: null })
  })
})

const agents = fc.uniqueArray(fc.record({
  agentId: fc.integer({ min: 1, max: 30 }),
  name: fc.string(),
  isRouted: fc.boolean(),
  isOnDuty: fc.boolean(),
  skills: fc.dictionary(fc.constantFrom('technical', 'returns', 'products', 'billing'), fc.constantFrom(...SKILL_LEVELS)),
  languages: fc.uniqueArray(fc.constantFrom(...LANGUAGES)),
  teamIds: fc.uniqueArray(fc.integer({ min: 1, max: 2 })),
  inboxIds: fc.uniqueArray(fc.integer({ min: 1, max: 2 })),
  capacity: fc.integer({ min: 0, max: 10 }),
  load: fc.double({ min: 0, max: 12, noNaN: true }),
  typicalResponseSeconds: fc.option(fc.integer({ min: 0, max: 9000 })),
}), { selector: ({ agentId }) => agentId, maxLength: 12 })
const conversations = fc.record({
  conversationId: fc.integer({ min: 1 }),
  contactId: fc.integer({ min: 1 }),
  inboxId: fc.integer({ min: 1, max: 2 }),
  teamId: fc.option(fc.integer({ min: 1, max: 3 })),
  category: fc.option(fc.constantFrom('technical_support', 'returns_refunds', 'general_inquiry')),
  categoryConfidence: fc.double({ min: 0, max: 1, noNaN: true }),
  language: fc.option(fc.constantFrom(...LANGUAGES, 'other' as const)),
  isVip: fc.boolean(),
  labels: fc.constant<string[]>([]),
  waitingSince: fc.constant(0),
})
const waits = fc.integer({ min: 0, max: 120 * MINUTE })
const histories = fc.array(
  fc.record({ agentId: fc.integer({ min: 1, max: 30 }), times: fc.integer({ min: 0, max: 9 }), lastAt: fc.nat() }),
  { maxLength: 4 },
)
function eligibleIn(one: RoutedConversation, people: RoutableAgent[], waited: number) {
  const colleagues = people.filter(({ isRouted, inboxIds }) => isRouted && inboxIds.includes(one.inboxId))
  const needs = relaxNeeds(needsOf(one, policy, colleagues), waited, policy)
  return people.filter(person => obstacleOf(person, one, needs, policy) === null).map(({ agentId }) => agentId)
}

describe('decide, whatever comes', () => {
  it('never overfills, never leaves the filter, and always finds somebody when somebody fits', () => {
    fc.assert(fc.property(agents, conversations, histories, waits, fc.integer(), (people, one, history, waited, seed) => {
      const decision = ask({ agents: people, conversation: one, history, seed }, waited)
      const fitting = eligibleIn(one, people, waited)
      RoutingDecision.parse(decision)
      if (decision.outcome === 'nobody') {
        expect(fitting).toEqual([])
        return
      }
      expect(fitting).toContain(decision.agentId)
      const person = people.find(({ agentId }) => agentId === decision.agentId)
      expect((person?.load ?? 99) + 1).toBeLessThanOrEqual(person?.capacity ?? 0)
    }))
  })

  it('says the same for the same seed, in whatever order the people come', () => {
    fc.assert(fc.property(agents, conversations, histories, waits, fc.integer(), (people, one, history, waited, seed) => {
      const first = ask({ agents: people, conversation: one, history, seed }, waited)
      expect(chosenOf(ask({ agents: people.toReversed(), conversation: one, history, seed }, waited))).toBe(chosenOf(first))
    }))
  })

  it('never has fewer people to choose from after more waiting', () => {
    fc.assert(fc.property(agents, conversations, waits, waits, (people, one, a, b) => {
      const later = eligibleIn(one, people, Math.max(a, b))
      expect(eligibleIn(one, people, Math.min(a, b)).filter(id => !later.includes(id))).toEqual([])
    }))
  })

  it('finds somebody at the moment it announces', () => {
    fc.assert(fc.property(agents, conversations, waits, (people, one, waited) => {
      const decision = ask({ agents: people, conversation: one }, waited)
      if (decision.outcome === 'chosen' || decision.relaxesAt === null) return
      expect(decision.relaxesAt).toBeGreaterThan(waited)
      expect(ask({ agents: people, conversation: one }, decision.relaxesAt).outcome).toBe('chosen')
      expect(ask({ agents: people, conversation: one }, decision.relaxesAt - 1).outcome).toBe('nobody')
    }))
  })

  it('spreads equals by seed', () => {
    const people = Array.from({ length: 4 }, (_, index) => agent({ agentId: index + 1 }))
    const taken = new Set(Array.from({ length: 60 }, (_, seed) => chosenOf(ask({ agents: people, seed }))))
    expect(taken.size).toBe(4)
  })
})
