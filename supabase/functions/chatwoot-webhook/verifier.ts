import type { SupabaseClient } from '@supabase/supabase-js'
import { loadAccount } from '../_shared/account.ts'
import { ProblemError } from '../_shared/app.ts'
import { isSignedBy } from './signature.ts'

// A secret changed in the settings counts at the latest after this, or at once when a signature does not fit the old one.
const SECRET_KEPT_MS = 60_000

/** Whether a delivery was signed with the secret of its account. Refuses: `account_not_found`, or without a secret `signature_invalid`. */
export function createVerifier(admin: () => SupabaseClient, now: () => number) {
  const kept = new Map<number, { secret: Promise<string>, until: number }>()

  async function loadSecret(accountId: number): Promise<string> {
    const { chatwoot: { webhookSecret } } = await loadAccount(admin(), accountId)
    if (!webhookSecret) throw new ProblemError('signature_invalid')
    return webhookSecret
  }

  return async (accountId: number, headers: Headers, body: Uint8Array<ArrayBuffer>): Promise<boolean> => {
    const known = kept.get(accountId)
    if (known && known.until > now() && await isSignedBy(await known.secret, headers, body, now())) return true
    // Kept before it is there: a burst at a cold start asks once.
    const secret = loadSecret(accountId)
    kept.set(accountId, { secret, until: now() + SECRET_KEPT_MS })
    secret.catch(() => kept.delete(accountId))
    return isSignedBy(await secret, headers, body, now())
  }
}
