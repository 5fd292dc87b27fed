import type { SupabaseClient } from '@supabase/supabase-js'
import type { SaveWebhook } from '../../../shared/contracts/webhook.ts'
import type { Caller } from './caller.ts'
import { z } from 'zod'
import { MacroWebhook, MAX_WEBHOOKS } from '../../../shared/contracts/webhook.ts'
import { readWebhookUrl } from '../../../shared/webhooks/address.ts'
import { ProblemError } from './app.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { isSealedByFirst, open, seal } from './secrets.ts'

const Target = z.object({ url: z.string(), ciphertext: z.string() }).nullable()
const Sealed = z.array(z.object({ id: z.number(), name: z.string(), ciphertext: z.string() }))

/** The webhooks of an account by name, without their secrets. */
export async function readWebhooks(client: SupabaseClient, accountId: number): Promise<MacroWebhook[]> {
  const { data, error } = await client.from('macro_webhooks').select('id, name, url').eq('account_id', accountId).order('name')
  if (error) throw new ProblemError('internal', { cause: error })
  return z.array(MacroWebhook).parse(data)
}

/** Where a call goes and what signs it, for the service only; null when nothing has this name any more. */
export async function openWebhook(admin: SupabaseClient, accountId: number, name: string): Promise<{ url: string, secret: string } | null> {
  const { data, error } = await admin.from('macro_webhooks').select('url, ciphertext').match({ account_id: accountId, name }).maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  const target = Target.parse(data)
  return target && { url: target.url, secret: await open(target.ciphertext, placeOf(accountId, name)) }
}

/**
 * Keeps an address under its name. The caller has been found to be an admin. Refuses with `webhook_address` one that may not be called,
 * and with `invalid_request` a new one without a secret, or one too many.
 */
export async function saveWebhook(
  { name, url, secret }: SaveWebhook,
  { accountId, agentId }: Pick<Caller, 'accountId' | 'agentId'>,
  admin: SupabaseClient,
  now: number,
): Promise<void> {
  const address = readWebhookUrl(url)
  if (!address) throw new ProblemError('webhook_address')
  const isSaved = await callRpc(admin, 'save_macro_webhook', {
    p_account_id: accountId,
    p_name: name,
    p_url: address.href,
    p_ciphertext: secret === undefined ? null : await seal(secret, placeOf(accountId, name)),
    p_agent_id: agentId,
    p_most: MAX_WEBHOOKS,
    p_now: timestamp(now),
  }, z.boolean())
  if (!isSaved) throw new ProblemError('invalid_request', { detail: `secret: A new webhook needs one, and there are at most ${MAX_WEBHOOKS}` })
}

/** Seals the secrets again with the first key of the ring. */
export async function resealWebhooks(admin: SupabaseClient, accountId: number): Promise<void> {
  const { data, error } = await admin.from('macro_webhooks').select('id, name, ciphertext').eq('account_id', accountId)
  if (error) throw new ProblemError('internal', { cause: error })
  for (const { id, name, ciphertext } of Sealed.parse(data).filter(row => !isSealedByFirst(row.ciphertext))) {
    const place = placeOf(accountId, name)
    const { error } = await admin.from('macro_webhooks').update({ ciphertext: await seal(await open(ciphertext, place), place) }).match({ id, ciphertext })
    if (error) throw new ProblemError('internal', { cause: error })
  }
}

function placeOf(accountId: number, name: string): string {
  return `macro_webhooks:${accountId}:${name}`
}
