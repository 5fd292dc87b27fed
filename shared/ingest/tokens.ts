// Each of these lets its holder act or listen as somebody: the visitor, the agent, the inbox.
const SECRET_KEYS = new Set(['pubsub_token', 'access_token', 'hmac_token', 'website_token', 'secret', 'identifier_hash', 'password'])

/**
 * A copy of a vendor's JSON that is safe to keep: without tokens at any depth, and without the characters that
 * Postgres cannot store (NUL, halves of a surrogate pair).
 */
export function withoutTokens(value: unknown): unknown {
  if (typeof value === 'string') return storable(value)
  if (Array.isArray(value)) return value.map(withoutTokens)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !SECRET_KEYS.has(key.toLowerCase()))
      .map(([key, inner]) => [storable(key), withoutTokens(inner)]),
  )
}

/** Text without the characters that Postgres cannot store. */
export function storable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed()
}
