import type { SupabaseClient } from '@supabase/supabase-js'
import type { Database } from '../database/open.ts'
import { createClient } from '@supabase/supabase-js'
import WebSocket from 'ws'
import { createAuthGate } from '../auth/gate.ts'
import { keySetOf, signToken } from '../auth/tokens.ts'
import { openDatabase } from '../database/open.ts'
import { createRest } from '../database/rest.ts'
import { findSnapshot, keepSnapshot } from './snapshot.ts'

const STACK_URL = 'http://stack.test'
const FUNCTIONS = '/functions/v1'
const KEYS = { publishable: 'sb_publishable_test', secret: 'sb_secret_test', jwt: 'a-secret-that-signs-tokens-in-tests-only' }
const QUIET = { auth: { persistSession: false, autoRefreshToken: false } }

// supabase-js makes its Realtime client at once, and Node 20 has no WebSocket.
Object.assign(globalThis, { WebSocket: globalThis.WebSocket ?? WebSocket })

type Handler = (request: Request) => Response | Promise<Response>

export interface TestStackOptions {
  /** Edge Functions by name, answered at `/functions/v1/<name>`. */
  functions?: Record<string, Handler>
  now?: () => number
}
export type TestStack = Awaited<ReturnType<typeof startTestStack>>

/**
 * The whole data side in this process: REST, Auth and the given functions on a freshly migrated database.
 * Global `fetch` of `http://stack.test` is answered by it until `stop()`; every other address goes where it went before.
 */
export async function startTestStack({ functions = {}, now = Date.now }: TestStackOptions = {}) {
  const mails: { to: string, code: string | null }[] = []
  const kept = await findSnapshot()
  const database = await openDatabase(kept && { snapshot: kept })
  const mail = { send: async (message: { to: string, text?: string }) => void mails.push({ to: message.to, code: /\b\d{6}\b/.exec(message.text ?? '')?.[0] ?? null }) }
  const rest = await createRest(database, KEYS, mail, STACK_URL)
  if (!kept) await keepSnapshot(await database.db.dumpDataDir('none'))
  const auth = createAuthGate(rest, { secret: KEYS.jwt, now })

  const serve: Handler = (request) => {
    const url = new URL(request.url)
    if (url.pathname.startsWith('/auth/v1')) return auth(request)
    if (!url.pathname.startsWith(FUNCTIONS)) return rest(request)
    url.pathname = url.pathname.slice(FUNCTIONS.length)
    const handle = functions[url.pathname.split('/')[1] ?? '']
    return handle ? handle(new Request(url, request)) : new Response(null, { status: 404 })
  }
  const outside = globalThis.fetch
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    return new URL(request.url).origin === STACK_URL ? serve(request) : outside(input, init)
  }
  globalThis.fetch = fetch

  return {
    url: STACK_URL,
    keys: KEYS,
    mails,
    fetch,
    database,
    /** The session itself, as its owner, past row level security; waits its turn. */
    sql: async <T>(text: string, values: unknown[] = []) => database.mutex.run(async () => (await database.db.query<T>(text, values)).rows),
    /** What `withSupabase(config, env)` takes instead of the process's environment. */
    env: { url: STACK_URL, publishableKeys: { default: KEYS.publishable }, secretKeys: { default: KEYS.secret }, jwks: keySetOf(KEYS.jwt) },
    adminClient: (): SupabaseClient => createClient(STACK_URL, KEYS.secret, QUIET),
    anonymousClient: (): SupabaseClient => createClient(STACK_URL, KEYS.publishable, QUIET),
    userClient: async (email: string) => signIn(database, email, now),
    async stop() {
      if (globalThis.fetch === fetch) globalThis.fetch = outside
      await database.db.close()
    },
  }
}

/** A person whose address is confirmed, made as Auth makes one, with a client that carries their token. */
async function signIn({ db, mutex }: Database, email: string, now: () => number) {
  const { rows: [user] } = await mutex.run(() => db.query<{ id: string }>(
    `insert into auth.users (id, email, aud, role, email_confirmed_at) values (gen_random_uuid(), $1, 'authenticated', 'authenticated', now())
     on conflict do nothing returning id`,
    [email],
  ).then(async made => made.rows.length ? made : db.query<{ id: string }>('select id from auth.users where email = $1', [email])))
  if (!user) throw new Error(`${email} could not be made a user`)
  const seconds = Math.floor(now() / 1000)
  const claims = { sub: user.id, email, role: 'authenticated', aud: 'authenticated', iat: seconds, exp: seconds + 3600 }
  const token = await signToken(claims, KEYS.jwt)
  const client: SupabaseClient = createClient(STACK_URL, KEYS.publishable, { ...QUIET, global: { headers: { Authorization: `Bearer ${token}` } } })
  return { client, token, userId: user.id }
}
