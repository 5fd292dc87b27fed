import type { ShopWord } from '../../../../shared/actions/state.ts'
import type { Kind } from './kind.ts'
import type { ShopOrder } from './order.ts'
import { z } from 'zod'
import { HOLD_DOCUMENT, RELEASE_DOCUMENT } from './documents.ts'
import { refuse, toWord } from './kind.ts'
import { readOrder } from './order.ts'

const Errors = z.array(z.object({ message: z.string(), code: z.string().nullish() }))
const Held = z.object({ fulfillmentOrderHold: z.object({ fulfillmentHold: z.object({ id: z.string() }).nullish(), userErrors: Errors }) })
const Released = z.object({ fulfillmentOrderReleaseHold: z.object({ userErrors: Errors }) })
const HoldInput = z.object({ ids: z.array(z.string()), hold: z.object({ handle: z.string() }).loose() })
const ReleaseInput = z.object({ parts: z.array(z.object({ id: z.string(), holdIds: z.array(z.string()) })) })

const DONE = { is: 'done', ref: null, detail: null } as const

type Parcel = ShopOrder['fulfillmentOrders'][number]
const isWaiting = ({ lineItems }: Parcel) => lineItems.some(({ remainingQuantity }) => remainingQuantity > 0)
const oursOf = ({ fulfillmentHolds }: Parcel) => fulfillmentHolds.filter(({ heldByRequestingApp }) => heldByRequestingApp)

/** How many holds of ours are on an order. */
export function countHolds(order: ShopOrder): number {
  return order.fulfillmentOrders.flatMap(oursOf).length
}

const handleOf = (id: string) => `pitwall-${id}`

/** Whether our holds on an order are those of this action, and no others. */
export function isHeldOnlyBy(order: ShopOrder, id: string): boolean {
  const ours = order.fulfillmentOrders.flatMap(oursOf)
  return ours.length > 0 && ours.every(({ handle }) => handle === handleOf(id))
}

/** Keeps what has not left from leaving. The handle is the key: the shop takes it once for each parcel. */
export const hold: Kind<'hold'> = {
  async plan(action, { order }) {
    const waiting = order.fulfillmentOrders.filter(isWaiting)
    if (order.cancelledAt !== null) return refuse('order_cancelled')
    if (!waiting.length) return refuse('already_shipped')
    if (countHolds(order)) return refuse('already_held')
    return {
      status: 'ready',
      plan: {
        effects: [
          ...waiting.map(({ assignedLocation }) => ({ is: 'held' as const, because: action.because, place: assignedLocation.name })),
          { is: 'tells', who: 'nobody' },
        ],
        money: null,
        daysSince: null,
        facts: { shipment: order.displayFulfillmentStatus },
        sameness: waiting.map(({ id }) => id),
        freeze: id => ({
          ids: waiting.map(parcel => parcel.id),
          hold: { reason: action.because.toUpperCase(), reasonNotes: action.note, handle: handleOf(id), notifyMerchant: false },
        }),
      },
    }
  },
  async send({ input }, shopify) {
    const { ids, hold: asked } = HoldInput.parse(input)
    return eachOf(ids, async (id) => {
      const told = await shopify.tell(HOLD_DOCUMENT, { id, hold: asked }, Held)
      const isTwice = told.is === 'answered' && told.value.fulfillmentOrderHold.userErrors.some(({ code }) => code === 'DUPLICATE_FULFILLMENT_HOLD_HANDLE')
      if (isTwice) return DONE
      return toWord(told, ({ fulfillmentOrderHold }) => fulfillmentOrderHold.userErrors, () => DONE)
    })
  },
  async look({ orderId, input }, shopify) {
    const { ids, hold: { handle } } = HoldInput.parse(input)
    const order = await readOrder(shopify, orderId)
    if (!order) return { is: 'unseen', code: 'order_not_found' }
    const isHeld = (id: string) => order.fulfillmentOrders
      .some(parcel => parcel.id === id && parcel.fulfillmentHolds.some(one => one.handle === handle))
    return ids.every(isHeld) ? DONE : { is: 'absent' }
  },
}

/** Takes our own holds away, by their ids: those of other apps and of people stay. */
export const release: Kind<'release'> = {
  async plan(_, { order }) {
    const parts = order.fulfillmentOrders
      .map(parcel => ({ id: parcel.id, holdIds: oursOf(parcel).map(({ id }) => id) }))
      .filter(({ holdIds }) => holdIds.length > 0)
    if (!parts.length) return refuse('not_held')
    return {
      status: 'ready',
      plan: {
        effects: [{ is: 'released', count: countHolds(order) }, { is: 'tells', who: 'nobody' }],
        money: null,
        daysSince: null,
        facts: { shipment: order.displayFulfillmentStatus },
        sameness: parts,
        freeze: () => ({ parts }),
      },
    }
  },
  async send({ input }, shopify) {
    return eachOf(ReleaseInput.parse(input).parts, async (part) => {
      const told = await shopify.tell(RELEASE_DOCUMENT, part, Released)
      return toWord(told, ({ fulfillmentOrderReleaseHold }) => fulfillmentOrderReleaseHold.userErrors, () => DONE)
    })
  },
  async look({ orderId, input }, shopify) {
    const { parts } = ReleaseInput.parse(input)
    const order = await readOrder(shopify, orderId)
    if (!order) return { is: 'unseen', code: 'order_not_found' }
    const still = new Set(order.fulfillmentOrders.flatMap(({ fulfillmentHolds }) => fulfillmentHolds.map(({ id }) => id)))
    return parts.some(({ holdIds }) => holdIds.some(id => still.has(id))) ? { is: 'absent' } : DONE
  },
}

/** One parcel after the other; each can be asked twice. What stops in the middle is in doubt as a whole, and goes on from the start. */
async function eachOf<T>(parts: T[], ask: (part: T) => Promise<ShopWord>): Promise<ShopWord> {
  let isBegun = false
  for (const part of parts) {
    const word = await ask(part)
    if (word.is !== 'done') return isBegun ? { is: 'unknown', code: 'code' in word ? word.code : 'in_progress' } : word
    isBegun = true
  }
  return DONE
}
