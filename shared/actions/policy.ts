import type { Role } from '../contracts/brief.ts'
import type { MoneyPolicy } from '../contracts/money-policy.ts'
import type { SecondBecause } from '../contracts/order-action.ts'
import { DEFAULT_RETURN_RULES } from '../contracts/return-action.ts'
import { minorDigits } from '../money/decimal.ts'

const DAY_MS = 86_400_000

/** What counts until an admin has said otherwise: 50, 200 and 500 of the shop's money alone, four times as much in a day. */
export function defaultPolicy(currency: string): MoneyPolicy {
  const unit = 10 ** minorDigits(currency)
  return {
    currency,
    limits: {
      agent: { alone: 50 * unit, day: 200 * unit, most: 1_000 * unit },
      supervisor: { alone: 200 * unit, day: 800 * unit, most: null },
      admin: { alone: 500 * unit, day: 2_000 * unit, most: null },
    },
    approverRole: 'supervisor',
    approvalMinutes: 24 * 60,
    mostPercent: 25,
    returnDays: 60,
    returns: DEFAULT_RETURN_RULES,
  }
}

export interface Asking {
  role: Role
  /** In the policy's currency: this action, and what the same person has given back alone within a day. */
  sum: number
  today: number
  /** Whole days since the goods arrived, or left when nobody knows; null when nothing has left, or nothing comes back. */
  daysSince: number | null
}
export type LimitVerdict =
  | { is: 'alone' }
  | { is: 'second', role: Role, because: SecondBecause }
  | { is: 'too_much', most: number }

/** Whether one person's word is enough. */
export function readLimits({ limits, approverRole, returnDays }: MoneyPolicy, { role, sum, today, daysSince }: Asking): LimitVerdict {
  const { alone, day, most } = limits[role]
  if (most !== null && sum > most) return { is: 'too_much', most }
  const second = (because: SecondBecause): LimitVerdict => ({ is: 'second', role: approverRole, because })
  if (alone !== null && sum > alone) return second('sum')
  if (day !== null && sum > 0 && today + sum > day) return second('day')
  if (daysSince !== null && daysSince > returnDays) return second('late')
  return { is: 'alone' }
}

/** Whole days from one instant to another, both epoch ms. */
export function daysBetween(from: number, to: number): number {
  return Math.max(0, Math.floor((to - from) / DAY_MS))
}
