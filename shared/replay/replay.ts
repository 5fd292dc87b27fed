import type { ReplayArm, ReplayConfig, ReplayEvent, ReplayResult } from '../contracts/replay.ts'
import type { Traces, World } from './world.ts'
import { casesOf } from './cases.ts'
import { changeOf, figuresOf, measuresOf } from './figures.ts'
import { dueIn, firstResponses } from './promises.ts'
import { drawBlocks } from './resample.ts'
import { dutyChanges } from './roster.ts'
import { simulate } from './simulate.ts'

export const REPLAY_VERSION = 'replay-1'

const DAY = 86_400_000
// Time after the last event in which what is still open may be answered.
const TAIL_MS = DAY
// What the two arms and the resampling take of the whole.
const SHARE_PER_ARM = 0.45

/**
 * Runs the same world twice, once as it was and once as drafted. Yields the share that is done (0 to 1) and returns the
 * comparison. Events must ascend; those of conversations that never arrived are left out.
 */
export function* replay(config: ReplayConfig, events: ReplayEvent[], source: ReplayResult['source']): Generator<number, ReplayResult> {
  const ordered = events.toSorted((a, b) => a.at - b.at)
  const cases = casesOf(ordered, config.handling).sort((a, b) => a.arrival.at - b.arrival.at)
  const from = ordered[0]?.at ?? 0
  const until = (ordered.at(-1)?.at ?? from) + (config.handling.mode === 'modelled' ? TAIL_MS : 0)
  const days = Math.max(1, Math.ceil((until - from) / DAY))
  const blockOf = (at: number) => Math.min(days - 1, Math.max(0, Math.floor((at - from) / DAY)))

  const planDue = dueIn(config.calendar)
  const before = yield* runArm(config.before, 0)
  const after = yield* runArm(config.after, SHARE_PER_ARM)
  const draws = drawBlocks(days, config.resamples, config.seed)
  return {
    version: REPLAY_VERSION,
    source,
    seed: config.seed,
    conversations: cases.length,
    days,
    before: figuresOf(before, days, draws),
    after: figuresOf(after, days, draws),
    change: changeOf(before, after, days, draws),
  }

  function* runArm(arm: ReplayArm, done: number) {
    const agents = arm.agents ?? config.agents
    const world: World = { cases, duties: dutyChanges(agents, ordered, from, until), recorded: ordered, until }
    const promises = firstResponses(arm.tiers ?? config.tiers, arm.calendar ? dueIn(arm.calendar) : planDue)
    const traces = yield* portioned(simulate(world, arm, config, promises), done)
    return measuresOf(traces, world, agents, blockOf, days)
  }
}

function* portioned(arm: Generator<number, Traces>, done: number): Generator<number, Traces> {
  for (;;) {
    const step = arm.next()
    if (step.done) return step.value
    yield done + step.value * SHARE_PER_ARM
  }
}

/** Runs a replay to its end. */
export function replayAll(config: ReplayConfig, events: ReplayEvent[], source: ReplayResult['source']): ReplayResult {
  const run = replay(config, events, source)
  for (;;) {
    const step = run.next()
    if (step.done) return step.value
  }
}
