import { z } from 'zod'

/** What an account's category model adds to the seed, as its row keeps it. */
export const OwnCategory = z.object({
  delta: z.object({
    bits: z.number(),
    classes: z.number(),
    slots: z.string(),
    scales: z.array(z.number()),
    bias: z.array(z.number()),
    weights: z.string(),
  }),
  temperature: z.number().positive(),
  bars: z.array(z.tuple([z.number(), z.number()])),
})
export type OwnCategory = z.infer<typeof OwnCategory>
