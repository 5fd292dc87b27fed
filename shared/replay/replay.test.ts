import type { ReplayEvent } from '../contracts/replay.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ReplayEvent as EventSchema, ReplayConfig } from '../contracts/replay.ts'
import { generateMonth } from './generate.ts'
import { replay, replayAll } from './replay.ts'
import { drawBlocks, estimate } from './resample.ts'
import { createTimeline } from './timeline.ts'

const MINUTE = 60_000
const ALWAYS = { timeZone: 'UTC', blocks: [1, 2, 3, 4, 5, 6, 7].map(weekday => ({ weekday, fromMinute: 0, toMinute: 1440 })), holidays: [] }
const TIERS = [{ id: 1, name: 'All', position: 1, targetSeconds: 600, conditions: [{ on: 'always' }], isEnabled: true }]

function configOf(over: object = {}) {
  return ReplayConfig.parse({
    agents: [{ agentId: 1, inboxIds: [1], languages: ['en'] }, { agentId: 2, inboxIds: [1], languages: ['en'] }],
    tiers: TIERS,
    calendar: ALWAYS,
    before: { assign: 'round_robin' },
    after: { assign: 'routing' },
    resamples: 100,
    ...over,
  })
}
function arrival(id: number, minute: number, over: object = {}): ReplayEvent {
  return EventSchema.parse({ type: 'arrival', at: minute * MINUTE, conversationId: id, contactId: id, inboxId: 1, workSeconds: 300, followUps: [], ...over })
}
function month(seed: number) {
  return generateMonth({
    seed,
    days: 3,
    perDay: 60,
    from: 0,
    vipShare: 0.1,
    inboxes: [{ inboxId: 1, share: 1, languages: [{ language: 'en', share: 1 }] }],
  })
}

describe('replay', () => {
  it('counts a promise as broken when the reply is late or never comes, and measures the wait', () => {
    const events = [arrival(1, 0), arrival(2, 0), arrival(3, 0), arrival(4, 0)]
    const { before } = replayAll(configOf(), events, 'given')
    expect(before).toMatchObject({ promises: 4, broken: 0, unanswered: 0, reassignments: 0 })
    expect(before.waitP50Seconds?.value).toBe(300)
    expect(before.waitP90Seconds?.value).toBe(600)
    const alone = replayAll(configOf({ agents: [{ agentId: 1, inboxIds: [1] }] }), events, 'given')
    expect(alone.before).toMatchObject({ promises: 4, broken: 2 })
    const nobody = replayAll(configOf({ agents: [{ agentId: 1, inboxIds: [9] }] }), events, 'given')
    expect(nobody.after).toMatchObject({ promises: 4, broken: 4, unanswered: 4 })
  })

  it('says the same twice, and something else for another seed', () => {
    const config = configOf()
    expect(replayAll(config, month(1), 'generated')).toEqual(replayAll(config, month(1), 'generated'))
    expect(month(1)).toEqual(month(1))
    expect(month(2)).not.toEqual(month(1))
  })

  it('finds no difference between two equal arms', () => {
    const { change } = replayAll(configOf({ before: { assign: 'routing' } }), month(3), 'generated')
    const none = { value: 0, low: 0, high: 0 }
    expect(change).toMatchObject({ waitP50Seconds: none, fairness: none, reassignments: 0 })
  })

  it('takes replies from the events when they are recorded', () => {
    const events: ReplayEvent[] = [
      arrival(1, 0),
      { type: 'agent_reply', at: 4 * MINUTE, conversationId: 1, agentId: 1 },
      { type: 'resolved', at: 5 * MINUTE, conversationId: 1 },
    ]
    const { after } = replayAll(configOf({ handling: { mode: 'recorded' } }), events, 'given')
    expect(after).toMatchObject({ promises: 1, broken: 0 })
    expect(after.waitP50Seconds?.value).toBe(240)
  })

  it('gives to others what waits with somebody who stays away', () => {
    const gone = { type: 'availability', agentId: 1, availability: 'offline' } as const
    const events: ReplayEvent[] = [
      { ...gone, at: 0, availability: 'online' },
      ...[1, 2, 3, 4, 5, 6].map(id => arrival(id, 1)),
      { ...gone, at: 2 * MINUTE },
      arrival(7, 100),
    ]
    const { before, after } = replayAll(configOf(), events, 'given')
    expect(before.unanswered).toBe(2)
    expect(after.unanswered).toBe(0)
    expect(after.reassignments).toBeGreaterThan(0)
  })

  it('can be stopped between any two steps, and only ever goes forward', () => {
    const steps = [...replay(configOf(), month(4), 'generated')]
    expect(steps.length).toBeGreaterThan(1)
    expect(steps).toEqual(steps.toSorted((a, b) => a - b))
    expect(steps.every(share => share >= 0 && share <= 1)).toBe(true)
  })

  it('survives events that make no sense together', () => {
    const strange: ReplayEvent[] = [
      { type: 'agent_reply', at: 0, conversationId: 99, agentId: 5 },
      { type: 'resolved', at: 5, conversationId: 1 },
      arrival(1, 1),
      { type: 'availability', at: 7, agentId: 77, availability: 'busy' },
    ]
    expect(replayAll(configOf(), strange, 'given').conversations).toBe(0)
    expect(replayAll(configOf(), [], 'given')).toMatchObject({ conversations: 0, before: { brokenShare: null } })
  })
})

describe('createTimeline', () => {
  it('hands out by instant, and of one instant what was planned first', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (instants) => {
      const timeline = createTimeline<number>()
      instants.forEach((at, index) => timeline.plan(at, index))
      const out = instants.map(() => timeline.next())
      const expected = instants.map((at, what) => ({ at, what })).sort((a, b) => a.at - b.at || a.what - b.what)
      expect(out.map(one => one && { at: one.at, what: one.what })).toEqual(expected)
      expect(timeline.next()).toBeUndefined()
    }))
  })
})

describe('estimate', () => {
  it('holds the truth in about 95 of 100 intervals', () => {
    const values = Array.from({ length: 40 }, (_, index) => (index % 10) + 1)
    const draws = drawBlocks(40, 2000, 5)
    const mean = estimate(draw => values.reduce((sum, value, block) => sum + value * (draw[block] ?? 0), 0) / 40, 40, draws)
    // The standard error of this mean is 0.454, so the interval is 5.5 ± 0.89.
    expect(mean?.value).toBe(5.5)
    expect(mean?.low).toBeCloseTo(4.61, 0)
    expect(mean?.high).toBeCloseTo(6.39, 0)
  })
})
