import { z } from 'zod'
import { Role } from './brief.ts'
import { DEFAULT_RETURN_RULES, ReturnRules } from './return-action.ts'

const Limit = z.object({
  /** Alone up to here, in one action. */
  alone: z.number().int().min(0).nullable(),
  /** Alone up to here, within a day. */
  day: z.number().int().min(0).nullable(),
  /** Never above, not even with a second person. */
  most: z.number().int().min(0).nullable(),
})

/** Who may give back how much: in the smallest unit of `currency`, the shop's own; null is without limit. */
export const MoneyPolicy = z.object({
  currency: z.string().regex(/^[A-Z]{3}$/),
  limits: z.object({ agent: Limit, supervisor: Limit, admin: Limit }),
  approverRole: Role,
  approvalMinutes: z.number().int().min(5).max(7 * 24 * 60),
  mostPercent: z.number().int().min(1).max(100),
  returnDays: z.number().int().min(0).max(3650),
  returns: ReturnRules.default(DEFAULT_RETURN_RULES),
})
export type MoneyPolicy = z.infer<typeof MoneyPolicy>

/** `GET` and `PUT /order-actions/:accountId/policy`; `version` is that which was read, 0 while nobody has saved one. */
export const SavedPolicy = z.object({ version: z.number().int().min(0), policy: MoneyPolicy })
export type SavedPolicy = z.infer<typeof SavedPolicy>
