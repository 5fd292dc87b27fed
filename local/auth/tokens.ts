import { Buffer } from 'node:buffer'
import { jwtVerify, SignJWT } from 'jose'

const KEY_ID = 'local'
const ALGORITHM = 'HS256'

/** The key set that `@supabase/server` reads; symmetric, so never published. */
export function keySetOf(secret: string) {
  return { keys: [{ kty: 'oct', alg: ALGORITHM, kid: KEY_ID, use: 'sig', k: Buffer.from(secret).toString('base64url') }] }
}

/** The claims of a token signed here and not expired, else null. */
export async function readToken(token: string, secret: string): Promise<Record<string, unknown> | null> {
  return jwtVerify(token, new TextEncoder().encode(secret), { algorithms: [ALGORITHM] }).then(({ payload }) => payload, () => null)
}

/** Signs a token for tests and for re-signing lite's, which carry no key id. */
export async function signToken(claims: Record<string, unknown>, secret: string): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: KEY_ID }).sign(new TextEncoder().encode(secret))
}
