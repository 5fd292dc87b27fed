/**
 * Whether `rawBody` was signed with an app's client secret: `X-Shopify-Hmac-Sha256` is the base64 of HMAC-SHA256 over the body. The
 * headers beside it are not signed: what they say may decide where to look, and nothing else.
 */
export async function isSignedBy(secret: string, header: string | null, rawBody: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const signature = fromBase64(header ?? '')
  if (!signature) return false
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
  // `verify` compares in constant time.
  return crypto.subtle.verify('HMAC', key, signature, rawBody)
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  // 32 bytes are 43 letters and one to fill up.
  return /^[A-Z0-9+/]{43}=$/i.test(text) ? Uint8Array.from(atob(text), letter => letter.charCodeAt(0)) : null
}
