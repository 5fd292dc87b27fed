import { z } from 'zod'

const Id = z.number().int()

/** A figure and the interval that holds 95 % of its resamples; null where there is nothing to measure, or no end to it. */
export const Estimate = z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable()
export type Estimate = z.infer<typeof Estimate>

/** Shares are 0 to 1, waits seconds; `fairness` is the busiest person's load over the mean, per hour on duty. */
export const ReplayFigures = z.object({
  promises: z.number().int(),
  broken: z.number().int(),
  brokenShare: Estimate,
  waitP50Seconds: Estimate,
  waitP90Seconds: Estimate,
  fairness: Estimate,
  workFairness: Estimate,
  reassignments: z.number().int(),
  unanswered: z.number().int(),
  people: z.array(z.object({
    agentId: Id,
    name: z.string(),
    conversations: z.number().int(),
    workHours: z.number(),
    dutyHours: z.number(),
  })),
})
export type ReplayFigures = z.infer<typeof ReplayFigures>

const ReplaySource = z.enum(['given', 'history', 'generated'])

/** The one line that a replay prints. `change` is after against before; `fewerBroken` is 0.3 for 30 % fewer broken promises. */
export const ReplayResult = z.object({
  version: z.string(),
  source: ReplaySource,
  seed: z.number().int(),
  conversations: z.number().int(),
  days: z.number().int(),
  before: ReplayFigures,
  after: ReplayFigures,
  change: z.object({
    fewerBroken: Estimate,
    waitP50Seconds: Estimate,
    waitP90Seconds: Estimate,
    fairness: Estimate,
    workFairness: Estimate,
    reassignments: z.number().int(),
  }),
})
export type ReplayResult = z.infer<typeof ReplayResult>
