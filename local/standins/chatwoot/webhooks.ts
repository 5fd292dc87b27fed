import type { State } from './state.ts'

/** How a delivery leaves the building; in production Sidekiq does this, once, and forgets it. */
export type Deliver = (url: string, init: { method: 'POST', headers: Record<string, string>, body: string }) => Promise<unknown>

/** Sends signed events to whoever subscribed: HMAC-SHA256 over `timestamp.body`, one attempt, a failure is lost. */
export function createWebhooks(state: State, deliver: Deliver, now: () => number) {
  return (event: string, payload: object) => {
    for (const { url, secret, subscriptions } of state.webhooks) {
      if (!subscriptions.includes(event)) continue
      const body = escapeLikeRails(JSON.stringify({ ...payload, event }))
      const timestamp = String(Math.floor(now() / 1000))
      void sign(`${timestamp}.${body}`, secret)
        .then(async signature => deliver(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'accept': 'application/json',
            'x-chatwoot-delivery': crypto.randomUUID(),
            'x-chatwoot-timestamp': timestamp,
            'x-chatwoot-signature': `sha256=${signature}`,
          },
          body,
        }))
        .catch(() => {})
    }
  }
}

async function sign(text: string, secret: string): Promise<string> {
  const encoder = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const signature = await crypto.subtle.sign('HMAC', key, encoder.encode(text))
  return Array.from(new Uint8Array(signature), byte => byte.toString(16).padStart(2, '0')).join('')
}

/** Rails writes these five characters as escapes, so who re-serialises before checking the signature fails here too. */
function escapeLikeRails(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
