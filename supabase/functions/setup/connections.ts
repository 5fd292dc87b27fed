import type { SupabaseClient } from '@supabase/supabase-js'
import type { ConnectionCheck, ConnectionFinding, ConnectionKind } from '../../../shared/contracts/connection.ts'
import type { Account } from '../_shared/account.ts'
import type { Chatwoot } from '../_shared/chatwoot.ts'
import type { AuthAddress } from './sign-in.ts'
import { ProblemError } from '../_shared/app.ts'
import { createChatwoot } from '../_shared/chatwoot.ts'
import { readEnv } from '../_shared/env.ts'
import { openProvider, readLabelSettings } from '../_shared/labels/desk.ts'
import { createShopify } from '../_shared/shopify.ts'
import { SUBSCRIPTIONS } from './register.ts'
import { registerShopWebhooks, shopWebhookUrl } from './shop-webhooks.ts'
import { provesAddresses } from './sign-in.ts'

const SELLER_NAMES = { shippo: 'Shippo', easypost: 'EasyPost' } as const

interface Asked { admin: SupabaseClient, account: Account, auth: AuthAddress, now: number, fetch: typeof globalThis.fetch | undefined }
type Finding = Pick<ConnectionCheck, 'finding' | 'detail'>

/** Asks every neighbour now and side by side; what is missing is named, secrets never are. */
export async function checkConnections({ admin, account, auth, now, fetch }: Asked): Promise<ConnectionCheck[]> {
  const chatwoot = createChatwoot({ ...account.chatwoot, fetch })
  const check = async (kind: ConnectionKind, ask: () => Promise<Finding>): Promise<ConnectionCheck> =>
    ({ kind, ...await ask().catch(findingOf), checkedAt: now })
  return Promise.all([
    check('chatwoot', async () => checkChatwoot(chatwoot, account)),
    check('chatwoot_webhook', async () => checkWebhook(admin, chatwoot, account)),
    check('chatwoot_dashboard_app', async () => checkPanel(chatwoot, account)),
    check('shopify', async () => checkShop(account, fetch)),
    check('shopify_webhook', async () => checkShopWebhook(admin, account, fetch)),
    check('label_seller', async () => checkLabelSeller(admin, account, fetch)),
    check('language_model', async () => found(readEnv('OPENAI_API_KEY') ? 'ok' : 'local_only', readEnv('OPENAI_MODEL'))),
    check('sign_in', async () => found(await provesAddresses(auth) ? 'ok' : 'addresses_unproven')),
    check('realtime', async () => checkRealtime(admin)),
    check('jobs', async () => checkJobs(admin, account.id)),
  ])
}

function found(finding: ConnectionFinding, detail: string | null = null): Finding {
  return { finding, detail }
}
function findingOf(error: unknown): Finding {
  if (!(error instanceof ProblemError)) return found('unreachable')
  const isRefused = error.code === 'chatwoot_refused' || error.code === 'shopify_refused' || error.code === 'label_refused'
  return found(isRefused ? 'credentials_refused' : 'unreachable', error.detail)
}

async function checkChatwoot(chatwoot: Chatwoot, { chatwoot: { accountId, url } }: Account): Promise<Finding> {
  const membership = (await chatwoot.profile()).accounts.find(({ id }) => id === accountId)
  return membership?.role === 'administrator' ? found('ok', new URL(url).host) : found('role_insufficient', membership?.role)
}

async function checkWebhook(admin: SupabaseClient, chatwoot: Chatwoot, account: Account): Promise<Finding> {
  const ours = (await chatwoot.webhooks()).find(({ id }) => id === account.chatwoot.webhookId)
  if (!ours) return found('not_registered')
  const missing = SUBSCRIPTIONS.filter(event => !ours.subscriptions.includes(event))
  if (missing.length) return found('events_missing', missing.join(', '))
  const heardAt = await lastHeard(admin, account.id, 'chatwoot')
  return heardAt ? found('ok', heardAt) : found('never_received', new URL(ours.url).host)
}

/** When a vendor last delivered, as the database writes it. */
async function lastHeard(admin: SupabaseClient, accountId: number, source: 'chatwoot' | 'shopify'): Promise<string | null> {
  const { data, error } = await admin
    .from('webhook_events')
    .select('received_at')
    .eq('account_id', accountId)
    .eq('source', source)
    .order('received_at', { ascending: false })
    .limit(1)
    .maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  return data?.received_at ?? null
}

async function checkPanel(chatwoot: Chatwoot, account: Account): Promise<Finding> {
  const isRegistered = (await chatwoot.dashboardApps()).some(({ id }) => id === account.chatwoot.dashboardAppId)
  return found(isRegistered ? 'ok' : 'not_registered')
}

async function checkShop({ shopify }: Account, fetch: typeof globalThis.fetch | undefined): Promise<Finding> {
  if (!shopify) return found('not_configured')
  const { missingScopes, missingForActions } = await createShopify({ ...shopify, fetch }).checkAccess()
  if (missingScopes.length) return found('scopes_missing', missingScopes.join(', '))
  return missingForActions.length ? found('actions_limited', missingForActions.join(', ')) : found('ok', shopify.shop)
}

/** Mends what is missing, and says what the shop has against it. */
async function checkShopWebhook(admin: SupabaseClient, account: Account, fetch: typeof globalThis.fetch | undefined): Promise<Finding> {
  const { id, shopify, functionsUrl } = account
  if (!shopify) return found('not_configured')
  if (!functionsUrl) return found('not_registered')
  const url = shopWebhookUrl(functionsUrl)
  const { missing, refusal } = await registerShopWebhooks(createShopify({ ...shopify, fetch }), url, null)
  if (missing.length) return found('registration_refused', `${refusal}: ${missing.join(', ')}`)
  const heardAt = await lastHeard(admin, id, 'shopify')
  return heardAt ? found('ok', heardAt) : found('never_received', new URL(url).host)
}

/** Asks whoever sells labels for something that costs nothing, with the key that is kept. */
async function checkLabelSeller(admin: SupabaseClient, account: Account, fetch: typeof globalThis.fetch | undefined): Promise<Finding> {
  const { id, labelApiKey } = account
  const { settings: { provider } } = await readLabelSettings(admin, id)
  if (provider === 'none' || !labelApiKey) return found('not_configured')
  await openProvider(provider, { apiKey: labelApiKey, fetch }).check()
  return found('ok', SELLER_NAMES[provider])
}

async function checkRealtime(admin: SupabaseClient): Promise<Finding> {
  const channel = admin.channel('connection-check', { config: { private: true } })
  const answer = await channel.httpSend('check', {}).finally(() => void admin.removeChannel(channel))
  return found(answer.success ? 'ok' : 'unreachable')
}

async function checkJobs(admin: SupabaseClient, accountId: number): Promise<Finding> {
  const { count, error } = await admin
    .from('jobs')
    .select('id', { count: 'exact', head: true })
    .eq('account_id', accountId)
    .not('dead_at', 'is', null)
  if (error) throw new ProblemError('internal', { cause: error })
  return count ? found('dead_letters', String(count)) : found('ok')
}
