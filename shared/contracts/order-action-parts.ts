import { z } from 'zod'

/** Shopify's id of anything. */
export const Gid = z.string().regex(/^gid:\/\/shopify\/[A-Za-z]+\/\d{1,20}$/)

export const PayBack = z.enum(['original', 'store_credit'])
export type PayBack = z.infer<typeof PayBack>

export const ShippingAddress = z.object({
  firstName: z.string().trim().max(100),
  lastName: z.string().trim().min(1).max(100),
  address1: z.string().trim().min(1).max(200),
  address2: z.string().trim().max(200).default(''),
  city: z.string().trim().min(1).max(100),
  provinceCode: z.string().trim().regex(/^[A-Z0-9]{0,6}$/).default(''),
  countryCode: z.string().regex(/^[A-Z]{2}$/),
  zip: z.string().trim().min(1).max(20),
})
export type ShippingAddress = z.infer<typeof ShippingAddress>
