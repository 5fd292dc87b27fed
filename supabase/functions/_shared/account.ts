import type { SupabaseClient } from '@supabase/supabase-js'
import { z } from 'zod'
import { Language } from '../../../shared/contracts/judgement.ts'
import { ProblemError } from './app.ts'
import { isSealedByFirst, open, seal } from './secrets.ts'

const SECRET_KINDS = [
  'chatwoot_api_token',
  'chatwoot_webhook_secret',
  'shopify_client_id',
  'shopify_client_secret',
  'shopify_former_secret',
  'shopify_access_token',
  'label_api_key',
] as const
type SecretKind = (typeof SECRET_KINDS)[number]

const Sealed = z.object({ kind: z.enum(SECRET_KINDS), ciphertext: z.string() })
const AccountRow = z.object({
  id: z.number(),
  name: z.string(),
  language: Language,
  vip_tags: z.array(z.string()),
  chatwoot_url: z.string(),
  chatwoot_account_id: z.number(),
  chatwoot_webhook_id: z.number().nullable(),
  chatwoot_dashboard_app_id: z.number().nullable(),
  shopify_shop: z.string().nullable(),
  shopify_base_url: z.string().nullable(),
  functions_url: z.string().nullable(),
  account_secrets: z.array(Sealed),
})

const COLUMNS = `id, name, language, vip_tags, chatwoot_url, chatwoot_account_id, chatwoot_webhook_id, chatwoot_dashboard_app_id,
  shopify_shop, shopify_base_url, functions_url, account_secrets (kind, ciphertext)`

export interface ShopifyShop { shop: string, baseUrl: string, clientId: string, clientSecret: string }
export interface Account {
  id: number
  name: string
  language: Language
  vipTags: string[]
  chatwoot: {
    url: string
    accountId: number
    token: string
    webhookSecret: string | null
    webhookId: number | null
    dashboardAppId: number | null
  }
  shopify: ShopifyShop | null
  /** Where vendors reach the functions; null when the account was linked before that was kept. */
  functionsUrl: string | null
  /** Of whoever sells labels to the account. */
  labelApiKey: string | null
}

/** A linked account with its credentials opened, for the service only; refuses with `account_not_found`. */
export async function loadAccount(admin: SupabaseClient, accountId: number): Promise<Account> {
  const { data, error } = await admin
    .from('accounts')
    .select(COLUMNS)
    .eq('id', accountId)
    .maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  if (!data) throw new ProblemError('account_not_found')
  const row = AccountRow.parse(data)
  const secrets = new Map(await Promise.all(row.account_secrets.map(async ({ kind, ciphertext }) =>
    [kind, await openSecret(row.id, kind, ciphertext)] as const)))
  const clientId = secrets.get('shopify_client_id')
  const clientSecret = secrets.get('shopify_client_secret')
  return {
    id: row.id,
    name: row.name,
    language: row.language,
    vipTags: row.vip_tags,
    chatwoot: {
      url: row.chatwoot_url,
      accountId: row.chatwoot_account_id,
      token: secrets.get('chatwoot_api_token') ?? '',
      webhookSecret: secrets.get('chatwoot_webhook_secret') ?? null,
      webhookId: row.chatwoot_webhook_id,
      dashboardAppId: row.chatwoot_dashboard_app_id,
    },
    shopify: row.shopify_shop && row.shopify_base_url && clientId && clientSecret
      ? { shop: row.shopify_shop, baseUrl: row.shopify_base_url, clientId, clientSecret }
      : null,
    functionsUrl: row.functions_url,
    labelApiKey: secrets.get('label_api_key') ?? null,
  }
}

type Secrets = Partial<Record<SecretKind, string | null>>

/** Stores credentials sealed; null forgets one. */
export async function storeSecrets(admin: SupabaseClient, accountId: number, secrets: Secrets): Promise<void> {
  for (const kind of SECRET_KINDS) {
    const secret = secrets[kind]
    if (secret === undefined) continue
    const { error } = secret === null
      ? await admin.from('account_secrets').delete().eq('account_id', accountId).eq('kind', kind)
      : await admin.from('account_secrets').upsert({
          account_id: accountId,
          kind,
          ciphertext: await seal(secret, placeOf(accountId, kind)),
          updated_at: new Date().toISOString(),
        })
    if (error) throw new ProblemError('internal', { cause: error })
  }
}

/** Seals again, with the first key of the ring, what an older key had sealed; after that the older one can go. */
export async function resealSecrets(admin: SupabaseClient, accountId: number): Promise<void> {
  const { data, error } = await admin.from('account_secrets').select('kind, ciphertext').eq('account_id', accountId)
  if (error) throw new ProblemError('internal', { cause: error })
  const old = z.array(Sealed).parse(data).filter(({ ciphertext }) => !isSealedByFirst(ciphertext))
  for (const { kind, ciphertext } of old) await storeSecrets(admin, accountId, { [kind]: await openSecret(accountId, kind, ciphertext) })
}

/** Opens one credential of an account, for the service only. */
export async function openSecret(accountId: number, kind: SecretKind, ciphertext: string): Promise<string> {
  return open(ciphertext, placeOf(accountId, kind))
}

function placeOf(accountId: number, kind: SecretKind): string {
  return `account_secrets:${accountId}:${kind}`
}
