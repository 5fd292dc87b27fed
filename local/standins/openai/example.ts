import { z } from 'zod'

const Schema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  minimum: z.number().optional(),
})

/** The plainest value that a JSON schema allows: what structured output gets from a writer without opinions. */
export function exampleOf(schema: unknown): unknown {
  const parsed = Schema.safeParse(schema)
  if (!parsed.success) return null
  const { anyOf, const: constant, enum: members, minimum, properties, type } = parsed.data
  if (constant !== undefined) return constant
  if (members) return members[0]
  if (anyOf) return exampleOf(anyOf[0])
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object': return Object.fromEntries(Object.entries(properties ?? {}).map(([key, value]) => [key, exampleOf(value)]))
    case 'array': return []
    case 'string': return 'stand-in'
    case 'number':
    case 'integer': return minimum ?? 0
    case 'boolean': return false
    default: return null
  }
}
