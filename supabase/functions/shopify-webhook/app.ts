import type { SupabaseEnv } from '@supabase/server'
import type { SupabaseClient } from '@supabase/supabase-js'
import type { Delivery } from '../_shared/intake.ts'
import { createAdminClient } from '@supabase/server/core'
import { z } from 'zod'
import { ShopDelivery, ShopTopic } from '../../../shared/contracts/shop-news.ts'
import { readShopNews } from '../../../shared/shop-news/read.ts'
import { createApp, ProblemError } from '../_shared/app.ts'
import { parseJson, readBody } from '../_shared/body.ts'
import { parse } from '../_shared/caller.ts'
import { createIntake } from '../_shared/intake.ts'
import { callRpc, timestamp } from '../_shared/jobs-rpc.ts'
import { createAfterwork } from './afterwork.ts'
import { createVerifier } from './verifier.ts'

const MAX_BYTES = 1024 * 1024

const ShopDomain = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,253}$/i)
const DeliveryId = z.string().regex(/^[\w-]{8,100}$/)
const Told = z.object({ topic: ShopTopic, body: ShopDelivery })
const Instant = z.iso.datetime({ offset: true })

interface ShopNewsDelivery extends Delivery { email: string | null }
export interface ShopifyWebhookOptions { now?: () => number, fetch?: typeof globalThis.fetch, sleep?: (ms: number) => Promise<void> }

/**
 * The shop's deliveries: verified, stored once with all that follows from them, answered. A delivery is never taken for what
 * happened; it only makes us look.
 */
export function createShopifyWebhook(env?: Partial<SupabaseEnv>, { now = Date.now, fetch, sleep = wait }: ShopifyWebhookOptions = {}) {
  // The shop is no user: its signature is what authorises the service's client, of which one serves all.
  let client: SupabaseClient | undefined
  const admin = () => client ??= createAdminClient({ env })
  const accountsOf = createVerifier(admin, now)
  const begin = createAfterwork(() => ({ admin: admin(), now, fetch }), sleep)
  const intakes = new Map<number, ReturnType<typeof createIntake<ShopNewsDelivery>>>()

  function intakeOf(accountId: number) {
    const intake = intakes.get(accountId) ?? createIntake<ShopNewsDelivery>(async (deliveries) => {
      const args = { p_account_id: accountId, p_deliveries: deliveries, p_now: timestamp(now()) }
      return new Set(await callRpc(admin(), 'receive_shop_news', args, z.array(z.string())))
    })
    intakes.set(accountId, intake)
    return intake
  }

  return createApp('/shopify-webhook')
    .post('/', async (c) => {
      const shop = ShopDomain.safeParse(c.req.header('x-shopify-shop-domain')).data?.toLowerCase()
      const body = await readBody(c.req.raw, MAX_BYTES)
      const accounts = shop ? await accountsOf(shop, c.req.header('x-shopify-hmac-sha256') ?? null, body) : []
      if (accounts.length === 0) throw new ProblemError('signature_invalid')

      const deliveryId = parse(DeliveryId, c.req.header('x-shopify-webhook-id'))
      const told = Told.safeParse({ topic: c.req.header('x-shopify-topic'), body: parseJson(body) }).data
      const news = told ? readShopNews(told.topic, told.body) : null
      // Refused, it would come again and again, and then nothing would.
      if (!told || !news) return c.json({ state: 'ignored' })

      const { email, ...payload } = news
      const triggeredAt = Instant.safeParse(c.req.header('x-shopify-triggered-at')).data
      const delivery = {
        delivery_id: `shopify:${deliveryId}`,
        event: told.topic,
        payload,
        email,
        sent_at: triggeredAt ?? timestamp(now()),
        bytes: body.length,
      }
      const isNew = await Promise.all(accounts.map(async accountId => intakeOf(accountId)(delivery)))
      if (!isNew.includes(true)) return c.json({ state: 'known' })
      begin()
      return c.json({ state: 'stored' })
    })
}

async function wait(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}

export const app = createShopifyWebhook()
