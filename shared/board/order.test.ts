import type { Waiting } from './queue.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderOfWork } from './order.ts'
import { answerTimes } from './queue.ts'

const MINUTE = 60_000
const ANSWER = 5 * MINUTE
const STEADY = { medianMs: ANSWER, p90Ms: ANSWER }

function waiting(id: number, dueInMinutes: number, over: Partial<Waiting> = {}): Waiting {
  return { id, waitingSince: -id * MINUTE, dueAt: dueInMinutes * MINUTE, weight: 1, assigneeId: null, ...over }
}
function keptIn(order: Waiting[], agentIds: number[]): number {
  return answerTimes(order, { agentIds }, () => ANSWER, 0).filter((at, index) => at !== null && at <= (order[index]?.dueAt ?? 0)).length
}
const ids = (order: Waiting[]) => order.map(({ id }) => id)

describe('orderOfWork', () => {
  it('answers what is due first, while all can be kept', () => {
    expect(ids(orderOfWork([waiting(1, 30), waiting(2, 6), waiting(3, 14)], { agentIds: [7] }, STEADY, 0))).toEqual([2, 3, 1])
  })

  it('gives up the promise that is worth least, to keep the others', () => {
    const queue = [waiting(1, 6), waiting(2, 7, { weight: 3 }), waiting(3, 11)]
    expect(ids(orderOfWork(queue, { agentIds: [7] }, STEADY, 0))).toEqual([2, 3, 1])
  })

  it('puts what is broken last, who waits longest first', () => {
    expect(ids(orderOfWork([waiting(1, -4), waiting(2, 30), waiting(3, -1)], { agentIds: [7] }, STEADY, 0))).toEqual([2, 3, 1])
  })

  it('does not give up what a quick answer would still keep', () => {
    const queue = [waiting(1, 3, { weight: 3 }), waiting(2, 40)]
    expect(ids(orderOfWork(queue, { agentIds: [7] }, { medianMs: ANSWER, p90Ms: 3 * ANSWER }, 0))).toEqual([1, 2])
    expect(ids(orderOfWork(queue, { agentIds: [7] }, STEADY, 0))).toEqual([2, 1])
  })

  it('counts what is somebody\'s own against that person alone', () => {
    const queue = [waiting(1, 6, { assigneeId: 7 }), waiting(2, 7, { assigneeId: 7 }), waiting(3, 6)]
    expect(ids(orderOfWork(queue, { agentIds: [7, 8] }, STEADY, 0))).toEqual([1, 3, 2])
  })

  it('loses nobody and keeps at least what earliest-due-first and oldest-first keep', () => {
    const queue = fc.array(fc.record({
      due: fc.integer({ min: -30, max: 90 }),
      since: fc.integer({ min: 1, max: 120 }),
    }), { maxLength: 14 })
    fc.assert(fc.property(queue, fc.integer({ min: 1, max: 3 }), (facts, people) => {
      const all = facts.map(({ due, since }, index) => waiting(index, due, { waitingSince: -since * MINUTE }))
      const agentIds = Array.from({ length: people }, (_, index) => index + 1)
      const ours = orderOfWork(all, { agentIds }, STEADY, 0)
      expect(ids(ours).sort((a, b) => a - b)).toEqual(ids(all))
      expect(keptIn(ours, agentIds)).toBeGreaterThanOrEqual(keptIn(all.toSorted((a, b) => a.dueAt - b.dueAt), agentIds))
      expect(keptIn(ours, agentIds)).toBeGreaterThanOrEqual(keptIn(all.toSorted((a, b) => a.waitingSince - b.waitingSince), agentIds))
    }))
  })
})
