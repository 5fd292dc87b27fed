// How the stack is run: Deno, which may write into its folder. The demo speaks to itself and to the vendors of the environment alone; where
// a shop's own vendors are connected, its people name more at run time: webhooks, label sellers, Shopify's storage for files.
import { resolve } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '..')
const DEFAULT_PORT = 54_321
const ADDRESSES = ['PUBLIC_URL', 'CHATWOOT_URL', 'SHOPIFY_BASE_URL', 'OPENAI_BASE_URL', 'DEEPL_BASE_URL', 'SLACK_WEBHOOK_URL', 'MAIL_API_URL']

export function denoCommand(env, flags = []) {
  // A port that is none is refused by the stack itself, in a sentence.
  const port = Number(env.PORT) > 0 && Number(env.PORT) <= 65_535 ? Number(env.PORT) : DEFAULT_PORT
  const hosts = [`127.0.0.1:${port}`, ...ADDRESSES.flatMap(name => hostOf(env[name])), ...vendorDefaults(env)]
  return {
    command: resolve(ROOT, 'node_modules/.bin/deno'),
    args: [
      'run',
      '--no-prompt',
      '--unstable-no-legacy-abort',
      '--allow-env',
      '--allow-sys',
      env.CHATWOOT_URL || env.SHOPIFY_SHOP ? '--allow-net' : `--allow-net=${[...new Set(hosts)].join(',')}`,
      `--allow-read=${ROOT},${env.DATA_DIR}`,
      `--allow-write=${env.DATA_DIR}`,
      ...flags,
    ],
  }
}

function vendorDefaults(env) {
  return [
    ...(env.OPENAI_API_KEY && !env.OPENAI_BASE_URL ? ['api.openai.com'] : []),
    ...(env.DEEPL_API_KEY && !env.DEEPL_BASE_URL ? ['api.deepl.com', 'api-free.deepl.com'] : []),
  ]
}

// A port must be named where the address has one; a bare host allows all of its ports.
function hostOf(address) {
  return address && URL.canParse(address) ? [new URL(address).host] : []
}
