import type { FulfilmentState, MatchedBy, Order, PaymentState, SuggestedBecause } from '#shared/contracts/order'
import type { ParseKeys } from 'i18next'
import type { Tone } from '@/ui/UiTag.vue'

interface Named { word: ParseKeys, tone: Tone }

export const FULFILMENT = {
  unfulfilled: { word: 'order.fulfilment.unfulfilled', tone: 'amber' },
  partially_fulfilled: { word: 'order.fulfilment.partially_fulfilled', tone: 'amber' },
  fulfilled: { word: 'order.fulfilment.fulfilled', tone: 'blue' },
  in_transit: { word: 'order.fulfilment.in_transit', tone: 'blue' },
  out_for_delivery: { word: 'order.fulfilment.out_for_delivery', tone: 'blue' },
  delivered: { word: 'order.fulfilment.delivered', tone: 'teal' },
  failed: { word: 'order.fulfilment.failed', tone: 'ruby' },
  on_hold: { word: 'order.fulfilment.on_hold', tone: 'amber' },
  cancelled: { word: 'order.fulfilment.cancelled', tone: 'ruby' },
} as const satisfies Record<FulfilmentState, Named>

export const PAYMENT = {
  pending: { word: 'order.payment.pending', tone: 'amber' },
  authorized: { word: 'order.payment.authorized', tone: 'amber' },
  paid: { word: 'order.payment.paid', tone: 'slate' },
  partially_paid: { word: 'order.payment.partially_paid', tone: 'amber' },
  partially_refunded: { word: 'order.payment.partially_refunded', tone: 'iris' },
  refunded: { word: 'order.payment.refunded', tone: 'iris' },
  voided: { word: 'order.payment.voided', tone: 'slate' },
  expired: { word: 'order.payment.expired', tone: 'ruby' },
} as const satisfies Record<PaymentState, Named>

export const RETURN = {
  none: null,
  requested: { word: 'order.return.requested', tone: 'amber' },
  in_progress: { word: 'order.return.in_progress', tone: 'iris' },
  returned: { word: 'order.return.returned', tone: 'slate' },
} as const satisfies Record<Order['returnState'], Named | null>

export const BECAUSE = {
  number_in_text: 'order.because.number_in_text',
  latest_open: 'order.because.latest_open',
  latest: 'order.because.latest',
} as const satisfies Record<SuggestedBecause, ParseKeys>

export const MATCHED = {
  email: 'order.matched.email',
  phone: 'order.matched.phone',
  order_number: 'order.matched.order_number',
  guest_email: 'order.matched.guest_email',
} as const satisfies Record<MatchedBy, ParseKeys>

export const STEPS = ['ordered', 'shipped', 'near', 'delivered'] as const
export const STEP_WORDS = {
  ordered: 'order.step.ordered',
  shipped: 'order.step.shipped',
  near: 'order.step.near',
  delivered: 'order.step.delivered',
} as const satisfies Record<typeof STEPS[number], ParseKeys>

/** How many of the four steps an order has made, 1 to 4; null where a way to the door no longer exists. */
export function stepsMade(order: Order): number | null {
  if (order.cancelledAt !== null) return null
  const made = {
    unfulfilled: 1,
    on_hold: 1,
    partially_fulfilled: 2,
    fulfilled: 2,
    in_transit: 2,
    out_for_delivery: 3,
    delivered: 4,
    failed: 3,
    cancelled: null,
  } as const satisfies Record<FulfilmentState, number | null>
  return made[order.fulfilment]
}
