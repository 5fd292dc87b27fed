import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { occurrenceOf, statusesOf } from './time.ts'

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
const at = (time: string) => Date.parse(time)
const NINE = { on: 'time', weekdays: EVERY_DAY, atMinute: 540 } as const

describe('occurrenceOf', () => {
  it.each([
    ['2026-11-26T08:59:59+01:00', null],
    ['2026-11-26T09:00:00+01:00', 'time:2026-11-26T09:00'],
    ['2026-11-26T14:59:00+01:00', 'time:2026-11-26T09:00'],
    ['2026-11-26T15:01:00+01:00', null],
  ])('at %s is %s', (now, key) => {
    expect(occurrenceOf({ ...NINE, weekdays: [...EVERY_DAY] }, at(now), 'Europe/Paris')?.key ?? null).toBe(key)
  })

  it('keeps to its weekdays, also when it comes late past midnight', () => {
    const friday = { on: 'time' as const, weekdays: [5], atMinute: 23 * 60 }
    expect(occurrenceOf(friday, at('2026-11-27T23:30:00Z'), 'UTC')?.key).toBe('time:2026-11-27T23:00')
    expect(occurrenceOf(friday, at('2026-11-28T01:00:00Z'), 'UTC')?.key).toBe('time:2026-11-27T23:00')
    expect(occurrenceOf(friday, at('2026-11-26T23:30:00Z'), 'UTC')).toBeNull()
  })

  it.each([
    ['skips, when it has been moved', '2026-03-29', '2026-03-29T01:30:00.000Z'],
    ['shows twice, the first time', '2026-10-25', '2026-10-25T00:30:00.000Z'],
  ])('comes once where the clock %s', (_, day, instant) => {
    const event = { on: 'time' as const, weekdays: EVERY_DAY, atMinute: 150 }
    const seen = new Map<string, number>()
    for (let minute = 0; minute < 24 * 60; minute++) {
      const found = occurrenceOf(event, at(`${day}T00:00:00Z`) + minute * 60_000, 'Europe/Paris')
      if (found?.key.includes(day)) seen.set(found.key, found.at)
    }
    expect([...seen.values()].map(one => new Date(one).toISOString())).toEqual([instant])
  })

  it('comes once a day, whoever looks how often, in any zone', () => {
    const zones = fc.constantFrom('UTC', 'America/Sao_Paulo', 'Asia/Kolkata', 'Europe/Paris', 'Australia/Lord_Howe', 'Pacific/Apia')
    const starts = fc.integer({ min: 1_735_689_600, max: 1_798_761_600 })
    const steps = fc.integer({ min: 1, max: 45 })
    fc.assert(fc.property(zones, fc.nat(1_439), starts, steps, (zone, atMinute, start, step) => {
      const event = { on: 'time' as const, weekdays: EVERY_DAY, atMinute }
      const keys = new Set<string>()
      for (let minute = 0; minute < 7 * 24 * 60; minute += step) {
        const found = occurrenceOf(event, start * 1_000 + minute * 60_000, zone)
        if (!found) continue
        expect(found.at).toBeLessThanOrEqual(start * 1_000 + minute * 60_000)
        keys.add(found.key)
      }
      expect([7, 8]).toContain(keys.size)
    }), { numRuns: 25 })
  })
})

describe('statusesOf', () => {
  it('is what is not resolved, unless the rule says otherwise', () => {
    expect(statusesOf({ match: 'all', conditions: [{ on: 'unassigned' }] }).toSorted()).toEqual(['open', 'pending', 'snoozed'])
    expect(statusesOf({ match: 'all', conditions: [{ on: 'status', anyOf: ['resolved'] }] })).toEqual(['resolved'])
    expect(statusesOf({ match: 'any', conditions: [{ on: 'status', anyOf: ['resolved'] }, { on: 'unassigned' }] })).toHaveLength(4)
  })
})
