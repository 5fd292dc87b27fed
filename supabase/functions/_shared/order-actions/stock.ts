import { z } from 'zod'

/** How many of a variant a place holds. */
export const Level = z.object({ location: z.object({ name: z.string() }), quantities: z.array(z.object({ quantity: z.number() })) })
type Level = z.infer<typeof Level>

/** What can be sold now, by place. */
export function stockOf(levels: Level[]) {
  return levels.map(({ location, quantities }) => ({ place: location.name, available: quantities[0]?.quantity ?? 0 }))
}
