import type { MoneyPolicy } from '../contracts/money-policy.ts'
import type { ReturnObjection } from '../contracts/return-action.ts'
import { daysBetween } from '../actions/policy.ts'

export interface ReturnFacts {
  tags: string[]
  productType: string
  /** When the goods reached the customer, else when they left; epoch ms, null when the shop does not say. */
  arrivedAt: number | null
}
export type ReturnPolicy = Pick<MoneyPolicy, 'returnDays' | 'returns'>

/** What the policy has against taking goods back, whatever the reason; empty when nothing. */
export function itemObjections(item: ReturnFacts, { returnDays, returns }: ReturnPolicy, now: number): ReturnObjection[] {
  const { tags, productType, arrivedAt } = item
  const days = arrivedAt === null ? 0 : daysBetween(arrivedAt, now)
  const by = tags.find(tag => has(returns.finalTags, tag)) ?? (has(returns.finalTypes, productType) ? productType : null)
  return [
    ...days > returnDays ? [{ is: 'late' as const, days, allowed: returnDays }] : [],
    ...by !== null ? [{ is: 'final_sale' as const, by }] : [],
  ]
}

/** What it has against the reason; `hasPhoto`: the customer has sent a picture. */
export function reasonObjections(handle: string, { returns }: Pick<ReturnPolicy, 'returns'>, hasPhoto: boolean): ReturnObjection[] {
  return [
    ...has(returns.photoReasons, handle) && !hasPhoto ? [{ is: 'photo' as const }] : [],
    ...has(returns.approvalReasons, handle) ? [{ is: 'reason' as const }] : [],
  ]
}

/** What a return costs the customer: per cent of each line, and for the label once, unless the shop is to blame for all of it. */
export function returnFees(
  handles: string[],
  { returns }: Pick<ReturnPolicy, 'returns'>,
  isWaived: boolean,
): { percents: number[], labelMinor: number } {
  const isFault = (handle: string) => isWaived || has(returns.faultReasons, handle)
  return {
    percents: handles.map(handle => isFault(handle) ? 0 : returns.restockingPercent),
    labelMinor: returns.labelPaidBy === 'shop' || handles.every(isFault) ? 0 : returns.labelFeeMinor,
  }
}

function has(words: string[], word: string): boolean {
  return word !== '' && words.some(one => one.toLowerCase() === word.toLowerCase())
}
