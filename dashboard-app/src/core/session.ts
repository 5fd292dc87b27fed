import type { InjectionKey, ShallowRef } from 'vue'
import type { PanelStorage } from './storage'
import type { LoadSupabase } from './supabase'
import { inject, shallowRef } from 'vue'
import { z } from 'zod'
import { readJson } from './storage'
import { SESSION_KEY } from './supabase'

const Stored = z.looseObject({
  access_token: z.string(),
  expires_at: z.number(),
  user: z.looseObject({ id: z.string(), email: z.string() }),
})
// A token that ends within the minute may end on its way.
const MARGIN_MS = 60_000

export interface Person { userId: string, email: string }
export type CodeProblem = 'code_wrong' | 'code_too_soon' | 'code_too_many' | 'email_refused' | 'unreachable'
type CodeAnswer = { ok: true } | { ok: false, problem: CodeProblem }

export interface Session {
  person: Readonly<ShallowRef<Person | null>>
  token: (isRefused?: boolean) => Promise<string | null>
  requestCode: (email: string) => Promise<CodeAnswer>
  enterCode: (email: string, code: string) => Promise<CodeAnswer>
  signOut: () => Promise<void>
}

export const SessionKey: InjectionKey<Session> = Symbol('session')

export function useSession(): Session {
  const session = inject(SessionKey)
  if (!session) throw new Error('useSession() needs a Session provided by main.ts')
  return session
}

/** Who is signed in. Reads the kept session at once and leaves everything else to supabase-js, loaded when it is needed. */
export function createSession(storage: PanelStorage, load: LoadSupabase, now: () => number): Session {
  const person = shallowRef<Person | null>(null)
  const stored = () => Stored.safeParse(readJson(storage, SESSION_KEY)).data ?? null
  let renewing: Promise<string | null> | null = null

  function adopt(): void {
    const session = stored()
    const isSame = session?.user.id === person.value?.userId
    if (!isSame) person.value = session ? { userId: session.user.id, email: session.user.email.toLowerCase() } : null
  }

  async function renew(isForced: boolean): Promise<string | null> {
    const client = await load().catch(() => null)
    if (!client) return null
    const { data, error } = isForced ? await client.auth.refreshSession() : await client.auth.getSession()
    const isOver = error ? error.status !== undefined && error.status >= 400 && error.status < 500 : !data.session
    if (isOver) await forget()
    adopt()
    return data.session?.access_token ?? null
  }

  async function forget(): Promise<void> {
    storage.removeItem(SESSION_KEY)
    person.value = null
  }

  adopt()
  return {
    person,
    async token(isRefused = false) {
      const session = stored()
      if (session && !isRefused && session.expires_at * 1000 - now() > MARGIN_MS) return session.access_token
      if (!session) return null
      // Several requests meet the same end of a token; it is renewed once.
      renewing ??= renew(isRefused).finally(() => { renewing = null })
      return renewing
    },
    async requestCode(email) {
      const client = await load().catch(() => null)
      if (!client) return { ok: false, problem: 'unreachable' }
      const { error } = await client.auth.signInWithOtp({ email, options: { shouldCreateUser: true } })
      return error ? { ok: false, problem: toProblem(error, 'email_refused') } : { ok: true }
    },
    async enterCode(email, code) {
      const client = await load().catch(() => null)
      if (!client) return { ok: false, problem: 'unreachable' }
      const { error } = await client.auth.verifyOtp({ email, token: code, type: 'email' })
      adopt()
      return error ? { ok: false, problem: toProblem(error, 'code_wrong') } : { ok: true }
    },
    async signOut() {
      const client = await load().catch(() => null)
      await client?.auth.signOut({ scope: 'local' })
      await forget()
    },
  }
}

function toProblem({ code, status }: { code?: string, status?: number }, refused: CodeProblem): CodeProblem {
  if (code === 'over_email_send_rate_limit') return 'code_too_soon'
  if (status === 429) return 'code_too_many'
  if (status === undefined || status === 0 || status >= 500) return 'unreachable'
  return refused
}
