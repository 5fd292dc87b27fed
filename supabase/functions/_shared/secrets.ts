import { ProblemError } from './app.ts'
import { readEnv } from './env.ts'

const VERSION = 'v1'
const IV_BYTES = 12
interface Sealer { id: string, key: Uint8Array<ArrayBuffer> }

/** `SECRETS_KEYS="k2:<base64 of 32 bytes>,k1:…"`: the first seals, all open, so a key is changed without losing a secret. */
function readRing(): [Sealer, ...Sealer[]] {
  const [first, ...others] = (readEnv('SECRETS_KEYS') ?? '').split(',').flatMap((entry): Sealer[] => {
    const [id, key] = entry.trim().split(':')
    return id && key ? [{ id, key: fromBase64(key) }] : []
  })
  if (!first) throw new ProblemError('internal', { detail: 'SECRETS_KEYS is not set' })
  return [first, ...others]
}

/** Seals with AES-256-GCM; `place` (table, row, column) is bound in, so that a ciphertext opens nowhere else. */
export async function seal(secret: string, place: string): Promise<string> {
  const [{ id, key }] = readRing()
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const algorithm = { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(place) }
  const sealed = await crypto.subtle.encrypt(algorithm, await importKey(key), new TextEncoder().encode(secret))
  return [VERSION, id, toBase64(iv), toBase64(new Uint8Array(sealed))].join('.')
}

/** Opens what `seal` made for the same place; throws when it was moved, changed, or its key is gone. */
export async function open(ciphertext: string, place: string): Promise<string> {
  const [version, id, iv = '', sealed = ''] = ciphertext.split('.')
  const key = readRing().find(sealer => sealer.id === id)?.key
  if (version !== VERSION || !key) throw new ProblemError('internal', { detail: 'A credential was sealed with a key that is not in SECRETS_KEYS' })
  const algorithm = { name: 'AES-GCM', iv: fromBase64(iv), additionalData: new TextEncoder().encode(place) }
  return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, await importKey(key), fromBase64(sealed)))
}

/** Whether the key that seals today sealed this. */
export function isSealedByFirst(ciphertext: string): boolean {
  return ciphertext.startsWith(`${VERSION}.${readRing()[0].id}.`)
}

async function importKey(key: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt'])
}
function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), character => character.charCodeAt(0))
}
