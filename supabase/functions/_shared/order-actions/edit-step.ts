import type { ShopWord } from '../../../../shared/actions/state.ts'
import type { Told } from '../shopify.ts'
import { z } from 'zod'
import { BothMoney } from './order.ts'

const WAIT_MS = 5_000
/** What every step of an edit says of the order as it would be. */
export const Totals = { id: z.string(), totalPriceSet: BothMoney, totalOutstandingSet: BothMoney }
export const Step = { calculatedOrder: z.object(Totals).nullish(), userErrors: z.array(z.object({ message: z.string() })) }
export type CalculatedOrder = z.output<z.ZodObject<typeof Totals>>
export interface StepAnswer { calculatedOrder?: CalculatedOrder | null, userErrors: { message: string }[] }
export type Taken<S extends StepAnswer> = S & { calculatedOrder: NonNullable<S['calculatedOrder']> }

/** A step's answer with its order, or why it has none; nothing is in doubt before the commit. */
export function readStep<T, S extends StepAnswer>(told: Told<T>, stepOf: (value: T) => S): Taken<S> | Exclude<ShopWord, { is: 'done' | 'pending' | 'unknown' }> {
  if (told.is === 'unknown') return { is: 'not_executed', code: told.code, waitMs: WAIT_MS, isFinal: false }
  if (told.is !== 'answered') return told
  const step = stepOf(told.value)
  const { calculatedOrder, userErrors: [error] } = step
  if (error) return { is: 'refused', code: 'shop_refused', detail: error.message }
  if (!calculatedOrder) return { is: 'not_executed', code: 'shopify_unreachable', waitMs: WAIT_MS, isFinal: false }
  return { ...step, calculatedOrder }
}
