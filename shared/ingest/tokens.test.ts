import { describe, expect, it } from 'vitest'
import { withoutTokens } from './tokens.ts'

describe('withoutTokens', () => {
  it('drops tokens at any depth and keeps the rest', () => {
    const payload = { id: 1, contact_inbox: { source_id: 's', pubsub_token: 'x' }, list: [{ access_token: 'y', name: 'n' }], hmac_token: 'z' }
    expect(withoutTokens(payload)).toEqual({ id: 1, contact_inbox: { source_id: 's' }, list: [{ name: 'n' }] })
  })

  it('drops what Postgres cannot store', () => {
    expect(withoutTokens({ content: 'a\u0000b\uD800c 🔧' })).toEqual({ content: 'ab\uFFFDc 🔧' })
  })
})
