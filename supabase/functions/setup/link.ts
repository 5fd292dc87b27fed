import type { SupabaseClient } from '@supabase/supabase-js'
import type { Chatwoot } from '../_shared/chatwoot.ts'
import { z } from 'zod'
import { storeSecrets } from '../_shared/account.ts'
import { ProblemError } from '../_shared/app.ts'
import { syncPeople } from '../_shared/chatwoot-people.ts'
import { createChatwoot, UnknownOutcome } from '../_shared/chatwoot.ts'
import { formerSecret, registerShop } from './link-shop.ts'
import { registerPanel, registerWebhook } from './register.ts'
import { storeTemplates } from './templates.ts'

const Address = z.url({ protocol: /^https?$/ }).transform(url => new URL(url).href.replace(/\/+$/, ''))
const Secret = z.string().min(1).max(500)

/**
 * What links an account. `webhookUrl` is the base of the functions: Chatwoot delivers to `<webhookUrl>/chatwoot-webhook/<our
 * account id>`, the shop to `<webhookUrl>/shopify-webhook`. `panelUrl` is the panel's page and gets `?account=<our account id>`.
 * `shopify`: null forgets the shop, left out keeps it. `accountId`: the account whose Chatwoot has moved to another address; without
 * it a new address is a new account.
 */
export const LinkRequest = z.object({
  accountId: z.number().int().positive().optional(),
  name: z.string().trim().min(1).max(200).optional(),
  chatwoot: z.object({ url: Address, accountId: z.number().int().positive(), token: Secret, webhookSecret: Secret.optional() }),
  shopify: z.object({ shop: z.string().min(1).max(200), baseUrl: Address, clientId: Secret, clientSecret: Secret }).nullish(),
  webhookUrl: Address,
  panelUrl: z.url({ protocol: /^https?$/ }),
})
type LinkRequest = z.infer<typeof LinkRequest>

/** Links an account or brings a linked one up to date; asking again changes nothing twice. Returns our account id. */
export async function linkAccount(admin: SupabaseClient, request: LinkRequest, fetch?: typeof globalThis.fetch): Promise<number> {
  const chatwoot = createChatwoot({ ...request.chatwoot, fetch })
  const membership = (await chatwoot.profile()).accounts.find(({ id }) => id === request.chatwoot.accountId)
  if (!membership) throw new ProblemError('chatwoot_refused', { detail: 'The token\'s user is not in this Chatwoot account' })
  if (membership.role !== 'administrator') throw new ProblemError('chatwoot_refused', { detail: 'The token must be an administrator\'s' })

  const account = await storeAccount(admin, request, membership.name)
  await storeSecrets(admin, account.id, {
    chatwoot_api_token: request.chatwoot.token,
    ...(request.chatwoot.webhookSecret && { chatwoot_webhook_secret: request.chatwoot.webhookSecret }),
    ...(request.shopify !== undefined && {
      shopify_client_id: request.shopify?.clientId ?? null,
      shopify_client_secret: request.shopify?.clientSecret ?? null,
      ...await formerSecret(admin, account.id, request.shopify?.clientSecret ?? null),
    }),
  })
  const { error } = await admin.rpc('create_default_policies', { p_account_id: account.id })
  if (error) throw new ProblemError('internal', { cause: error })
  await syncPeople(admin, account.id, chatwoot, Date.now())
  await storeTemplates(admin, account.id)
  await register(admin, account, request, chatwoot).catch((cause) => {
    // Linking again finds out what became of it.
    throw cause instanceof UnknownOutcome ? new ProblemError('chatwoot_unreachable', { cause }) : cause
  })
  await registerShop(admin, { id: account.id, formerUrl: account.functions_url, functionsUrl: request.webhookUrl }, fetch)
  return account.id
}

const Stored = z.object({
  id: z.number(),
  chatwoot_webhook_id: z.number().nullable(),
  chatwoot_dashboard_app_id: z.number().nullable(),
  functions_url: z.string().nullable(),
})
type Stored = z.infer<typeof Stored>

async function storeAccount(admin: SupabaseClient, request: LinkRequest, chatwootName: string): Promise<Stored> {
  const { accountId, chatwoot, shopify, name = chatwootName } = request
  const place = { chatwoot_url: chatwoot.url, chatwoot_account_id: chatwoot.accountId }
  if (accountId === undefined) {
    const onConflict = { onConflict: 'chatwoot_url,chatwoot_account_id', ignoreDuplicates: true }
    const { error } = await admin.from('accounts').upsert({ ...place, name }, onConflict)
    if (error) throw new ProblemError('internal', { cause: error })
  }
  const shop = shopify !== undefined && { shopify_shop: shopify?.shop ?? null, shopify_base_url: shopify?.baseUrl ?? null }
  const { data, error } = await admin
    .from('accounts')
    .update({ ...place, ...shop })
    .match(accountId === undefined ? place : { id: accountId })
    .select('id, chatwoot_webhook_id, chatwoot_dashboard_app_id, functions_url')
    .maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  if (!data) throw new ProblemError('account_not_found')
  return Stored.parse(data)
}

async function register(admin: SupabaseClient, account: Stored, request: LinkRequest, chatwoot: Chatwoot): Promise<void> {
  const webhook = await registerWebhook(chatwoot, request.webhookUrl, account.id, account.chatwoot_webhook_id)
  // Chatwoot makes the secret; where its API hides it, the operator gives it.
  if (webhook.secret && !request.chatwoot.webhookSecret) await storeSecrets(admin, account.id, { chatwoot_webhook_secret: webhook.secret })
  const appId = await registerPanel(chatwoot, request.panelUrl, account.id, account.chatwoot_dashboard_app_id)
  const { error } = await admin
    .from('accounts')
    .update({ chatwoot_webhook_id: webhook.id, chatwoot_dashboard_app_id: appId })
    .eq('id', account.id)
  if (error) throw new ProblemError('internal', { cause: error })
}
