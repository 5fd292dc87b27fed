import type { CategoryModel } from './category.ts'
import type { MoodModel } from './mood.ts'
import type { PackedWeights } from './pack.ts'
import { z } from 'zod'

/** The models as they are kept in files and rows. */
export interface Packed {
  category: { version: string, weights: PackedWeights } & Pick<CategoryModel, 'temperature' | 'bars' | 'seen'>
  language: { version: string, weights: PackedWeights }
  mood: { version: string, weights: PackedWeights, lexicon: string } & Pick<MoodModel, 'temperature'>
  frustration: { version: string, weights: PackedWeights }
}

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
