import { describe, expect, it } from 'vitest'
import { denoCommand } from './deno-command.mjs'

const netOf = (env: Record<string, string>) => denoCommand({ DATA_DIR: '/data', ...env }).args.find(one => one.startsWith('--allow-net'))

describe('what the stack may speak to', () => {
  it('is itself alone in the demo, and what the environment names', () => {
    expect(netOf({})).toBe('--allow-net=127.0.0.1:54321')
    expect(netOf({ PORT: '8080', OPENAI_API_KEY: 'key', MAIL_API_URL: 'https://mail.example/send' }))
      .toBe('--allow-net=127.0.0.1:8080,mail.example,api.openai.com')
  })

  it('is anybody where webhooks, label sellers and the shop\'s storage are to be reached', () => {
    expect(netOf({ CHATWOOT_URL: 'https://chat.example' })).toBe('--allow-net')
    expect(netOf({ SHOPIFY_SHOP: 'acme.myshopify.com' })).toBe('--allow-net')
  })
})
