import { z } from 'zod'

/** Shopify's id of anything. */
export const Gid = z.string().regex(/^gid:\/\/shopify\/[A-Za-z]+\/\d{1,20}$/)

export const PayBack = z.enum(['original', 'store_credit'])
export type PayBack = z.infer<typeof PayBack>
