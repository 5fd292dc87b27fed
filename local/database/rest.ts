import type { EmailDriver } from '@supabase/lite'
import type { Database } from './open.ts'
import { readFile } from 'node:fs/promises'
import { App } from '@supabase/lite'
import { migrate } from './migrate.ts'
import { createServiceCalls } from './service-calls.ts'

export interface Keys { publishable: string, secret: string, jwt: string }
export type Serve = (request: Request) => Promise<Response>

const MIGRATIONS = new URL('../../supabase/migrations/', import.meta.url)
const CODE_SECONDS = 600

/** Brings the database up to date and returns the handler of `/rest/v1` and `/auth/v1`. */
export async function createRest(database: Database, keys: Keys, mail: EmailDriver, siteUrl: string): Promise<Serve> {
  const app = new App({
    connection: database.connection,
    auth: {
      enabled: true,
      jwt_secret: keys.jwt,
      jwt_expiry: 3600,
      publishable_key: keys.publishable,
      secret_key: keys.secret,
      site_url: siteUrl,
      email: { enable_signup: true, enable_confirmations: true, otp_length: 6, otp_expiry: CODE_SECONDS },
    },
    options: { server: { disableStudio: true, disableFallback: true }, drivers: { email: mail } },
  })
  await app.ensureSystemSchema()
  await database.mutex.run(async () => {
    await database.db.exec(await readFile(new URL('bootstrap.sql', import.meta.url), 'utf8'))
    await migrate(database.db, MIGRATIONS)
  })
  const call = createServiceCalls(database, keys.secret)
  return async request => await call(request) ?? app.fetch(request, { peerAddress: null })
}
