import type { DetectedLanguage } from '../contracts/judgement.ts'
import type { Arrival, ReplayEvent } from '../contracts/replay.ts'
import { seededRandom } from '../random/seeded.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const MONDAY = 4 * DAY // 1970-01-05

/** Share of a day's messages by hour, as shops see them: quiet at night, a plateau by day, a second rise in the evening. */
const HOURS = [1, 0.6, 0.4, 0.3, 0.3, 0.5, 1, 2, 3.5, 5, 6, 6.4, 6, 5.6, 5.8, 6, 6, 5.8, 5.4, 5.2, 5, 4.2, 3, 1.8]
/** Monday first. */
const WEEKDAYS = [1.3, 1.15, 1.05, 1, 1, 0.75, 0.75]
/** Hands-on minutes are medians of a log-normal. */
const CATEGORIES = [
  { category: 'order_status', share: 30, minutes: 2.5 },
  { category: 'shipping_issues', share: 16, minutes: 4 },
  { category: 'returns_refunds', share: 16, minutes: 4.5 },
  { category: 'product_information', share: 14, minutes: 4 },
  { category: 'technical_support', share: 10, minutes: 8 },
  { category: 'billing_questions', share: 7, minutes: 4 },
  { category: null, share: 7, minutes: 3 },
] as const
const SPREAD = 0.6
const RETURNING_SHARE = 0.25
const SECOND_MESSAGE_SHARE = 0.5
const FOLLOW_UP_MINUTES = 12
const RESOLVE_MINUTES = 30

export interface MonthShape {
  seed: number
  days: number
  perDay: number
  /** Epoch ms of the first day's midnight. */
  from: number
  inboxes: { inboxId: number, share: number, languages: { language: DetectedLanguage, share: number }[] }[]
  vipShare: number
}

/** A month such as a shop of this size may have, for an account that has none of its own yet. The same seed, the same month. */
export function generateMonth({ seed, days, perDay, from, inboxes, vipShare }: MonthShape): ReplayEvent[] {
  const random = seededRandom(seed)
  const pick = <T extends { share: number }>(options: readonly T[]): T | undefined => {
    let left = random() * options.reduce((sum, { share }) => sum + share, 0)
    return options.find(({ share }) => (left -= share) < 0) ?? options.at(-1)
  }
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const around = (median: number) => median * Math.exp(SPREAD * normal())
  const hoursTotal = HOURS.reduce((sum, share) => sum + share, 0)
  const weekTotal = WEEKDAYS.reduce((sum, share) => sum + share, 0) / WEEKDAYS.length
  const arrivals: Arrival[] = []

  for (let hour = 0; hour < days * 24; hour++) {
    const start = from + hour * HOUR
    const weekday = Math.floor(((start - MONDAY) % (7 * DAY)) / DAY)
    const expected = perDay * (HOURS[hour % 24] ?? 0) / hoursTotal * (WEEKDAYS[weekday] ?? 1) / weekTotal
    // Exponential gaps make a Poisson stream.
    for (let at = -Math.log(1 - random()) / expected; at < 1; at -= Math.log(1 - random()) / expected) {
      arrivals.push(arrivalAt(Math.round(start + at * HOUR), arrivals.length + 1))
    }
  }
  return arrivals

  function arrivalAt(at: number, conversationId: number): Arrival {
    const inbox = pick(inboxes)
    const earlier = random() < RETURNING_SHARE ? arrivals[Math.floor(random() * arrivals.length)] : undefined
    const kind = pick(CATEGORIES) ?? CATEGORIES[0]
    const language = pick(inbox?.languages ?? [])?.language ?? 'en'
    const isVip = random() < vipShare
    const workSeconds = Math.round(around(kind.minutes) * 60)
    return {
      type: 'arrival',
      at,
      conversationId,
      contactId: earlier?.contactId ?? conversationId,
      inboxId: earlier?.inboxId ?? inbox?.inboxId ?? 1,
      teamId: null,
      category: kind.category,
      categoryConfidence: kind.category === null ? 0 : 0.6 + random() * 0.4,
      language: earlier?.language ?? language,
      labels: [],
      customerTags: earlier?.customerTags ?? (isVip ? ['vip'] : []),
      lifetimeValueMinor: null,
      workSeconds,
      followUps: followUps(workSeconds),
      resolveAfterSeconds: Math.round(around(RESOLVE_MINUTES) * 60),
    }
  }

  function followUps(workSeconds: number) {
    const found: { afterSeconds: number, workSeconds: number }[] = []
    while (random() < SECOND_MESSAGE_SHARE && found.length < 5) {
      found.push({ afterSeconds: Math.round(around(FOLLOW_UP_MINUTES) * 60), workSeconds: Math.round(around(workSeconds / 120) * 60) })
    }
    return found
  }
}
