import type { SupabaseEnv } from '@supabase/server'
import type { SupabaseClient } from '@supabase/supabase-js'
import { withSupabase } from '@supabase/server/adapters/hono'
import { z } from 'zod'
import { EventName } from '../../../shared/ingest/read-event.ts'
import { withoutTokens } from '../../../shared/ingest/tokens.ts'
import { loadAccount } from '../_shared/account.ts'
import { createApp, ProblemError } from '../_shared/app.ts'
import { parse } from '../_shared/caller.ts'
import { JOB_HANDLERS, QUICK_KINDS } from '../_shared/jobs-handlers.ts'
import { callRpc, timestamp } from '../_shared/jobs-rpc.ts'
import { createKick, runDueJobs } from '../_shared/jobs.ts'
import { readBody } from './body.ts'
import { isSignedBy } from './signature.ts'

const MAX_BYTES = 1024 * 1024
// A secret changed in the settings counts at the latest after this, or at once when a signature does not fit the old one.
const SECRET_KEPT_MS = 60_000
// Answers come first: folding waits for a pause between them, and in a storm that knows none no longer than this.
const LULL_MS = 20
const LONGEST_STORM_MS = 1_500

const Params = z.object({ accountId: z.coerce.number().int().positive() })
const Envelope = z.looseObject({ event: z.string().max(100) })
const DeliveryId = z.string().regex(/^[\w-]{8,100}$/)

/** Chatwoot's deliveries: verified, stored once with their job, answered; the work comes after. */
export function createChatwootWebhook(env?: Partial<SupabaseEnv>, now: () => number = Date.now) {
  const kickQuick = createKick()
  const kickRest = createKick()
  let answering = 0
  const kept = new Map<number, { secret: Promise<string>, until: number }>()

  async function loadSecret(admin: SupabaseClient, accountId: number): Promise<string> {
    const { chatwoot: { webhookSecret } } = await loadAccount(admin, accountId)
    if (!webhookSecret) throw new ProblemError('signature_invalid')
    return webhookSecret
  }

  async function verify(admin: SupabaseClient, accountId: number, headers: Headers, body: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const known = kept.get(accountId)
    if (known && known.until > now() && await isSignedBy(await known.secret, headers, body, now())) return true
    // Kept before it is there: a burst at a cold start asks once.
    const secret = loadSecret(admin, accountId)
    kept.set(accountId, { secret, until: now() + SECRET_KEPT_MS })
    secret.catch(() => kept.delete(accountId))
    return isSignedBy(await secret, headers, body, now())
  }

  async function lull(until = performance.now() + LONGEST_STORM_MS): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, LULL_MS))
    if (answering > 0 && performance.now() < until) await lull(until)
  }

  return createApp('/chatwoot-webhook')
    .use(withSupabase({ auth: 'none', env }))
    .use(async (_, next) => {
      answering++
      await next().finally(() => answering--)
    })
    .post('/:accountId', async (c) => {
      const { accountId } = parse(Params, c.req.param())
      const body = await readBody(c.req.raw, MAX_BYTES)
      // Chatwoot is no user: its signature is what authorises the service's client.
      const admin = c.var.supabaseContext.supabaseAdmin
      if (!await verify(admin, accountId, c.req.raw.headers, body)) throw new ProblemError('signature_invalid')

      const { event, ...payload } = parse(Envelope, parseJson(body))
      const deliveryId = parse(DeliveryId, c.req.header('x-chatwoot-delivery'))
      if (!EventName.safeParse(event).success) return c.json({ state: 'ignored' })

      const isNew = await callRpc(admin, 'receive_webhook', {
        p_account_id: accountId,
        p_delivery_id: deliveryId,
        p_event: event,
        p_payload: withoutTokens(payload),
        p_sent_at: timestamp(Number(c.req.header('x-chatwoot-timestamp')) * 1000),
        p_kind: 'fold_event',
        p_now: timestamp(now()),
      }, z.boolean())
      if (isNew) {
        const work = { admin, now }
        kickQuick(async () => {
          await lull()
          await runDueJobs(JOB_HANDLERS, work, { kinds: QUICK_KINDS })
          kickRest(async () => runDueJobs(JOB_HANDLERS, work))
        })
      }
      return c.json({ state: isNew ? 'stored' : 'known' })
    })
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  }
  catch (error) {
    throw new ProblemError('invalid_request', { cause: error, detail: 'The body is not JSON' })
  }
}

export const app = createChatwootWebhook()
