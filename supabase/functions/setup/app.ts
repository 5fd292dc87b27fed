import type { SupabaseEnv } from '@supabase/server'
import { withSupabase } from '@supabase/server/adapters/hono'
import { z } from 'zod'
import { loadAccount, resealSecrets } from '../_shared/account.ts'
import { createApp } from '../_shared/app.ts'
import { parse, readJson, requireMember } from '../_shared/caller.ts'
import { syncAccountPeople } from '../_shared/chatwoot-people.ts'
import { resealWebhooks } from '../_shared/webhooks.ts'
import { checkConnections } from './connections.ts'
import { linkAccount, LinkRequest } from './link.ts'
import { readSession } from './session.ts'

const AccountRef = z.object({ accountId: z.coerce.number().int().positive() })

/** Linking is for who holds the secret key; the rest for people who are signed in, and all but their own session for admins. */
export function createSetup(env?: Partial<SupabaseEnv>, fetch?: typeof globalThis.fetch) {
  return createApp('/setup')
    // The secret key authorises; there is no account yet in which somebody could be an admin.
    .post('/link', withSupabase({ auth: 'secret', env }), async (c) => {
      const request = parse(LinkRequest, await readJson(c.req.raw))
      return c.json({ accountId: await linkAccount(c.var.supabaseContext.supabaseAdmin, request, fetch) })
    })
    .get('/session', withSupabase({ auth: 'user', env }), async (c) => {
      const { supabase, userClaims } = c.var.supabaseContext
      return c.json(await readSession(supabase, userClaims?.id ?? ''))
    })
    // For an admin's button, and with the secret key for who operates the installation.
    .post('/:accountId/sync', withSupabase({ auth: ['user', 'secret'], env }), async (c) => {
      const { supabase, supabaseAdmin, userClaims, authMode } = c.var.supabaseContext
      const { accountId } = parse(AccountRef, c.req.param())
      if (authMode !== 'secret') await requireMember(supabase, userClaims?.id ?? '', accountId, ['admin'])
      const syncedAt = Date.now()
      await syncAccountPeople(accountId, [], { admin: supabaseAdmin, now: () => syncedAt, fetch })
      await resealSecrets(supabaseAdmin, accountId)
      await resealWebhooks(supabaseAdmin, accountId)
      return c.json({ syncedAt })
    })
    .get('/:accountId/connections', withSupabase({ auth: 'user', env }), async (c) => {
      const { supabase, supabaseAdmin, userClaims } = c.var.supabaseContext
      const { accountId } = parse(AccountRef, c.req.param())
      await requireMember(supabase, userClaims?.id ?? '', accountId, ['admin'])
      const account = await loadAccount(supabaseAdmin, accountId)
      const auth = { url: env?.url, apiKey: c.req.header('apikey') }
      return c.json({ checks: await checkConnections({ admin: supabaseAdmin, account, auth, now: Date.now(), fetch }) })
    })
}

export const app = createSetup()
