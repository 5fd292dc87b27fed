import type { ShopWord } from '../../../../../shared/actions/state.ts'
import type { Shopify } from '../order.ts'
import { z } from 'zod'
import { ProblemError } from '../../app.ts'
import { BothMoney, MOST_LINES, nodes, USUAL_LINES } from '../order.ts'
import { OPEN_RETURNS_DOCUMENT, RETURN_STATE_DOCUMENT } from './documents.ts'

const READ_AGAIN_MS = 5_000
const Unit = z.object({ id: z.string(), lineItem: z.object({ id: z.string(), title: z.string(), variantTitle: z.string().nullish() }) })
const Delivery = z.object({
  id: z.string(),
  deliverable: z.object({
    label: z.object({ publicFileUrl: z.string().nullish() }).nullish(),
    tracking: z.object({ number: z.string().nullish() }).nullish(),
  }).nullish(),
})
const Coming = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  order: z.object({ id: z.string() }),
  returnShippingFees: z.array(z.object({ amountSet: BothMoney })),
  returnLineItems: nodes(z.object({
    id: z.string(),
    quantity: z.number(),
    processableQuantity: z.number(),
    processedQuantity: z.number(),
    restockingFee: z.object({ percentage: z.number() }).nullish(),
    fulfillmentLineItem: Unit.nullish(),
  })),
  reverseFulfillmentOrders: nodes(z.object({
    id: z.string(),
    status: z.string(),
    lineItems: nodes(z.object({ id: z.string(), fulfillmentLineItem: z.object({ id: z.string() }).nullish() })),
    reverseDeliveries: nodes(Delivery),
  })),
  refunds: nodes(z.object({ id: z.string(), note: z.string().nullish(), totalRefundedSet: BothMoney })),
})
/** A return that is on its way. */
export type Coming = z.infer<typeof Coming>
const Answer = z.object({ return: Coming.nullish() })
const OfOrder = z.object({ order: z.object({ returns: nodes(Coming) }).nullish() })
export type ComingLine = Coming['returnLineItems'][number]

/** Null when the shop has no such return. */
export async function readReturn(shopify: Shopify, id: string): Promise<Coming | null> {
  const read = async (lines: number) => (await shopify.request(RETURN_STATE_DOCUMENT, { id, lines }, Answer)).return ?? null
  const coming = await read(USUAL_LINES)
  return coming && isFull(coming) ? read(MOST_LINES) : coming
}

/** An order's returns that are open. */
export async function readOpenReturns(shopify: Shopify, orderId: string): Promise<Coming[]> {
  const read = async (lines: number) => (await shopify.request(OPEN_RETURNS_DOCUMENT, { id: orderId, lines }, OfOrder)).order?.returns ?? []
  const returns = await read(USUAL_LINES)
  return (returns.some(isFull) ? await read(MOST_LINES) : returns).filter(({ status }) => status === 'OPEN')
}

// There may be more than were asked for.
function isFull({ returnLineItems }: Coming): boolean {
  return returnLineItems.length >= USUAL_LINES
}

/** What the shop says of a return before anything is asked of it; a word where it does not say. */
export async function seeReturn(shopify: Shopify, id: string): Promise<{ coming: Coming, word: null } | { coming: null, word: ShopWord }> {
  const coming = await readReturn(shopify, id).catch(error => error instanceof ProblemError ? error : Promise.reject(error))
  if (coming instanceof ProblemError) {
    const isFinal = coming.code === 'shopify_refused'
    return { coming: null, word: { is: 'not_executed', code: coming.code, waitMs: READ_AGAIN_MS, isFinal } }
  }
  return coming ? { coming, word: null } : { coming: null, word: { is: 'refused', code: 'return_closed', detail: null } }
}

export function lineTitle({ fulfillmentLineItem }: ComingLine): string {
  const { title = '—', variantTitle } = fulfillmentLineItem?.lineItem ?? {}
  return variantTitle ? `${title}, ${variantTitle}` : title
}
