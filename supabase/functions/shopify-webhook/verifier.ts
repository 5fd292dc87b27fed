import type { SupabaseClient } from '@supabase/supabase-js'
import { z } from 'zod'
import { openSecret } from '../_shared/account.ts'
import { callRpc, timestamp } from '../_shared/jobs-rpc.ts'
import { isSignedBy } from './signature.ts'

// A secret changed in the settings counts at the latest after this, or at once when a signature fits no known one.
const SECRETS_KEPT_MS = 60_000
// Names come with the request: nobody fills the memory with shops that do not exist.
const MOST_SHOPS = 500
const Sealed = z.array(z.object({ account_id: z.number(), kind: z.enum(['shopify_client_secret', 'shopify_former_secret']), ciphertext: z.string() }))

interface Known { accountId: number, secret: string }

/** The accounts that a shop's delivery is for: those linked to it with the app whose secret signed it. None when it is nobody's. */
export function createVerifier(admin: () => SupabaseClient, now: () => number) {
  const kept = new Map<string, { secrets: Promise<Known[]>, until: number }>()

  async function loadSecrets(shop: string): Promise<Known[]> {
    const rows = await callRpc(admin(), 'shop_secrets', { p_shop: shop, p_now: timestamp(now()) }, Sealed)
    return Promise.all(rows.map(async ({ account_id, kind, ciphertext }) => (
      { accountId: account_id, secret: await openSecret(account_id, kind, ciphertext) }
    )))
  }

  async function signers(secrets: Known[], header: string | null, body: Uint8Array<ArrayBuffer>): Promise<number[]> {
    const fits = await Promise.all(secrets.map(async ({ secret }) => isSignedBy(secret, header, body)))
    return [...new Set(secrets.filter((_, index) => fits[index]).map(({ accountId }) => accountId))]
  }

  return async (shop: string, header: string | null, body: Uint8Array<ArrayBuffer>): Promise<number[]> => {
    const known = kept.get(shop)
    const found = known && known.until > now() ? await signers(await known.secrets, header, body) : []
    if (found.length > 0) return found
    // Kept before they are there: a burst at a cold start asks once.
    const secrets = loadSecrets(shop)
    if (kept.size >= MOST_SHOPS) kept.clear()
    kept.set(shop, { secrets, until: now() + SECRETS_KEPT_MS })
    secrets.catch(() => kept.delete(shop))
    return signers(await secrets, header, body)
  }
}
