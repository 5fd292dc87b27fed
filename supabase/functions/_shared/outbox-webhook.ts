import type { Work } from './jobs.ts'
import type { Delivery, OutboxRow } from './outbox.ts'
import { z } from 'zod'
import { isPublicAddress, readWebhookUrl } from '../../../shared/webhooks/address.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { resolveHost as resolve } from './resolve-host.ts'
import { openWebhook } from './webhooks.ts'

const TIMEOUT_MS = 10_000
const SECOND = 1_000
const Payload = z.object({ webhook: z.string() })

/** Calls a webhook: at least once, each time with the same body and `Idempotency-Key`. What it answers beside the status is not read. */
export function createCallWebhook({ admin, fetch: send = fetch, now, resolveHost = resolve }: Work) {
  return async (row: OutboxRow): Promise<Delivery> => {
    const target = await openWebhook(admin, row.account_id, Payload.parse(row.payload).webhook)
    if (!target) return refused('webhook_gone')
    const url = readWebhookUrl(target.url)
    if (!url) return refused('webhook_address')
    const addresses = await resolveHost(url.hostname.replace(/^\[|\]$/g, ''))
    if (addresses?.length === 0) return { outcome: 'busy', code: 'webhook_unreachable' }
    if (addresses?.some(address => !isPublicAddress(address))) return refused('webhook_address')

    const sentAt = String(Math.floor(now() / SECOND))
    const response = await send(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': row.key,
        'x-pitwall-timestamp': sentAt,
        'x-pitwall-signature': `sha256=${await sign(target.secret, `${sentAt}.${row.content}`)}`,
      },
      body: row.content,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(() => null)
    await response?.body?.cancel()
    if (!response) return { outcome: 'unknown', code: 'webhook_unreachable' }
    const { status } = response
    const args = { p_id: row.id, p_attempt: row.attempts, p_payload: { answered: status }, p_asked_at: timestamp(now()) }
    await callRpc(admin, 'note_effect', args, z.boolean())
    if (response.ok) return { outcome: 'sent', messageId: null }
    if (status >= 500) return { outcome: 'unknown', code: 'webhook_unreachable' }
    return refused(status >= 400 ? 'webhook_refused' : 'webhook_redirected')
  }
}

async function sign(secret: string, text: string): Promise<string> {
  const encoder = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const signature = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)))
  return [...signature].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

function refused(code: string): Delivery {
  return { outcome: 'refused', code }
}
