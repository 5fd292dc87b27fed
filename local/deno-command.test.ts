import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { describe, expect, it } from 'vitest'

/** What `denoCommand` lets the stack speak to in this environment. */
function netOf(env: Record<string, string>): string | undefined {
  const module = new URL('deno-command.mjs', import.meta.url).href
  const script = `import { denoCommand } from '${module}'; console.log(denoCommand(${JSON.stringify({ DATA_DIR: '/data', ...env })}).args.join('\\n'))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' })
  return stdout.split('\n').find(one => one.startsWith('--allow-net'))
}

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
