import { Buffer } from 'node:buffer'
import process from 'node:process'
import { beforeEach, describe, expect, it } from 'vitest'
import { isSealedByFirst, open, seal } from './secrets.ts'

const PLACE = 'account_secrets:1:chatwoot_api_token'
const key = (id: string, fill: number) => `${id}:${Buffer.alloc(32, fill).toString('base64')}`
function holdKeys(...keys: string[]) {
  process.env.SECRETS_KEYS = keys.join(',')
}
beforeEach(() => holdKeys(key('k1', 1)))

describe('seal and open', () => {
  it('gives back what was sealed, and never seals alike twice', async () => {
    const [one, other] = [await seal('tökén', PLACE), await seal('tökén', PLACE)]
    expect([await open(one, PLACE), one === other, one.includes('tökén')]).toEqual(['tökén', false, false])
  })

  it('opens nothing that was moved to another account or kind', async () => {
    const sealed = await seal('token', PLACE)
    await expect(open(sealed, 'account_secrets:2:chatwoot_api_token')).rejects.toThrow()
    await expect(open(sealed, 'account_secrets:1:shopify_client_secret')).rejects.toThrow()
  })

  it('opens nothing that was changed by a bit', async () => {
    const sealed = await seal('token', PLACE)
    const last = sealed.at(-3) === 'A' ? 'B' : 'A'
    await expect(open(sealed.slice(0, -3) + last + sealed.slice(-2), PLACE)).rejects.toThrow()
  })

  it('seals with the first key and opens with all, so that a key is changed without losing a secret', async () => {
    const old = await seal('token', PLACE)
    holdKeys(key('k2', 2), key('k1', 1))
    const fresh = await seal('token', PLACE)
    expect([await open(old, PLACE), await open(fresh, PLACE)]).toEqual(['token', 'token'])
    expect([isSealedByFirst(old), isSealedByFirst(fresh)]).toEqual([false, true])
    holdKeys(key('k2', 2))
    await expect(open(old, PLACE)).rejects.toMatchObject({ detail: expect.stringContaining('SECRETS_KEYS') })
  })

  it('says what is missing when there is no key', async () => {
    holdKeys('')
    await expect(seal('token', PLACE)).rejects.toMatchObject({ detail: 'SECRETS_KEYS is not set' })
  })
})
