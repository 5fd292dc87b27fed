import { describe, expect, it } from 'vitest'
import vector from './signature-vector.json'
import { isSignedBy } from './signature.ts'

const body = new TextEncoder().encode(vector.rawBody)
const at = Number(vector.headers['X-Chatwoot-Timestamp']) * 1000

describe('isSignedBy', () => {
  it('accepts what Chatwoot signed', async () => {
    expect(await isSignedBy(vector.secret, new Headers(vector.headers), body, at)).toBe(true)
  })

  it.each([
    ['a body without its escapes', vector.headers, JSON.stringify(JSON.parse(vector.rawBody))],
    ['a timestamp moved by a second', { ...vector.headers, 'X-Chatwoot-Timestamp': `${at / 1000 + 1}` }, vector.rawBody],
    ['a signature of the body alone', { ...vector.headers, 'X-Chatwoot-Signature': `sha256=${'0'.repeat(64)}` }, vector.rawBody],
    ['a signature without its prefix', { ...vector.headers, 'X-Chatwoot-Signature': vector.headers['X-Chatwoot-Signature'].slice(7) }, vector.rawBody],
    ['a timestamp that is no number', { ...vector.headers, 'X-Chatwoot-Timestamp': '1e9' }, vector.rawBody],
  ])('refuses %s', async (_, headers, text) => {
    expect(await isSignedBy(vector.secret, new Headers(headers), new TextEncoder().encode(text), at)).toBe(false)
  })
})
