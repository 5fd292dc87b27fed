import { z } from 'zod'
import { readEnv } from '../_shared/env.ts'

/** Where Supabase Auth answers; `url` is the project's, from the environment when there is none. */
export interface AuthAddress { url: string | undefined, apiKey: string | undefined, fetch?: typeof fetch }

const READ_TIMEOUT_MS = 5_000
const Settings = z.object({ mailer_autoconfirm: z.boolean() })

/** Whether Auth lets nobody in whose address is not proven. If it does, anyone can sign up as an admin of the shop. */
export async function provesAddresses({ url = readEnv('SUPABASE_URL'), apiKey = '', fetch: ask = fetch }: AuthAddress): Promise<boolean> {
  const response = await ask(`${url}/auth/v1/settings`, { headers: { apikey: apiKey }, signal: AbortSignal.timeout(READ_TIMEOUT_MS) })
  return !Settings.parse(await response.json()).mailer_autoconfirm
}
