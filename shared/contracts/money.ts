import { z } from 'zod'

/** An amount in the currency's smallest unit (cents of USD, yen of JPY), so that sums are exact. */
export const Money = z.object({ minor: z.number().int(), currency: z.string().regex(/^[A-Z]{3}$/) })
export type Money = z.infer<typeof Money>
