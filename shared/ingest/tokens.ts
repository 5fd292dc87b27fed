// Each of these lets its holder act or listen as somebody: the visitor, the agent, the inbox.
const SECRET_KEYS = new Set(['pubsub_token', 'access_token', 'hmac_token', 'website_token', 'secret', 'identifier_hash', 'password'])

// Deeper than any payload of Chatwoot's; a visitor who nests attributes deeper wants to see a stack overflow.
const DEEPEST = 64

/**
 * A copy of a vendor's JSON that is safe to keep: without tokens at any depth, without the characters that Postgres cannot
 * store (NUL, halves of a surrogate pair), and null for what lies deeper than 64 levels.
 */
export function withoutTokens(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return storable(value)
  if (depth > DEEPEST) return null
  if (Array.isArray(value)) return value.map(inner => withoutTokens(inner, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !SECRET_KEYS.has(key.toLowerCase()))
      .map(([key, inner]) => [storable(key), withoutTokens(inner, depth + 1)]),
  )
}

/** Text without the characters that Postgres cannot store. */
export function storable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed()
}
