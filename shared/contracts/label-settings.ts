import { z } from 'zod'

export const LabelProviderName = z.enum(['none', 'shippo', 'easypost'])
export type LabelProviderName = z.infer<typeof LabelProviderName>

const Text = z.string().trim().max(100)
/** Where goods come back to. */
export const LabelAddress = z.object({
  name: Text.min(1),
  street1: Text.min(1),
  street2: Text.default(''),
  city: Text.min(1),
  state: z.string().trim().max(10).default(''),
  zip: z.string().trim().min(1).max(20),
  country: z.string().regex(/^[A-Z]{2}$/),
  phone: z.string().trim().max(30).default(''),
  email: z.union([z.email(), z.literal('')]).default(''),
})
export type LabelAddress = z.infer<typeof LabelAddress>

/** Grams and centimetres. */
export const LabelParcel = z.object({
  grams: z.number().int().min(1).max(70_000),
  lengthCm: z.number().int().min(1).max(300),
  widthCm: z.number().int().min(1).max(300),
  heightCm: z.number().int().min(1).max(300),
})
export type LabelParcel = z.infer<typeof LabelParcel>

/** Who sells labels to the shop; the parcel is what a form begins with. The key is kept apart and never read back. */
export const LabelSettings = z.object({ provider: LabelProviderName, returnAddress: LabelAddress.nullable(), parcel: LabelParcel })
  .refine(({ provider, returnAddress }) => provider === 'none' || returnAddress !== null, { path: ['returnAddress'] })
export type LabelSettings = z.infer<typeof LabelSettings>

/** `GET /order-actions/:accountId/label-settings`; 0 is the version while nobody has saved any. */
export const SavedLabelSettings = z.object({ version: z.number().int().min(0), settings: LabelSettings, hasKey: z.boolean() })
export type SavedLabelSettings = z.infer<typeof SavedLabelSettings>

/** `PUT` the same; without a key the one that is kept stays. */
export const SaveLabelSettings = z.object({
  version: z.number().int().min(0),
  settings: LabelSettings,
  apiKey: z.string().trim().min(8).max(200).optional(),
}).strict()

export const DEFAULT_LABEL_SETTINGS: LabelSettings = {
  provider: 'none',
  returnAddress: null,
  parcel: { grams: 1_000, lengthCm: 30, widthCm: 20, heightCm: 10 },
}
