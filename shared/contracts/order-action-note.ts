import { z } from 'zod'

const Tags = z.array(z.string().trim().min(1).max(40)).max(10).default([])

/** What colleagues read at an order: a text under the one that is there, and tags. */
export const Note = z.object({ do: z.literal('note'), text: z.string().trim().max(1_000).default(''), addTags: Tags, removeTags: Tags })

export const NoteEffect = z.discriminatedUnion('is', [
  z.object({ is: z.literal('noted'), text: z.string() }),
  z.object({ is: z.literal('tagged'), tags: z.array(z.string()) }),
  z.object({ is: z.literal('untagged'), tags: z.array(z.string()) }),
])
export type NoteEffect = z.infer<typeof NoteEffect>
