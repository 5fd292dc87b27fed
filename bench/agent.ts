import type { SupabaseClient } from '@supabase/supabase-js'
import { createClient } from '@supabase/supabase-js'
import WebSocket from 'ws'
import { latestCode } from '../e2e/desk.ts'
import { PanelConfig } from '../shared/contracts/frame.ts'

// supabase-js makes its Realtime client at once, and Node 20 has no WebSocket.
Object.assign(globalThis, { WebSocket: globalThis.WebSocket ?? WebSocket })

/** An administrator of the demo shop, signed in with the code from the mail as a person is. */
export async function signInAgent(url: string, email = 'maya@alderandpine.example') {
  const { publishableKey } = PanelConfig.parse(await (await fetch(new URL('/panel/config.json', url))).json())
  const auth = { persistSession: false, autoRefreshToken: false }
  const client: SupabaseClient = createClient(new URL(url).origin, publishableKey, { auth })
  const asked = await client.auth.signInWithOtp({ email })
  if (asked.error) throw asked.error
  const { data: { session }, error } = await client.auth.verifyOtp({ email, token: await latestCode(url), type: 'email' })
  if (!session) throw error ?? new Error('The code gave no session')
  return {
    client,
    /** Calls a function as the panel does; `path` follows `/functions/v1/`. */
    call: async (path: string, init: RequestInit = {}) => fetch(new URL(`/functions/v1/${path}`, url), {
      ...init,
      headers: { 'apikey': publishableKey, 'authorization': `Bearer ${session.access_token}`, 'content-type': 'application/json' },
    }),
  }
}
