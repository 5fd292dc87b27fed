import type { SupabaseEnv } from '@supabase/server'
import type { Role } from '../../../shared/contracts/brief.ts'
import { withSupabase } from '@supabase/server/adapters/hono'
import { z } from 'zod'
import { RehearseRouting, SaveRouting, StartImport, StartReplay } from '../../../shared/contracts/routing-settings.ts'
import { createApp } from '../_shared/app.ts'
import { parse, requireMember } from '../_shared/caller.ts'
import { JOB_HANDLERS } from '../_shared/jobs-handlers.ts'
import { createKick, runDueJobs } from '../_shared/jobs.ts'
import { readImport, readReplay, startImport, startReplay, stopImport, stopReplay } from './long-work.ts'
import { rehearse } from './rehearse.ts'
import { readSettings, saveSettings } from './settings.ts'

const ADMINS: Role[] = ['admin']
const LEADERS: Role[] = ['admin', 'supervisor']
const Account = z.object({ accountId: z.coerce.number().int().positive() })
const Replay = Account.extend({ replayId: z.coerce.number().int().positive() })

interface RoutingOptions { now?: () => number, fetch?: typeof globalThis.fetch }

/** Routing as admins set it, and as they and supervisors try it. */
export function createRouting(env?: Partial<SupabaseEnv>, { now = Date.now, fetch }: RoutingOptions = {}) {
  const kick = createKick()
  return createApp('/routing/:accountId')
    .use(withSupabase({ auth: 'user', env }))
    .get('/settings', async (c) => {
      const { caller, supabase, work } = await enter(c, ADMINS)
      return c.json(await readSettings(supabase, caller.accountId, work))
    })
    .put('/settings', async (c) => {
      const { caller, supabase, work, run } = await enter(c, ADMINS)
      await saveSettings(caller, parse(SaveRouting, await c.req.json().catch(() => null)), work)
      run()
      return c.json(await readSettings(supabase, caller.accountId, work))
    })
    .post('/rehearsals', async (c) => {
      const { caller, work } = await enter(c, LEADERS)
      const { conversationId, draft } = parse(RehearseRouting, await c.req.json().catch(() => null))
      return c.json(await rehearse(caller.accountId, conversationId, draft, work))
    })
    .post('/replays', async (c) => {
      const { caller, work, run } = await enter(c, LEADERS)
      const started = await startReplay(caller, parse(StartReplay, await c.req.json().catch(() => null)), work)
      run()
      return c.json(started, 202)
    })
    .get('/replays/:replayId', async (c) => {
      const { caller, supabase } = await enter(c, LEADERS)
      return c.json(await readReplay(supabase, caller.accountId, parse(Replay, c.req.param()).replayId))
    })
    .post('/replays/:replayId/stop', async (c) => {
      const { caller, supabase, work } = await enter(c, LEADERS)
      const { replayId } = parse(Replay, c.req.param())
      await stopReplay(caller.accountId, replayId, work)
      return c.json(await readReplay(supabase, caller.accountId, replayId))
    })
    .get('/import', async (c) => {
      const { caller, supabase } = await enter(c, LEADERS)
      return c.json(await readImport(supabase, caller.accountId))
    })
    .post('/import', async (c) => {
      const { caller, supabase, work, run } = await enter(c, ADMINS)
      await startImport(caller.accountId, parse(StartImport, await c.req.json().catch(() => null)).days, work)
      run()
      return c.json(await readImport(supabase, caller.accountId), 202)
    })
    .post('/import/stop', async (c) => {
      const { caller, supabase, work } = await enter(c, ADMINS)
      await stopImport(caller.accountId, work)
      return c.json(await readImport(supabase, caller.accountId))
    })

  /** Who asks, proved to have the role; `work` is the service's, for what row level security leaves to it. */
  async function enter(c: Parameters<ReturnType<typeof withSupabase>>[0], roles: Role[]) {
    const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
    const { accountId } = parse(Account, c.req.param())
    const caller = await requireMember(supabase, userClaims?.id ?? '', accountId, roles)
    const work = { admin, now, ...(fetch && { fetch }) }
    return { caller, supabase, work, run: () => kick(async () => runDueJobs(JOB_HANDLERS, work)) }
  }
}

export const app = createRouting()
