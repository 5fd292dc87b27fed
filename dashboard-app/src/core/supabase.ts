import type { PanelConfig } from '#shared/contracts/frame'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { InjectionKey } from 'vue'
import type { PanelStorage } from './storage'
import { inject } from 'vue'

/** Where supabase-js keeps the session; the panel reads it before the library is there. */
export const SESSION_KEY = 'pitwall.session'

export type LoadSupabase = () => Promise<SupabaseClient>
export const SupabaseKey: InjectionKey<LoadSupabase> = Symbol('supabase')

export function useSupabase(): LoadSupabase {
  const load = inject(SupabaseKey)
  if (!load) throw new Error('useSupabase() needs a loader provided by main.ts')
  return load
}

/** Loads supabase-js when something needs it (sign-in, refresh, realtime): the first view does not. One client per panel. */
export function createSupabaseLoader({ supabaseUrl, publishableKey }: PanelConfig, storage: PanelStorage): LoadSupabase {
  let client: Promise<SupabaseClient> | null = null
  const load = async () => {
    const { createClient } = await import('@supabase/supabase-js')
    return createClient(supabaseUrl, publishableKey, {
      auth: { storage, storageKey: SESSION_KEY, persistSession: true, autoRefreshToken: true, detectSessionInUrl: false },
    })
  }
  return async () => {
    // A chunk that could not be fetched is asked for again, not remembered as missing.
    client ??= load().catch((error: unknown) => {
      client = null
      throw error
    })
    return client
  }
}
