import type { ReplayResult } from '../contracts/replay-result.ts'
import type { ReplayArm, ReplayConfig, ReplayEvent } from '../contracts/replay.ts'
import type { Measured } from './figures.ts'
import type { Traces, World } from './world.ts'
import { casesOf } from './cases.ts'
import { changeOf, figuresOf, measuresOf } from './figures.ts'
import { keepPromises } from './promises.ts'
import { drawBlocks } from './resample.ts'
import { dutyChanges } from './roster.ts'
import { simulate } from './simulate.ts'

const REPLAY_VERSION = 'replay-1'

const DAY = 86_400_000
// Time after the last event in which what is still open may be answered.
const TAIL_MS = DAY
// What the two arms and the resampling take of the whole.
const SHARE_PER_ARM = 0.45

/** What both arms meet: conversations in the order in which they come, and every event. Instants are epoch milliseconds. */
interface Past { cases: World['cases'], ordered: ReplayEvent[], from: number, until: number }

function pastOf({ handling }: ReplayConfig, events: ReplayEvent[]): Past {
  const ordered = events.toSorted((a, b) => a.at - b.at)
  const cases = casesOf(ordered, handling).sort((a, b) => a.arrival.at - b.arrival.at)
  const from = ordered[0]?.at ?? 0
  const until = (ordered.at(-1)?.at ?? from) + (handling.mode === 'modelled' ? TAIL_MS : 0)
  return { cases, ordered, from, until }
}

/** One arm over all events: who was given what and when, and what became of it. Yields the share that is done. */
export function* trace(config: ReplayConfig, arm: ReplayArm, events: ReplayEvent[]): Generator<number, Traces> {
  return (yield* traceArm(config, arm, pastOf(config, events))).traces
}

function* traceArm(config: ReplayConfig, arm: ReplayArm, { cases, ordered, from, until }: Past) {
  const agents = arm.agents ?? config.agents
  const world: World = { cases, duties: dutyChanges(agents, ordered, from, until), recorded: ordered, until }
  const promises = keepPromises(arm.tiers ?? config.tiers, arm.calendar ?? config.calendar)
  return { agents, world, traces: yield* simulate(world, arm, config, promises) }
}

/**
 * Runs the same world twice, once as it was and once as drafted. Yields the share that is done (0 to 1) and returns the
 * comparison. Events of conversations that never arrived are left out.
 */
export function* replay(config: ReplayConfig, events: ReplayEvent[], source: ReplayResult['source']): Generator<number, ReplayResult> {
  const past = pastOf(config, events)
  const days = Math.max(1, Math.ceil((past.until - past.from) / DAY))
  const blockOf = (at: number) => Math.min(days - 1, Math.max(0, Math.floor((at - past.from) / DAY)))

  const before = yield* measured(config.before, 0)
  const after = yield* measured(config.after, SHARE_PER_ARM)
  const draws = drawBlocks(days, config.resamples, config.seed)
  const [figuresBefore, figuresAfter] = [yield* resampled(figuresOf(before, days, draws)), yield* resampled(figuresOf(after, days, draws))]
  return {
    version: REPLAY_VERSION,
    source,
    seed: config.seed,
    conversations: past.cases.length,
    days,
    before: figuresBefore,
    after: figuresAfter,
    change: yield* resampled(changeOf(before, after, days, draws)),
  }

  function* measured(arm: ReplayArm, done: number): Generator<number, Measured> {
    const { agents, world, traces } = yield* portioned(traceArm(config, arm, past), done)
    return measuresOf(traces, world, agents, blockOf, days)
  }
}

function* resampled<T>(steps: Generator<void, T>): Generator<number, T> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    yield 2 * SHARE_PER_ARM
  }
}

function* portioned<T>(arm: Generator<number, T>, done: number): Generator<number, T> {
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
