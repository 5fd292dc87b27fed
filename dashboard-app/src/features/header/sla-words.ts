import type { ClockKind, SlaReading, SlaStatus } from '#shared/contracts/sla'
import type { ParseKeys, TFunction } from 'i18next'
import { spanOf } from '@/core/format'

export const KIND_WORDS = {
  first_response: 'sla.first_response',
  next_response: 'sla.next_response',
  resolution: 'sla.resolution',
} as const satisfies Record<ClockKind, ParseKeys>

const STATUS_WORDS = {
  met: 'sla.met',
  on_track: 'sla.on_track',
  paused: 'sla.paused',
  at_risk: 'sla.at_risk',
  breached: 'sla.breached',
} as const satisfies Record<SlaStatus, ParseKeys>

/** What a clock shows: how much time, and whether that is left or over. */
export function readingWords(t: TFunction, { status, remainingMs }: SlaReading): string {
  return t(STATUS_WORDS[status], { time: spanText(t, remainingMs) })
}

/** A span (ms) as a clock shows it. */
export function spanText(t: TFunction, spanMs: number): string {
  const parts = spanOf(spanMs)
  if (parts.unit === 'minutes') return parts.text
  return parts.unit === 'hours' ? t('sla.hours', { hours: parts.hours, minutes: parts.minutes }) : t('sla.days', { days: parts.days, hours: parts.hours })
}
