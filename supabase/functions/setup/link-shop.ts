import type { SupabaseClient } from '@supabase/supabase-js'
import type { ShopifyShop } from '../_shared/account.ts'
import { loadAccount } from '../_shared/account.ts'
import { ProblemError } from '../_shared/app.ts'
import { createShopify } from '../_shared/shopify.ts'
import { registerShopWebhooks, shopWebhookUrl } from './shop-webhooks.ts'

/** Credentials that cannot be opened any more are about to be renewed. */
async function readShop(admin: SupabaseClient, accountId: number): Promise<ShopifyShop | null> {
  return (await loadAccount(admin, accountId).catch(() => null))?.shopify ?? null
}

/** For an hour after an app's secret was renewed, Shopify may sign with the old one: what to keep beside `next`, where it is another. */
export async function formerSecret(
  admin: SupabaseClient,
  accountId: number,
  next: string | null,
): Promise<{ shopify_former_secret?: string | null }> {
  if (next === null) return { shopify_former_secret: null }
  const before = (await readShop(admin, accountId))?.clientSecret
  return before && before !== next ? { shopify_former_secret: before } : {}
}

interface Moved { id: number, formerUrl: string | null, functionsUrl: string }

/** Has the shop tell us of changes. Whether it does is asked again with the connections, so a shop that is away holds nothing up. */
export async function registerShop(admin: SupabaseClient, moved: Moved, fetch?: typeof globalThis.fetch): Promise<void> {
  const { id, formerUrl, functionsUrl } = moved
  const { error } = await admin.from('accounts').update({ functions_url: functionsUrl }).eq('id', id)
  if (error) throw new ProblemError('internal', { cause: error })
  const shop = await readShop(admin, id)
  if (!shop) return
  const shopify = createShopify({ ...shop, fetch })
  await registerShopWebhooks(shopify, shopWebhookUrl(functionsUrl), formerUrl && shopWebhookUrl(formerUrl)).catch((cause) => {
    if (!(cause instanceof ProblemError)) throw cause
  })
}
