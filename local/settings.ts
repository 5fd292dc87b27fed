import { isAbsolute, resolve } from 'node:path'
import process from 'node:process'
import { z } from 'zod'

const Address = z.url({ protocol: /^https?$/ }).transform(url => url.replace(/\/+$/, ''))
const Settings = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(54_321),
  DATA_DIR: z.string().default('./data'),
  PUBLIC_URL: Address.optional(),
  CHATWOOT_URL: Address.optional(),
  CHATWOOT_ACCOUNT_ID: z.coerce.number().int().positive().default(1),
  CHATWOOT_API_TOKEN: z.string().optional(),
  CHATWOOT_WEBHOOK_SECRET: z.string().optional(),
  SHOPIFY_SHOP: z.string().optional(),
  SHOPIFY_BASE_URL: Address.optional(),
  SHOPIFY_CLIENT_ID: z.string().optional(),
  SHOPIFY_CLIENT_SECRET: z.string().optional(),
})

/** What the owner set in the environment. `isDemo`: no Chatwoot of their own, so the stand-in and its conveniences are there. */
export type StackSettings = ReturnType<typeof readSettings>

/** Reads the fixed environment names; throws a sentence that names what is wrong. */
export function readSettings(env: Record<string, string | undefined> = process.env) {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value))
  const parsed = Settings.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Error(`${issue?.path.join('.')} is not usable: ${issue?.message}`)
  }
  const { PORT, DATA_DIR, PUBLIC_URL, ...vendors } = parsed.data
  if (vendors.CHATWOOT_URL && !vendors.CHATWOOT_API_TOKEN) throw new Error('CHATWOOT_URL is set, so CHATWOOT_API_TOKEN must be: an administrator\'s access token')
  if (vendors.SHOPIFY_SHOP && !(vendors.SHOPIFY_CLIENT_ID && vendors.SHOPIFY_CLIENT_SECRET)) {
    throw new Error('SHOPIFY_SHOP is set, so SHOPIFY_CLIENT_ID and SHOPIFY_CLIENT_SECRET must be: the credentials of the shop\'s app')
  }
  return {
    port: PORT,
    dataDir: isAbsolute(DATA_DIR) ? DATA_DIR : resolve(DATA_DIR),
    /** Where this process reaches itself, and where everybody else does. */
    origin: `http://127.0.0.1:${PORT}`,
    publicOrigin: PUBLIC_URL ?? `http://127.0.0.1:${PORT}`,
    isDemo: !vendors.CHATWOOT_URL,
    vendors,
  }
}
