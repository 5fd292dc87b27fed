import type { BusinessCalendar } from '../contracts/sla.ts'
import type { PromiseFact, PromisePolicy, PromiseStatus } from './promise-facts.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSlaClock } from './clock.ts'
import { foldPromise, NO_PROMISE } from './promise-facts.ts'
import { clocksOf } from './promise.ts'

const MINUTE = 60_000
const START = Date.parse('2026-11-24T15:00:00Z')
const ALWAYS: BusinessCalendar = {
  timeZone: 'UTC',
  blocks: [1, 2, 3, 4, 5, 6, 7].map(weekday => ({ weekday, fromMinute: 0, toMinute: 24 * 60 })),
  holidays: [],
}
const OFFICE: BusinessCalendar = {
  timeZone: 'America/New_York',
  blocks: [1, 2, 3, 4, 5].map(weekday => ({ weekday, fromMinute: 9 * 60, toMinute: 17 * 60 })),
  holidays: ['2026-11-26', '2026-11-27'],
}

function policy(over: Partial<PromisePolicy> = {}): PromisePolicy {
  return {
    at: START,
    tierId: 1,
    tierName: 'General',
    tierPosition: 3,
    targets: { first_response: 3600, next_response: 1800, resolution: 8 * 3600 },
    calendar: ALWAYS,
    because: { on: 'always' },
    validFrom: 0,
    ...over,
  }
}
const opened: PromiseFact = { kind: 'opened', at: START }
const promised = (over: Partial<PromisePolicy> = {}): PromiseFact => ({ kind: 'policy', policy: policy(over) })
const at = (time: number | string) => typeof time === 'string' ? Date.parse(time) : START + time * MINUTE
function became(time: number | string, status: PromiseStatus, until: number | string | null = null): PromiseFact {
  return { kind: 'status', status: { version: at(time) * 1000, status, snoozedUntil: until === null ? null : at(until) } }
}
function said(by: 'customer' | 'agent', time: number | string, id = at(time) / 1000): PromiseFact {
  return { kind: 'spoken', message: { id, at: at(time), by, agentId: by === 'agent' ? 7 : null } }
}
const fold = (facts: PromiseFact[]) => facts.reduce(foldPromise, NO_PROMISE)
const clocks = (...facts: PromiseFact[]) => clocksOf(fold([opened, promised(), ...facts]))
function brief(...facts: PromiseFact[]) {
  return clocks(...facts).map(({ kind, clock }) => {
    const since = (moment: number | null) => moment === null ? null : (moment - START) / MINUTE
    return [kind, since(clock.startedAt), since(clock.dueAt), since(clock.stoppedAt)]
  })
}

describe('the response promises', () => {
  it('run from the opening to the first human answer, then from each question to the next answer', () => {
    expect(brief(said('customer', 0), said('agent', 20), said('customer', 50), said('customer', 55), said('agent', 60), said('customer', 90))).toEqual([
      ['first_response', 0, 60, 20],
      ['resolution', 0, 480, null],
      ['next_response', 50, 80, 60],
      ['next_response', 90, 120, null],
    ])
  })

  it('believe Chatwoot about a first reply that nobody saw', () => {
    expect(brief(said('customer', 0), { kind: 'replied', at: at(10) }, said('customer', 15)).filter(([kind]) => kind !== 'resolution')).toEqual([
      ['first_response', 0, 60, 10],
      ['next_response', 15, 45, null],
    ])
  })

  it('are not made for a conversation that the shop itself began, until the customer asks', () => {
    expect(brief(said('agent', 0), { kind: 'replied', at: at(0) })).toEqual([['resolution', 0, 480, null]])
    expect(brief(said('agent', 0), said('customer', 30)).map(([kind]) => kind)).toEqual(['resolution', 'next_response'])
  })

  it('know who stopped them', () => {
    expect(clocks(said('customer', 0), said('agent', 5))[0]?.stoppedBy).toBe(7)
  })

  it('make nothing of a kind without a target', () => {
    const facts = [opened, promised({ targets: { first_response: null, next_response: 600, resolution: null } }), said('customer', 0), said('agent', 5), said('customer', 9)]
    expect(clocksOf(fold(facts)).map(({ kind }) => kind)).toEqual(['next_response'])
  })
})

