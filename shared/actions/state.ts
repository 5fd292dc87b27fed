import type { ActionState } from '../contracts/order-action.ts'

/** What may follow what. Everything else is a mistake that the database refuses as well. */
const FOLLOWS: Record<ActionState, readonly ActionState[]> = {
  waiting_approval: ['ready', 'refused', 'expired', 'stopped'],
  ready: ['sent', 'failed', 'stopped'],
  sent: ['ready', 'unknown', 'done', 'failed'],
  unknown: ['sent', 'unknown', 'done', 'failed'],
  done: [],
  failed: [],
  refused: [],
  expired: [],
  stopped: [],
}

export function mayFollow(from: ActionState, to: ActionState): boolean {
  return FOLLOWS[from].includes(to)
}
export function isOver(state: ActionState): boolean {
  return FOLLOWS[state].length === 0
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Shopify keeps an idempotency key for a day; an hour before that nothing is asked again. */
const KEY_LIVES_MS = 23 * HOUR_MS
/** So long after it was last asked, a request that was lost on the way can no longer arrive. */
const SETTLED_MS = 2 * MINUTE_MS
/** A shop that is busy for longer than this is not waited for: nothing has happened, and the agent should know. */
const PATIENCE_MS = 30 * MINUTE_MS
const LOOK_AGAIN_MS = 5_000

/** What the shop said to one attempt. `pending`: it has taken the job and is not done. */
export type ShopWord =
  | { is: 'done', ref: string | null, detail: string | null }
  | { is: 'pending', ref: string | null }
  | { is: 'refused', code: string, detail: string | null }
  | { is: 'not_executed', code: string, waitMs: number, isFinal: boolean }
  | { is: 'unknown', code: string }

/**
 * What the shop shows when it is looked at. `gone`: it shows that this can no longer happen. `needsRest`: nothing of the shop's
 * keeps it from happening twice, so that a request on the way has to be surely lost before it is asked for again.
 */
export type ShopSight =
  | { is: 'done', ref: string | null, detail: string | null }
  | { is: 'absent', needsRest?: boolean }
  | { is: 'pending' }
  | { is: 'gone', code: string, detail: string | null }
  | { is: 'unseen', code: string }
  /** It never shows, whatever was done: nothing may be asked again, and a person has to look. */
  | { is: 'blind', code: string }

export interface Course {
  /** How often it was asked for before this attempt without a proof that it was not done. */
  doubts: number
  firstSentAt: number | null
  lastSentAt: number | null
  placedAt: number
}
export type Turn =
  | { to: 'done', ref: string | null, detail: string | null }
  | { to: 'failed', code: string, detail: string | null }
  | { to: 'ready' | 'unknown', code: string, detail: string | null, afterMs: number, needsPerson: boolean }

/**
 * What an answer means. A refusal, or "not executed", speaks of this one attempt: where an earlier one is in doubt, the shop is
 * looked at before it is believed.
 */
export function afterWord(word: ShopWord, { doubts, placedAt }: Course, now: number): Turn {
  const wait = (to: 'ready' | 'unknown', code: string, afterMs: number): Turn => ({ to, code, detail: null, afterMs, needsPerson: false })
  switch (word.is) {
    case 'done': return { to: 'done', ref: word.ref, detail: word.detail }
    case 'pending': return wait('unknown', 'in_progress', LOOK_AGAIN_MS)
    case 'unknown': return wait('unknown', word.code, LOOK_AGAIN_MS)
    case 'refused':
      return doubts > 0 ? wait('unknown', word.code, LOOK_AGAIN_MS) : { to: 'failed', code: word.code, detail: word.detail }
    case 'not_executed': {
      if (doubts > 0) return wait('unknown', word.code, Math.max(LOOK_AGAIN_MS, word.waitMs))
      const isTooLong = now - placedAt > PATIENCE_MS
      return word.isFinal || isTooLong ? { to: 'failed', code: word.code, detail: null } : wait('ready', word.code, word.waitMs)
    }
  }
}

/**
 * What to do with an action that was asked for and has no answer, once the shop was looked at: it is over, it is asked for again,
 * or it waits. `canRepeat`: asking again cannot do it twice.
 */
export function afterSight(sight: ShopSight, { firstSentAt, lastSentAt }: Course, wasRefused: string | null, now: number): Turn | { to: 'again' } {
  const since = now - (lastSentAt ?? now)
  const wait = (code: string, afterMs: number, needsPerson = false): Turn => ({ to: 'unknown', code, detail: null, afterMs, needsPerson })
  switch (sight.is) {
    case 'done': return { to: 'done', ref: sight.ref, detail: sight.detail }
    case 'gone': return { to: 'failed', code: sight.code, detail: sight.detail }
    case 'pending': return wait('in_progress', LOOK_AGAIN_MS)
    case 'unseen': return wait(sight.code, MINUTE_MS)
    case 'blind': return wait(sight.code, HOUR_MS, true)
    case 'absent': {
      if (wasRefused !== null) {
        return since >= SETTLED_MS ? { to: 'failed', code: wasRefused, detail: null } : wait(wasRefused, SETTLED_MS - since)
      }
      if (sight.needsRest && since < SETTLED_MS) return wait('in_doubt', SETTLED_MS - since)
      return now - (firstSentAt ?? now) >= KEY_LIVES_MS ? wait('too_late_to_repeat', HOUR_MS, true) : { to: 'again' }
    }
  }
}
