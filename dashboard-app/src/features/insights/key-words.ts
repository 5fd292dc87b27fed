import type { ClockKind } from '#shared/contracts/sla'
import type { Breakdown } from './insights.store'
import type { InsightsKey } from './words'

export const KIND_WORDS = {
  first_response: 'insights.kind.first_response',
  next_response: 'insights.kind.next_response',
  resolution: 'insights.kind.resolution',
} as const satisfies Record<ClockKind, InsightsKey>

export const BREAKDOWN_WORDS = {
  tier: 'insights.by.tier',
  agent: 'insights.by.agent',
  team: 'insights.by.team',
  inbox: 'insights.by.inbox',
  kind: 'insights.by.kind',
  day: 'insights.by.day',
} as const satisfies Record<Breakdown, InsightsKey>
