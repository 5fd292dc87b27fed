import type { SupabaseEnv } from '@supabase/server'
import type { SupabaseClient } from '@supabase/supabase-js'
import { createAdminClient } from '@supabase/server/core'
import { z } from 'zod'
import { EventName } from '../../../shared/ingest/read-event.ts'
import { withoutTokens } from '../../../shared/ingest/tokens.ts'
import { createApp, ProblemError } from '../_shared/app.ts'
import { parseJson, readBody } from '../_shared/body.ts'
import { parse } from '../_shared/caller.ts'
import { createIntake } from '../_shared/intake.ts'
import { callRpc, timestamp } from '../_shared/jobs-rpc.ts'
import { createAfterwork } from './afterwork.ts'
import { createVerifier } from './verifier.ts'

const MAX_BYTES = 1024 * 1024

const Params = z.object({ accountId: z.coerce.number().int().positive() })
const Envelope = z.looseObject({ event: z.string().max(100) })
const DeliveryId = z.string().regex(/^[\w-]{8,100}$/)

/** Chatwoot's deliveries: verified, stored once with their job, answered; the work comes after. */
export function createChatwootWebhook(env?: Partial<SupabaseEnv>, now: () => number = Date.now, fetch?: typeof globalThis.fetch) {
  // Chatwoot is no user: its signature is what authorises the service's client, of which one serves all.
  let client: SupabaseClient | undefined
  const admin = () => client ??= createAdminClient({ env })
  const isSigned = createVerifier(admin, now)
  const afterwork = createAfterwork(admin, now, fetch)
  const intakes = new Map<number, ReturnType<typeof createIntake>>()

  function intakeOf(accountId: number) {
    const intake = intakes.get(accountId) ?? createIntake(async (deliveries) => {
      const args = { p_account_id: accountId, p_deliveries: deliveries, p_kind: 'fold_event', p_now: timestamp(now()) }
      return new Set(await callRpc(admin(), 'receive_webhooks', args, z.array(z.string())))
    })
    intakes.set(accountId, intake)
    return intake
  }

  return createApp('/chatwoot-webhook')
    .use(async (_, next) => afterwork.answering(next))
    .post('/:accountId', async (c) => {
      const { accountId } = parse(Params, c.req.param())
      const body = await readBody(c.req.raw, MAX_BYTES)
      if (!await isSigned(accountId, c.req.raw.headers, body)) throw new ProblemError('signature_invalid')

      const { event, ...payload } = parse(Envelope, parseJson(body))
      const deliveryId = parse(DeliveryId, c.req.header('x-chatwoot-delivery'))
      if (!EventName.safeParse(event).success) return c.json({ state: 'ignored' })

      const isNew = await intakeOf(accountId)({
        delivery_id: deliveryId,
        event,
        payload: withoutTokens(payload),
        sent_at: timestamp(Number(c.req.header('x-chatwoot-timestamp')) * 1000),
        bytes: body.length,
      })
      if (isNew) afterwork.begin()
      return c.json({ state: isNew ? 'stored' : 'known' })
    })
}

export const app = createChatwootWebhook()
