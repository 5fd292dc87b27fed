import type { Job, Work } from './jobs.ts'
import { z } from 'zod'
import { ProblemError } from './app.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { openShop } from './order-actions/rehearse.ts'

const Told = z.object({ conversationId: z.number() })
const Traced = z.object({ fulfilmentOrder: z.string() })
const ORDER_OF_PARCEL_DOCUMENT = /* GraphQL */ `
  query OrderOfParcel($id: ID!) { fulfillmentOrder(id: $id) { orderId } }`
const Parcel = z.object({ fulfillmentOrder: z.object({ orderId: z.string() }).nullish() })

/** Tells panels what came in a burst after its first news. */
export async function tellShopNews(accountId: number, jobs: Job[], { admin, now }: Work): Promise<void> {
  const ids = jobs.map(({ payload }) => Told.parse(payload).conversationId)
  await callRpc(admin, 'tell_shop_news', { p_account_id: accountId, p_conversation_ids: ids, p_now: timestamp(now()) }, z.unknown())
}

/** Finds the order of news that named only what is to be sent of it. */
export async function traceShopNews(accountId: number, jobs: Job[], work: Work): Promise<void> {
  for (const { payload } of jobs) {
    const { fulfilmentOrder } = Traced.parse(payload)
    const found = await openShop(accountId, work)
      .then(async ({ shopify }) => shopify.request(ORDER_OF_PARCEL_DOCUMENT, { id: fulfilmentOrder }, Parcel))
      .catch((error) => {
        // A shop that was unlinked, or a right that is missing, stays so; panels read it at the next look.
        if (error instanceof ProblemError && error.code === 'shopify_refused') return null
        throw error
      })
    if (!found?.fulfillmentOrder) continue
    const args = { p_account_id: accountId, p_order: found.fulfillmentOrder.orderId, p_now: timestamp(work.now()) }
    await callRpc(work.admin, 'trace_shop_news', args, z.unknown())
  }
}