describe('a pause', () => {
  it('keeps what was left: 20 minutes run, snoozed for a day, 40 minutes afterwards', () => {
    const asleep = clocks(said('customer', 0), became(20, 'snoozed'))[0]?.clock
    expect(asleep).toMatchObject({ dueAt: null, pause: { since: at(20), until: null, remainingMs: 40 * MINUTE } })
    expect(brief(said('customer', 0), became(20, 'snoozed'), became(20 + 1440, 'open'))[0]).toEqual(['first_response', 0, 60 + 1440, null])
  })

  it('with a planned end goes on by itself, five minutes later at most', () => {
    const [first] = clocks(said('customer', 0), became(20, 'snoozed', 120))
    expect(first?.clock).toMatchObject({ dueAt: at(125 + 40), pause: { until: at(125), remainingMs: 40 * MINUTE } })
    expect(first && readSlaClock(first.clock, at(60)).status).toBe('paused')
    expect(brief(said('customer', 0), became(20, 'snoozed', 120), became(121, 'open'))[0]).toEqual(['first_response', 0, 161, null])
  })

  it('over a holiday costs nothing', () => {
    const office = (...facts: PromiseFact[]) => clocksOf(fold([opened, promised({ calendar: OFFICE }), said('customer', 0), ...facts]))[0]?.clock
    const slept = office(became('2026-11-24T15:30:00Z', 'snoozed', '2026-11-27T14:00:00Z'), became('2026-11-27T14:01:00Z', 'open'))
    expect(slept?.dueAt).toBe(at('2026-11-30T14:30:00Z'))
  })

  it('over a change of the clocks keeps the open hours', () => {
    const begin = Date.parse('2026-10-30T20:00:00Z')
    const facts: PromiseFact[] = [
      { kind: 'opened', at: begin },
      promised({ calendar: { ...OFFICE, holidays: [] }, targets: { first_response: 2 * 3600, next_response: null, resolution: null } }),
      became('2026-10-30T20:30:00Z', 'snoozed'),
      became('2026-11-02T15:00:00Z', 'open'),
    ]
    expect(clocksOf(fold(facts))[0]?.clock.dueAt).toBe(at('2026-11-02T16:30:00Z'))
  })

  it('lasts while a bot has the conversation', () => {
    expect(clocks(said('customer', 0), became(0, 'pending'))[0]?.clock).toMatchObject({ dueAt: null, pause: { remainingMs: 60 * MINUTE } })
    expect(brief(said('customer', 0), became(0, 'pending'), became(90, 'open'))[0]).toEqual(['first_response', 0, 150, null])
  })

  it('does not hide an answer given during it', () => {
    expect(brief(said('customer', 0), became(10, 'snoozed'), said('agent', 500))[0]).toEqual(['first_response', 0, 550, 500])
  })
})

describe('the promise of a resolution', () => {
  it('is kept when the conversation is resolved, and goes on with what was left when it comes back within a week', () => {
    expect(brief(became(100, 'resolved'))[1]).toEqual(['resolution', 0, 480, 100])
    expect(brief(became(100, 'resolved'), became(1000, 'open'))[1]).toEqual(['resolution', 0, 480 + 900, null])
  })

  it('is a new one after a week', () => {
    const later = 100 + 8 * 24 * 60
    expect(brief(became(100, 'resolved'), became(later, 'open')).filter(([kind]) => kind === 'resolution')).toEqual([
      ['resolution', 0, 480, 100],
      ['resolution', later, later + 480, null],
    ])
  })

  it('stays kept when the conversation is deleted afterwards, and sleeps when it is deleted before', () => {
    expect(brief(became(100, 'resolved'), became(200, 'deleted'))[1]).toEqual(['resolution', 0, 480, 100])
    expect(clocks(became(100, 'deleted')).map(({ clock }) => clock.pause?.until)).toEqual([null, null])
  })

  it('leaves a question open that was closed without an answer: neither kept nor broken', () => {
    expect(clocks(said('customer', 0), became(30, 'resolved'))[0]?.clock).toMatchObject({ stoppedAt: null, dueAt: null, pause: { remainingMs: 30 * MINUTE } })
  })
})

