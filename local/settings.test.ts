import { describe, expect, it } from 'vitest'
import { readSettings } from './settings.ts'

describe('readSettings', () => {
  it('is the demo on 54321 in ./data when nothing is set', () => {
    expect(readSettings({})).toMatchObject({ port: 54_321, isDemo: true, origin: 'http://127.0.0.1:54321', publicOrigin: 'http://127.0.0.1:54321' })
  })

  it('takes an empty name for one that is not set', () => {
    expect(readSettings({ PORT: '', CHATWOOT_URL: '' })).toMatchObject({ port: 54_321, isDemo: true })
  })

  it('is no demo with a Chatwoot of one\'s own, and tells others the public address', () => {
    const settings = readSettings({ CHATWOOT_URL: 'https://chat.example/', CHATWOOT_API_TOKEN: 't', PUBLIC_URL: 'https://pitwall.example/' })
    expect(settings).toMatchObject({ isDemo: false, publicOrigin: 'https://pitwall.example', vendors: { CHATWOOT_URL: 'https://chat.example' } })
  })

  it.each([
    [{ PORT: 'a' }, 'PORT is not usable'],
    [{ PORT: '70000' }, 'PORT is not usable'],
    [{ CHATWOOT_URL: 'chat.example' }, 'CHATWOOT_URL is not usable'],
    [{ CHATWOOT_URL: 'https://chat.example' }, 'CHATWOOT_API_TOKEN must be'],
    [{ SHOPIFY_SHOP: 'a.myshopify.com' }, 'SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET must be'],
  ])('refuses %o with a sentence that names it', (env, sentence) => {
    expect(() => readSettings(env)).toThrow(sentence)
  })
})
