import type { Keys } from './database/rest.ts'
import { Buffer } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { writeWhole } from './process/write-whole.ts'

const StackKeys = z.object({
  publishable: z.string(),
  secret: z.string(),
  jwt: z.string(),
  seal: z.string(),
  webhook: z.string(),
  chatwootToken: z.string(),
})
/** What only this installation knows: API keys, the token secret, the key that seals credentials, and the stand-ins' secrets. */
export type StackKeys = z.infer<typeof StackKeys> & Keys

/** Reads the keys beside the data, or makes them at the first start. */
export function loadKeys(file: string): StackKeys {
  if (existsSync(file)) return StackKeys.parse(JSON.parse(readFileSync(file, 'utf8')))
  const made: StackKeys = {
    publishable: `sb_publishable_${secret(18)}`,
    secret: `sb_secret_${secret(24)}`,
    jwt: secret(36),
    seal: Buffer.from(randomBytes(32)).toString('base64'),
    webhook: secret(18),
    chatwootToken: secret(18),
  }
  writeWhole(file, JSON.stringify(made))
  return made
}

function secret(bytes: number): string {
  return randomBytes(bytes).toString('base64url')
}
