import type { Money } from '#shared/contracts/money'
import { useTranslation } from 'i18next-vue'
import { computed } from 'vue'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const UNITS = [['day', 86_400], ['hour', 3600], ['minute', 60]] as const

/** Numbers, money and times as the agent's language writes them. Times are epoch ms, in the browser's zone. */
export function useFormat() {
  const { i18next } = useTranslation()
  return computed(() => createFormat(i18next.language))
}

export function createFormat(language: string) {
  const dates = new Map<string, Intl.DateTimeFormat>()
  const dateFormat = (name: string, options: Intl.DateTimeFormatOptions) => {
    const format = dates.get(name) ?? new Intl.DateTimeFormat(language, options)
    dates.set(name, format)
    return format
  }
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' })

  return {
    money({ minor, currency }: Money): string {
      const format = new Intl.NumberFormat(language, { style: 'currency', currency })
      const digits = format.resolvedOptions().maximumFractionDigits ?? 2
      return format.format(minor / 10 ** digits)
    },
    /** A span of seconds in the largest unit that keeps it whole. */
    duration(seconds: number): string {
      const [unit, size] = UNITS.find(([, length]) => seconds % length === 0) ?? ['second', 1]
      return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / size)
    },
    percent: (share: number) => new Intl.NumberFormat(language, { style: 'percent' }).format(share),
    day: (at: number) => dateFormat('day', { day: 'numeric', month: 'short' }).format(at),
    year: (at: number) => dateFormat('year', { year: 'numeric' }).format(at),
    date: (at: number) => dateFormat('date', { day: 'numeric', month: 'short', year: 'numeric' }).format(at),
    time: (at: number) => dateFormat('time', { hour: 'numeric', minute: '2-digit' }).format(at),
    moment: (at: number) => dateFormat('moment', { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }).format(at),
    ago(at: number, now: number): string {
      const past = at - now
      if (Math.abs(past) < MINUTE) return relative.format(0, 'second')
      if (Math.abs(past) < HOUR) return relative.format(Math.round(past / MINUTE), 'minute')
      if (Math.abs(past) < DAY) return relative.format(Math.round(past / HOUR), 'hour')
      return relative.format(Math.round(past / DAY), 'day')
    },
  }
}

export type Span = { unit: 'minutes', text: string } | { unit: 'hours', hours: number, minutes: string } | { unit: 'days', days: number, hours: number }

/** A span (ms, sign dropped) in the parts a clock shows: `4:12` under an hour, then hours and minutes, then days. */
export function spanOf(spanMs: number): Span {
  const seconds = Math.floor(Math.abs(spanMs) / 1000)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return { unit: 'days', days: Math.floor(hours / 24), hours: hours % 24 }
  if (hours >= 1) return { unit: 'hours', hours, minutes: twoDigits(minutes % 60) }
  return { unit: 'minutes', text: `${minutes}:${twoDigits(seconds % 60)}` }
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
