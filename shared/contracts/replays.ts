import { z } from 'zod'
import { ReplayResult } from './replay-result.ts'
import { AgentRouting } from './routing-settings.ts'
import { RoutingPolicy } from './routing.ts'
import { BusinessCalendar, SlaTier } from './sla.ts'

const Id = z.number().int()
const EpochMs = z.number().int().nonnegative()
const Share = z.number().min(0).max(1)
const MOST_DAYS = 365
const Days = z.number().int().min(1).max(MOST_DAYS)

const LongWorkState = z.enum(['queued', 'running', 'done', 'stopped', 'failed'])
export type LongWorkState = z.infer<typeof LongWorkState>

/** Who the replay can be told apart from today by. Whoever is not among the `people` is not at work. */
export const ReplayDraft = z.object({
  assign: z.enum(['routing', 'round_robin']),
  policy: RoutingPolicy,
  people: z.array(AgentRouting).min(1).max(2_000),
  tiers: z.array(SlaTier).max(200),
  calendar: BusinessCalendar,
}).superRefine(({ people, calendar }, context) => {
  const zones = new Set([calendar.timeZone, ...people.flatMap(({ shift }) => shift ? [shift.timeZone] : [])])
  for (const zone of zones) {
    if (!isTimeZone(zone)) context.addIssue({ code: 'custom', message: `No such time zone: ${zone}` })
  }
})
export type ReplayDraft = z.infer<typeof ReplayDraft>

export const StartReplay = z.object({ days: Days, draft: ReplayDraft })
export const StartImport = z.object({ days: Days })

/** What was compared, and against what; instants are epoch milliseconds. */
export const ReplayOutcome = z.object({
  result: ReplayResult,
  since: EpochMs,
  until: EpochMs,
  /** Conversations of that time that say nothing of routing. */
  leftOut: z.number().int(),
  /** How today's people are assigned. */
  before: z.enum(['routing', 'round_robin']),
  /** Of the draft, who has no hours and never replied: they count as never there. */
  neverThere: z.array(z.string()),
})
export type ReplayOutcome = z.infer<typeof ReplayOutcome>

/** Why a replay ended without a result. */
const ReplayFailure = z.enum(['nobody_serves', 'internal'])

const ReplayRow = z.object({
  id: Id,
  state: LongWorkState,
  progress: Share,
  days: z.number().int(),
  code: ReplayFailure.nullable().catch('internal'),
  createdAt: EpochMs,
  askedBy: z.string().nullable(),
})
export const ReplayRun = ReplayRow.extend({ outcome: ReplayOutcome.nullable() })
export type ReplayRun = z.infer<typeof ReplayRun>

/** `skipped`: not over yet, gone, or unreadable. `waitsUntil`: Chatwoot asked to wait, or did not answer. */
export const HistoryImport = z.object({
  state: LongWorkState,
  progress: Share,
  days: z.number().int(),
  conversations: z.number().int(),
  skipped: z.number().int(),
  code: z.string().nullable(),
  waitsUntil: EpochMs.nullable(),
})
export type HistoryImport = z.infer<typeof HistoryImport>

/** What a draft starts from, what there is to run it against, and what was run. */
export const ReplayBench = z.object({
  /** Everything as it is today, as a draft; empty of people where nobody serves an inbox. */
  today: z.object({ assign: z.enum(['routing', 'round_robin']), policy: RoutingPolicy, people: z.array(AgentRouting), tiers: z.array(SlaTier), calendar: BusinessCalendar }),
  names: z.array(z.object({ agentId: Id, name: z.string() })),
  history: z.object({ conversations: z.number().int(), oldestAt: EpochMs.nullable() }),
  import: HistoryImport.nullable(),
  replays: z.array(ReplayRow),
})
export type ReplayBench = z.infer<typeof ReplayBench>

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) instanceof Intl.DateTimeFormat
  }
  catch {
    return false
  }
}