describe('the policy of a promise', () => {
  const vip = { tierId: 2, tierName: 'VIP', tierPosition: 1, targets: { first_response: 300, next_response: 600, resolution: null } }

  it('becomes a more urgent one while the promise runs, never a less urgent one, from the same start', () => {
    const [first, last] = clocks(said('customer', 0), promised({ ...vip, at: at(2) }), promised({ at: at(3), tierId: 4, tierPosition: 9 }))
    expect(first).toMatchObject({ policy: { tierName: 'VIP' }, clock: { startedAt: START, dueAt: at(5) } })
    expect(last).toMatchObject({ kind: 'resolution', policy: { tierName: 'General' } })
  })

  it('stays what it was for a promise that had stopped', () => {
    const later = clocks(said('customer', 0), said('agent', 1), promised({ ...vip, at: at(2) }), said('customer', 3))
    expect(later.map(({ kind, policy }) => [kind, policy.tierName])).toEqual([['first_response', 'General'], ['resolution', 'General'], ['next_response', 'VIP']])
  })

  it('covers what happened before it, when a conversation was opened before the account had one', () => {
    expect(clocksOf(fold([opened, said('customer', 0), said('agent', 20), promised({ at: at(500) })]))[0]).toMatchObject({ clock: { stoppedAt: at(20) } })
  })

  it('is none without one', () => {
    expect(clocksOf(fold([opened, said('customer', 0)]))).toEqual([])
  })
})

describe('facts in any order', () => {
  const minute = fc.integer({ min: 0, max: 4 * 24 * 60 })
  const fact: fc.Arbitrary<PromiseFact> = fc.oneof(
    fc.tuple(fc.constantFrom('customer' as const, 'agent' as const), minute, fc.nat(40))
      .map(([by, time, id]) => said(by, time, id * 2 + Number(by === 'agent'))),
    fc.tuple(minute, fc.constantFrom<PromiseStatus>('open', 'pending', 'snoozed', 'resolved', 'deleted'), fc.option(minute))
      .map(([time, status, until]) => became(time, status, until)),
    fc.tuple(minute, fc.integer({ min: 1, max: 5 }))
      .map(([time, tierPosition]) => promised({ at: at(time), tierPosition, tierId: tierPosition, calendar: OFFICE })),
    minute.map(time => ({ kind: 'replied' as const, at: at(time) })),
  )
  const life = fc.uniqueArray(fact, { maxLength: 14, selector: one => one.kind === 'spoken' ? `m${one.message.id}` : JSON.stringify(one) })

  it('and repeated end in the same state and the same promises', () => {
    const schedule = life.chain((facts) => {
      const all: PromiseFact[] = [opened, promised(), ...facts]
      return fc.array(fc.nat(all.length - 1), { maxLength: 8 }).chain((repeats) => {
        const times = [...all.keys(), ...repeats]
        return fc.tuple(fc.constant(all), fc.shuffledSubarray(times, { minLength: times.length }))
      })
    })
    fc.assert(fc.property(schedule, ([facts, order]) => {
      const shuffled = fold(order.flatMap(index => facts[index] ?? []))
      expect(shuffled).toEqual(fold(facts))
      expect(clocksOf(shuffled)).toEqual(clocksOf(fold(facts)))
    }), { numRuns: 300 })
  })

  it('never make a promise due sooner by a pause', () => {
    const slept = fc.constantFrom<PromiseStatus>('snoozed', 'pending', 'resolved')
    const pause = fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 3000 }), slept)
    fc.assert(fc.property(pause, fc.boolean(), ([from, length, status], comesBack) => {
      const base = [opened, promised({ calendar: OFFICE }), said('customer', 0), became(0, 'open')]
      const plain = clocksOf(fold(base))
      const paused = clocksOf(fold([...base, became(from, status), ...comesBack ? [became(from + length, 'open')] : []]))
      for (const [index, { clock }] of plain.entries()) {
        const { dueAt = null, warnAt = null, stoppedAt = null } = paused[index]?.clock ?? {}
        if (stoppedAt === null) expect(dueAt ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(clock.dueAt ?? 0)
        if (dueAt !== null && warnAt !== null) expect(warnAt).toBeLessThanOrEqual(dueAt)
      }
    }))
  })

  it('have at most one running promise of a kind, and no two that start at once', () => {
    fc.assert(fc.property(life, (facts) => {
      const all = clocksOf(fold([opened, promised(), ...facts]))
      const running = all.filter(({ clock }) => clock.stoppedAt === null).map(({ kind }) => kind)
      expect(new Set(running).size).toBe(running.length)
      expect(new Set(all.map(({ kind, clock }) => `${kind} ${clock.startedAt}`)).size).toBe(all.length)
    }), { numRuns: 300 })
  })

  it('cost little: ten thousand conversations in a replay', () => {
    const started = performance.now()
    for (let index = 0; index < 10_000; index++) {
      clocksOf(fold([opened, promised({ calendar: OFFICE }), said('customer', index), became(index + 5, 'snoozed'), became(index + 500, 'open'), said('agent', index + 600)]))
    }
    expect(performance.now() - started).toBeLessThan(10_000)
  }, 20_000)
})
