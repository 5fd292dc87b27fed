import type { SupabaseEnv } from '@supabase/server'
import type { Context } from 'hono'
import type { Role } from '../../../shared/contracts/brief.ts'
import { withSupabase } from '@supabase/server/adapters/hono'
import { z } from 'zod'
import { StartImport, StartReplay } from '../../../shared/contracts/replays.ts'
import { RehearseRouting, SaveRouting } from '../../../shared/contracts/routing-settings.ts'
import { createApp } from '../_shared/app.ts'
import { parse, readJson, requireMember } from '../_shared/caller.ts'
import { runAllLanes, runLongJobs } from '../_shared/jobs-lanes.ts'
import { createKick } from '../_shared/jobs.ts'
import { readImport, startImport, stopImport } from './imports.ts'
import { rehearse } from './rehearse.ts'
import { readBench, readReplay, startReplay, stopReplay } from './replays.ts'
import { readSettings, saveSettings } from './settings.ts'

const ADMINS: Role[] = ['admin']
const LEADERS: Role[] = ['admin', 'supervisor']
const Replay = z.object({ replayId: z.coerce.number().int().positive() })
const Account = z.object({ accountId: z.coerce.number().int().positive() })

/** Routing as admins set it, and as they and supervisors try it. */
export function createRouting(env?: Partial<SupabaseEnv>, now: () => number = Date.now, fetch?: typeof globalThis.fetch) {
  const signedIn = withSupabase({ auth: 'user', env })
  const kick = createKick()
  return createApp('/routing')
    .get('/:accountId/settings', signedIn, async (c) => {
      const { caller, supabase, work } = await enter(c, ADMINS)
      return c.json(await readSettings(supabase, caller.accountId, work))
    })
    .put('/:accountId/settings', signedIn, async (c) => {
      const { caller, supabase, work } = await enter(c, ADMINS)
      await saveSettings(caller, parse(SaveRouting, await readJson(c.req.raw)), work)
      kick(async () => runAllLanes(work))
      return c.json(await readSettings(supabase, caller.accountId, work))
    })
    .post('/:accountId/rehearsals', signedIn, async (c) => {
      const { caller, work } = await enter(c, LEADERS)
      const { conversationId, draft } = parse(RehearseRouting, await readJson(c.req.raw))
      return c.json(await rehearse(caller.accountId, conversationId, draft, work))
    })
    .get('/:accountId/replays', signedIn, async (c) => {
      const { caller, supabase, work } = await enter(c, LEADERS)
      return c.json(await readBench(supabase, caller.accountId, work))
    })
    .post('/:accountId/replays', signedIn, async (c) => {
      const { caller, supabase, work } = await enter(c, LEADERS)
      const run = await startReplay(supabase, caller, parse(StartReplay, await readJson(c.req.raw)), work)
      runLongJobs(work)
      return c.json(run, 201)
    })
    .get('/:accountId/replays/:replayId', signedIn, async (c) => {
      const { caller, supabase } = await enter(c, LEADERS)
      return c.json(await readReplay(supabase, caller.accountId, parse(Replay, c.req.param()).replayId))
    })
    .post('/:accountId/replays/:replayId/stop', signedIn, async (c) => {
      const { caller, supabase, work } = await enter(c, LEADERS)
      const { replayId } = parse(Replay, c.req.param())
      await stopReplay(caller.accountId, replayId, work)
      return c.json(await readReplay(supabase, caller.accountId, replayId))
    })
    .get('/:accountId/import', signedIn, async (c) => {
      const { caller, supabase } = await enter(c, LEADERS)
      return c.json(await readImport(supabase, caller.accountId))
    })
    .post('/:accountId/import', signedIn, async (c) => {
      const { caller, supabase, work } = await enter(c, LEADERS)
      await startImport(caller, parse(StartImport, await readJson(c.req.raw)).days, work)
      runLongJobs(work)
      return c.json(await readImport(supabase, caller.accountId), 202)
    })
    .post('/:accountId/import/stop', signedIn, async (c) => {
      const { caller, supabase, work } = await enter(c, LEADERS)
      await stopImport(caller.accountId, work)
      return c.json(await readImport(supabase, caller.accountId))
    })

  /** Who asks, proved to have the role; `work` is the service's, for what row level security leaves to it. */
  async function enter(c: Context, roles: Role[]) {
    const { supabase, supabaseAdmin: admin, userClaims } = c.var.supabaseContext
    const { accountId } = parse(Account, c.req.param())
    const caller = await requireMember(supabase, userClaims?.id ?? '', accountId, roles)
    return { caller, supabase, work: { admin, now, fetch } }
  }
}

export const app = createRouting()
