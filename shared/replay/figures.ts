import type { Estimate, ReplayFigures, ReplayResult } from '../contracts/replay-result.ts'
import type { ReplayAgent } from '../contracts/replay.ts'
import type { Draw } from './resample.ts'
import type { Traces, World } from './world.ts'
import { estimate, quantile, sortObservations } from './resample.ts'

const HOUR = 3_600_000
const SECOND = 1_000
// Who was hardly there has no load to compare.
const LEAST_DUTY_HOURS = 1

/** What is compared: each measure takes a resample of days. */
interface Measures {
  broken: (draw: Draw) => number
  brokenShare: (draw: Draw) => number | null
  waitP50: (draw: Draw) => number | null
  waitP90: (draw: Draw) => number | null
  fairness: (draw: Draw) => number | null
  workFairness: (draw: Draw) => number | null
}

/** Turns the traces of an arm into measures; a block is a day after the first arrival. */
export function measuresOf(
  traces: Traces,
  { cases, duties, until }: World,
  agents: ReplayAgent[],
  blockOf: (at: number) => number,
  blocks: number,
) {
  const openedAt = new Map(cases.map(({ arrival }) => [arrival.conversationId, arrival.at]))
  const promised = new Float64Array(blocks)
  const broken = new Float64Array(blocks)
  for (const { conversationId, dueAt, answeredAt } of traces.promises.all()) {
    const block = blockOf(openedAt.get(conversationId) ?? 0)
    // A promise that is neither kept nor due when the replay ends says nothing.
    if (answeredAt === null && dueAt > until) continue
    promised[block] = (promised[block] ?? 0) + 1
    if (answeredAt === null || answeredAt > dueAt) broken[block] = (broken[block] ?? 0) + 1
  }
  const waits = sortObservations(cases.map(({ arrival }) => ({
    value: ((traces.firstReplies.get(arrival.conversationId) ?? Infinity) - arrival.at) / SECOND,
    block: blockOf(arrival.at),
  })), blocks)

  const duty = perPerson(agents, blocks)
  const work = perPerson(agents, blocks)
  const given = perPerson(agents, blocks)
  addDuty(duty, duties, until, blockOf)
  for (const { at, agentId, ms } of traces.work) add(work, agentId, blockOf(at), ms / HOUR)
  for (const { at, agentId } of traces.assigned) add(given, agentId, blockOf(at), 1)

  const sum = (values: Float64Array, draw: Draw) => values.reduce((total, value, block) => total + value * (draw[block] ?? 0), 0)
  const evenness = (loads: Map<number, Float64Array>) => (draw: Draw) => {
    const rates = [...loads].flatMap(([agentId, values]) => {
      const hours = sum(duty.get(agentId) ?? values, draw)
      return hours < LEAST_DUTY_HOURS ? [] : [sum(values, draw) / hours]
    })
    const mean = rates.reduce((total, rate) => total + rate, 0) / rates.length
    return mean > 0 ? Math.max(...rates) / mean : null
  }
  const measures: Measures = {
    broken: draw => sum(broken, draw),
    brokenShare: draw => ratio(sum(broken, draw), sum(promised, draw)),
    waitP50: draw => quantile(waits, draw, 0.5),
    waitP90: draw => quantile(waits, draw, 0.9),
    fairness: evenness(given),
    workFairness: evenness(work),
  }
  const whole = new Uint16Array(blocks).fill(1)
  const counts = {
    promises: sum(promised, whole),
    broken: sum(broken, whole),
    reassignments: traces.assigned.length - new Set(traces.assigned.map(({ conversationId }) => conversationId)).size,
    unanswered: waits.values.filter(value => value === Infinity).length,
    people: agents.map(({ agentId, name }) => ({
      agentId,
      name,
      conversations: sum(given.get(agentId) ?? promised, whole),
      workHours: hundredths(sum(work.get(agentId) ?? promised, whole)),
      dutyHours: hundredths(sum(duty.get(agentId) ?? promised, whole)),
    })),
  }
  return { measures, counts }
}
export type Measured = ReturnType<typeof measuresOf>

/** The figures of an arm with their intervals. Pauses after each, for a thousand resamples take a moment. */
export function* figuresOf({ measures, counts }: Measured, blocks: number, draws: Draw[]): Generator<void, ReplayFigures> {
  return {
    promises: counts.promises,
    broken: counts.broken,
    brokenShare: yield* paused(measures.brokenShare, blocks, draws),
    waitP50Seconds: yield* paused(measures.waitP50, blocks, draws),
    waitP90Seconds: yield* paused(measures.waitP90, blocks, draws),
    fairness: yield* paused(measures.fairness, blocks, draws),
    workFairness: yield* paused(measures.workFairness, blocks, draws),
    reassignments: counts.reassignments,
    unanswered: counts.unanswered,
    people: counts.people,
  }
}

/** After against before on the same resamples, so that what both share cancels out. */
export function* changeOf(before: Measured, after: Measured, blocks: number, draws: Draw[]): Generator<void, ReplayResult['change']> {
  const difference = (key: keyof Measures) => (draw: Draw) => {
    const [a, b] = [after.measures[key](draw), before.measures[key](draw)]
    return a === null || b === null ? null : a - b
  }
  const fewer = (draw: Draw) => {
    const kept = ratio(after.measures.broken(draw), before.measures.broken(draw))
    return kept === null ? null : 1 - kept
  }
  return {
    fewerBroken: yield* paused(fewer, blocks, draws),
    waitP50Seconds: yield* paused(difference('waitP50'), blocks, draws),
    waitP90Seconds: yield* paused(difference('waitP90'), blocks, draws),
    fairness: yield* paused(difference('fairness'), blocks, draws),
    workFairness: yield* paused(difference('workFairness'), blocks, draws),
    reassignments: after.counts.reassignments - before.counts.reassignments,
  }
}

function* paused(measure: (draw: Draw) => number | null, blocks: number, draws: Draw[]): Generator<void, Estimate> {
  const found = estimate(measure, blocks, draws)
  yield
  return found
}

type PerPerson = Map<number, Float64Array>

function perPerson(agents: ReplayAgent[], blocks: number): PerPerson {
  return new Map(agents.map(({ agentId }) => [agentId, new Float64Array(blocks)]))
}

function add(to: PerPerson, agentId: number, block: number, amount: number): void {
  const values = to.get(agentId)
  if (values) values[block] = (values[block] ?? 0) + amount
}

function addDuty(duty: PerPerson, duties: World['duties'], until: number, blockOf: (at: number) => number): void {
  const since = new Map<number, number>()
  const close = (agentId: number, to: number) => {
    const from = since.get(agentId)
    if (from !== undefined) add(duty, agentId, blockOf(from), (to - from) / HOUR)
    since.delete(agentId)
  }
  for (const { at, agentId, isOnDuty } of duties) {
    if (isOnDuty) since.set(agentId, since.get(agentId) ?? at)
    else close(agentId, at)
  }
  for (const agentId of [...since.keys()]) close(agentId, until)
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100
}
