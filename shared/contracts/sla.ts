import { z } from 'zod'

const EpochMs = z.number().int().nonnegative()
const MinuteOfDay = z.number().int().min(0).max(24 * 60)

/** One opening block of a weekday; ISO weekdays, Monday is 1. Several blocks a day make a lunch break. */
export const OpenBlock = z
  .object({ weekday: z.number().int().min(1).max(7), fromMinute: MinuteOfDay, toMinute: MinuteOfDay })
  .refine(block => block.fromMinute < block.toMinute, 'A block ends after it starts')
export type OpenBlock = z.infer<typeof OpenBlock>

/** When a promise's time runs. `holidays` are local dates (YYYY-MM-DD) on which it never does. */
export const BusinessCalendar = z.object({
  timeZone: z.string().min(1),
  blocks: z.array(OpenBlock),
  holidays: z.array(z.iso.date()).default([]),
})
export type BusinessCalendar = z.infer<typeof BusinessCalendar>

/** First answer to a new conversation, answer to each later question, and the end of the matter. */
export const ClockKind = z.enum(['first_response', 'next_response', 'resolution'])
export type ClockKind = z.infer<typeof ClockKind>

export const SlaStatus = z.enum(['met', 'on_track', 'paused', 'at_risk', 'breached'])
export type SlaStatus = z.infer<typeof SlaStatus>

/** Time that does not count: since when, until when if that is planned, and how much open time is left for afterwards. */
const SlaPause = z.object({ since: EpochMs, until: EpochMs.nullable(), remainingMs: z.number().int().nonnegative() })

/** The moments of one promise, in epoch milliseconds. Null: a pause without a planned end lies before that moment. */
export const SlaClock = z.object({
  startedAt: EpochMs,
  warnAt: EpochMs.nullable(),
  dueAt: EpochMs.nullable(),
  stoppedAt: EpochMs.nullable(),
  pause: SlaPause.nullable(),
})
export type SlaClock = z.infer<typeof SlaClock>

/**
 * `remainingMs` is negative once the promise is broken, and open time while it is paused. `elapsedShare` is 0 to 1 of the
 * wall time to `dueAt`.
 */
export const SlaReading = z.object({ status: SlaStatus, remainingMs: z.number().int(), elapsedShare: z.number().min(0).max(1) })
export type SlaReading = z.infer<typeof SlaReading>

/** What decides a tier, as facts of the conversation and its customer. */
export const TierFacts = z.object({
  customerTags: z.array(z.string()),
  lifetimeValueMinor: z.number().int().nullable(),
  category: z.string().nullable(),
  labels: z.array(z.string()),
  inboxId: z.number().int().nullable(),
})
export type TierFacts = z.infer<typeof TierFacts>

/** A tier applies when any of its conditions holds; `always` is the floor that catches the rest. */
export const TierCondition = z.discriminatedUnion('on', [
  z.object({ on: z.literal('customer_tag'), anyOf: z.array(z.string().min(1)).min(1) }),
  z.object({ on: z.literal('lifetime_value'), atLeastMinor: z.number().int().positive() }),
  z.object({ on: z.literal('category'), anyOf: z.array(z.string().min(1)).min(1) }),
  z.object({ on: z.literal('label'), anyOf: z.array(z.string().min(1)).min(1) }),
  z.object({ on: z.literal('inbox'), anyOf: z.array(z.number().int()).min(1) }),
  z.object({ on: z.literal('always') }),
])
export type TierCondition = z.infer<typeof TierCondition>

const Target = z.number().int().min(60).max(90 * 86_400).nullable()

/** Tiers are tried by `position`, lowest first. Targets are open time; null promises nothing of that kind. */
export const SlaTier = z.object({
  id: z.number().int(),
  name: z.string().trim().min(1).max(60),
  position: z.number().int(),
  /** Of the first response. */
  targetSeconds: Target,
  nextTargetSeconds: Target.default(null),
  resolutionTargetSeconds: Target.default(null),
  conditions: z.array(TierCondition).min(1),
  isEnabled: z.boolean(),
})
export type SlaTier = z.infer<typeof SlaTier>
