import type { Money } from '../contracts/money.ts'
import type { ActionEffect, Payout } from '../contracts/order-action.ts'
import { inShopMoney } from './money.ts'

/** A payment back to the customer, as the shop shows it. */
export interface PayoutPart { status: string, amount: Money }
/** `failed`: what did not reach the customer, in their currency and in the shop's; null unless something failed. */
export interface PayoutWord { state: Exclude<Payout['state'], 'unknown'>, failed: { amount: Money, shop: Money } | null, isFinal: boolean }

const FAILED: ReadonlySet<string> = new Set(['FAILURE', 'ERROR'])
const ON_ITS_WAY: ReadonlySet<string> = new Set(['PENDING', 'AWAITING_RESPONSE', 'UNKNOWN'])
const MINUTE_MS = 60_000
const LONGEST_GAP_MS = 12 * 60 * MINUTE_MS
/** Longer than the banks take; what is open then, the shop shows. */
const WATCHED_MS = 7 * 24 * 60 * MINUTE_MS
/** A week takes some twenty looks; the others are for a shop that was away at the last, or when it told of news. */
const MOST_LOOKS = 60

/** What goes back to what was paid with, in the smallest unit of the customer's currency: store credit is there at once. */
export function paidBack(effects: readonly ActionEffect[]): number {
  return effects.reduce((sum, effect) => effect.is === 'pay' && effect.by === 'original' ? sum + effect.amount.minor : sum, 0)
}

/**
 * What became of money that was given back. A payment that failed and was made again is not missing; null where the shop shows no
 * payment at all.
 */
export function readPayout(parts: readonly PayoutPart[], expectedMinor: number, whole: { amount: Money, shop: Money }): PayoutWord | null {
  const sum = (is: (status: string) => boolean) => parts.reduce((total, { status, amount }) => is(status) ? total + amount.minor : total, 0)
  const failedMinor = sum(status => FAILED.has(status))
  const openMinor = sum(status => ON_ITS_WAY.has(status))
  const isOpen = parts.some(({ status }) => ON_ITS_WAY.has(status))
  const paidMinor = sum(status => status === 'SUCCESS')
  const missing = Math.min(failedMinor, Math.max(0, expectedMinor - paidMinor - openMinor))
  if (missing > 0) {
    const amount = { minor: missing, currency: whole.amount.currency }
    return { state: 'failed', failed: { amount, shop: inShopMoney(amount, whole) }, isFinal: !isOpen }
  }
  if (isOpen) return { state: 'pending', failed: null, isFinal: false }
  return paidMinor > 0 ? { state: 'paid', failed: null, isFinal: true } : null
}

/** When to look for the money again: ever more rarely, and no more after a week. All in epoch ms; null when enough was looked. */
export function nextPayoutLook(settledAt: number, now: number): number | null {
  const since = now - settledAt
  if (since >= WATCHED_MS) return null
  return now + Math.min(LONGEST_GAP_MS, Math.max(MINUTE_MS, since / 2))
}

/**
 * What is said of the money after a look at the shop, and when to look again (epoch ms; null for no more). `unseen`: the shop did not
 * answer. What is still open after a week is not known; a shop that was away is asked some days longer.
 */
export function afterPayoutLook(
  seen: PayoutWord | null | 'unseen',
  { payout, looks, settledAt }: { payout: Payout['state'] | null, looks: number, settledAt: number },
  now: number,
): { state: Payout['state'] | null, lookAt: number | null } {
  const word = seen === 'unseen' ? null : seen
  if (word?.isFinal) return { state: word.state, lookAt: null }
  const lookAt = nextPayoutLook(settledAt, now)
  const state = word?.state ?? payout
  if (lookAt !== null) return { state, lookAt }
  const isOpen = state === 'pending' || (state === null && seen === 'unseen')
  return { state: isOpen ? 'unknown' : state, lookAt: seen === 'unseen' && looks < MOST_LOOKS ? now + LONGEST_GAP_MS : null }
}
