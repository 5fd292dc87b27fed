// Chatwoot sends at once and only once, so what is older than this is somebody else's copy.
const WINDOW_MS = 300_000

/**
 * Whether `rawBody` was signed with `secret` within five minutes of `now` (epoch ms).
 * The rule is Chatwoot's: `sha256=` and the hex of HMAC-SHA256 over `<timestamp>.<rawBody>` (lib/webhooks/trigger.rb).
 */
export async function isSignedBy(secret: string, headers: Headers, rawBody: Uint8Array<ArrayBuffer>, now: number): Promise<boolean> {
  const timestamp = headers.get('x-chatwoot-timestamp') ?? ''
  const signature = fromHex(headers.get('x-chatwoot-signature') ?? '')
  if (!/^\d{1,12}$/.test(timestamp) || !signature || Math.abs(now - Number(timestamp) * 1000) > WINDOW_MS) return false

  const encoder = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
  const prefix = encoder.encode(`${timestamp}.`)
  const signed = new Uint8Array(prefix.length + rawBody.length)
  signed.set(prefix)
  signed.set(rawBody, prefix.length)
  // `verify` compares in constant time.
  return crypto.subtle.verify('HMAC', key, signature, signed)
}

function fromHex(header: string): Uint8Array<ArrayBuffer> | null {
  const hex = /^sha256=([0-9a-f]{64})$/.exec(header)?.[1]
  if (!hex) return null
  return Uint8Array.from({ length: 32 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16))
}
