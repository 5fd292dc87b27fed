import { describe, expect, it } from 'vitest'
import vector from './signature-vector.json'
import { isSignedBy } from './signature.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('isSignedBy', () => {
  it('accepts what another tool signed', async () => {
    expect(await isSignedBy(vector.secret, vector.header, bytes(vector.rawBody))).toBe(true)
  })

  it.each([
    ['another secret', 'shpss_ffffffffffffffffffffffffffffffff', vector.header, vector.rawBody],
    ['a body written anew', vector.secret, vector.header, `${vector.rawBody} `],
    ['no signature', vector.secret, null, vector.rawBody],
    ['an empty signature', vector.secret, '', vector.rawBody],
    ['one in hex', vector.secret, 'ab'.repeat(32), vector.rawBody],
    ['one that is longer', vector.secret, `${vector.header}${vector.header}`, vector.rawBody],
    ['one with a letter changed', vector.secret, vector.header.replace(/^./, letter => letter === 'A' ? 'B' : 'A'), vector.rawBody],
    ['one that is no base64', vector.secret, `${'*'.repeat(43)}=`, vector.rawBody],
  ])('refuses %s', async (_, secret, header, body) => {
    expect(await isSignedBy(secret, header, bytes(body))).toBe(false)
  })
})
