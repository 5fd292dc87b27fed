import { readEnv } from './env.ts'

/** A plain mail to one or several, who see each other. `key` is the same for every attempt at the same mail. */
interface Mail { to: string[], subject: string, text: string, key: string }

/** `later` covers every case in which asking again under the same key can help. */
export interface Mailer { send: (mail: Mail) => Promise<'sent' | 'later' | 'refused'> }

const TIMEOUT_MS = 15_000

/**
 * The mail service of this installation, or null when none is configured: `MAIL_API_URL`, `MAIL_API_KEY` and `MAIL_FROM`. It is
 * asked as Resend is: JSON `{from, to, subject, text}`, a bearer key, and an `Idempotency-Key` under which it sends once.
 */
export function readMailer(send: typeof fetch = fetch): Mailer | null {
  const [url, apiKey, from] = ['MAIL_API_URL', 'MAIL_API_KEY', 'MAIL_FROM'].map(readEnv)
  if (!url || !apiKey || !from) return null
  return {
    async send({ to, subject, text, key }) {
      const response = await send(url, {
        method: 'POST',
        redirect: 'error',
        headers: { 'authorization': `Bearer ${apiKey}`, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ from, to, subject, text }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }).catch(() => null)
      await response?.body?.cancel()
      if (response?.ok) return 'sent'
      // 409: the first attempt under this key is still under way.
      const canHelp = !response || response.status >= 500 || [401, 403, 408, 409, 429].includes(response.status)
      return canHelp ? 'later' : 'refused'
    },
  }
}
