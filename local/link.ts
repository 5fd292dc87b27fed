import type { LabelSettings } from '../shared/contracts/label-settings.ts'
import type { StackKeys } from './keys.ts'
import type { SeedArticle } from './seed/types.ts'
import type { StackSettings } from './settings.ts'
import type { StandIns } from './stand-ins.ts'
import { createClient } from '@supabase/supabase-js'
import { z } from 'zod'
import { readLabelSettings } from '../supabase/functions/_shared/labels/desk.ts'
import { saveLabelSettings } from '../supabase/functions/_shared/labels/settings.ts'
import { DEMO_LABEL_KEY } from './stand-ins.ts'

const Linked = z.object({ accountId: z.number().int() })

/** Links the first account, to the vendors of the environment or to the stand-ins, through the function that links any account. */
export async function linkAccount(settings: StackSettings, keys: StackKeys, standIns: StandIns, name: string): Promise<number> {
  const { vendors, publicOrigin, isDemo } = settings
  const chatwoot = isDemo
    ? { url: standIns.addressOf('chatwoot'), accountId: 1, token: keys.chatwootToken }
    : {
        url: vendors.CHATWOOT_URL,
        accountId: vendors.CHATWOOT_ACCOUNT_ID,
        token: vendors.CHATWOOT_API_TOKEN,
        webhookSecret: vendors.CHATWOOT_WEBHOOK_SECRET,
      }
  const answer = await ask(settings, keys, 'setup/link', {
    ...(isDemo && { name }),
    chatwoot,
    shopify: shopOf(settings, keys, standIns),
    webhookUrl: `${publicOrigin}/functions/v1`,
    panelUrl: `${publicOrigin}/panel/`,
  })
  return Linked.parse(answer).accountId
}

/** Puts the demo shop's articles into an account's knowledge; those it has are left as they are. */
export async function importArticles(settings: StackSettings, keys: StackKeys, accountId: number, articles: SeedArticle[]): Promise<void> {
  await ask(settings, keys, `knowledge/${accountId}/import`, { articles })
}

function shopOf({ vendors, isDemo }: StackSettings, keys: StackKeys, standIns: StandIns) {
  const { SHOPIFY_SHOP: shop, SHOPIFY_BASE_URL: baseUrl, SHOPIFY_CLIENT_ID: clientId, SHOPIFY_CLIENT_SECRET: clientSecret } = vendors
  if (shop) return { shop, baseUrl: baseUrl ?? `https://${shop}`, clientId, clientSecret }
  if (!isDemo) return null
  return { shop: standIns.shop, baseUrl: baseUrl ?? standIns.addressOf('shopify'), ...demoShopCredentials(keys) }
}

/** Lets the demo's account buy labels from the seller's stand-in, unless somebody has decided otherwise. */
export async function sellLabels({ origin }: StackSettings, keys: StackKeys, accountId: number, settings: LabelSettings): Promise<void> {
  const admin = createClient(origin, keys.secret, { auth: { persistSession: false, autoRefreshToken: false } })
  const { version } = await readLabelSettings(admin, accountId)
  if (version > 0) return
  await saveLabelSettings({ version, settings, apiKey: DEMO_LABEL_KEY }, { accountId, agentId: null }, { admin, now: () => Date.now() })
}

export function demoShopCredentials(keys: StackKeys) {
  return { clientId: 'pitwall-demo', clientSecret: keys.webhook }
}

async function ask({ origin }: StackSettings, keys: StackKeys, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${origin}/functions/v1/${path}`, {
    method: 'POST',
    headers: { 'apikey': keys.secret, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(answer)}`)
  return answer
}
