import type { PanelConfig } from '#shared/contracts/frame'
import type { InjectionKey, ShallowRef } from 'vue'
import type { Api } from './api'
import type { BriefCache } from './cache'
import type { Frame, FrameHint } from './frame'
import type { Session } from './session'
import type { PanelStorage } from './storage'
import type { LoadSupabase } from './supabase'
import { inject, shallowRef } from 'vue'
import { createApi } from './api'
import { createCache } from './cache'
import { openFrame } from './frame'
import { createSession } from './session'
import { createSupabaseLoader } from './supabase'

/** Everything the panel stands on, made once. */
export interface Panel {
  config: PanelConfig
  /** Pitwall's account id from the panel's address, or null when the address lacks it. */
  accountId: number | null
  storage: PanelStorage
  supabase: LoadSupabase
  session: Session
  api: Api
  cache: BriefCache
  frame: Frame
  hint: Readonly<ShallowRef<FrameHint | null>>
  /** A site that is not Chatwoot's and posted a context; it is told apart from silence. */
  stranger: Readonly<ShallowRef<string | null>>
}

export const PanelKey: InjectionKey<Panel> = Symbol('panel')

export function usePanel(): Panel {
  const panel = inject(PanelKey)
  if (!panel) throw new Error('usePanel() needs a Panel provided by main.ts')
  return panel
}

/** Builds the panel for one page; the page, its clock and its storage are arguments, so tests bring their own. */
export function createPanel(config: PanelConfig, storage: PanelStorage, page: Window, now: () => number): Panel {
  const supabase = createSupabaseLoader(config, storage)
  const session = createSession(storage, supabase, now)
  const hint = shallowRef<FrameHint | null>(null)
  const stranger = shallowRef<string | null>(null)
  const frame = openFrame(page, {
    origins: config.chatwootOrigins,
    onHint: (told) => { hint.value = told },
    onStranger: (origin) => { stranger.value = origin },
  })
  const url = `${config.supabaseUrl}/functions/v1`
  const api = createApi({ url, publishableKey: config.publishableKey, token: session.token })
  const accountId = accountOf(page.location.search)
  return { config, accountId, storage, supabase, session, api, cache: createCache(storage, now), frame, hint, stranger }
}

function accountOf(search: string): number | null {
  const id = Number(new URLSearchParams(search).get('account'))
  return Number.isSafeInteger(id) && id > 0 ? id : null
}
