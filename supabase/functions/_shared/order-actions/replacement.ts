import type { ActionEffect } from '../../../../shared/contracts/order-action.ts'
import type { ActionOf, Kind, PlanContext, Planned } from './kind.ts'
import type { ShopOrder } from './order.ts'
import type { Variant } from './stock.ts'
import { z } from 'zod'
import { ShippingAddress } from '../../../../shared/contracts/order-action-parts.ts'
import { addressOf, inOneLine } from './address.ts'
import { markOf, refuse } from './kind.ts'
import { BothMoney, titleOf } from './order.ts'
import { DRAFT_CALCULATE_DOCUMENT } from './replacement-documents.ts'
import { completeDraft, lookForDraft, refTagOf } from './replacement-draft.ts'
import { readVariants, stockOf } from './stock.ts'

const Calculated = z.object({
  draftOrderCalculate: z.object({
    calculatedDraftOrder: z.object({ totalPriceSet: BothMoney }).nullish(),
    userErrors: z.array(z.object({ message: z.string() })),
  }),
})
const Input = z.object({ draft: z.object({}).loose() })

interface Unit { line: ShopOrder['lineItems']['nodes'][number], quantity: number, variant: Variant }

/**
 * The same goods again as an order that costs nothing. A draft does nothing until it is completed, and its id is written down
 * before it is: so one draft is completed, once, however many there are. What it counts for is the price of the goods.
 */
export const replacement: Kind<'replace'> = {
  async plan(action, context) {
    const { order, shopify, conversationId } = context
    if (order.cancelledAt !== null) return refuse('order_cancelled')
    const address = ShippingAddress.safeParse(action.address ?? addressOf(order))
    if (!address.success) return refuse('address_incomplete')
    const units = await unitsOf(action, context)
    if ('status' in units) return units
    const draft = draftOf(order, units, address.data)
    const { draftOrderCalculate: calculated } = await shopify.request(DRAFT_CALCULATE_DOCUMENT, { input: draft }, Calculated)
    const { calculatedDraftOrder, userErrors } = calculated
    if (userErrors.length || !calculatedDraftOrder) return refuse('shop_refused')
    const { amount: total, shop } = calculatedDraftOrder.totalPriceSet
    if (total.minor !== 0 || shop.minor !== 0) return refuse('not_free')
    const to = inOneLine(address.data)
    return {
      status: 'ready',
      plan: {
        effects: [
          ...units.flatMap(effectsOf),
          { is: 'sent_to', to },
          { is: 'free' },
        ],
        money: valueOf(units, order),
        daysSince: null,
        facts: { address: to, ...Object.fromEntries(units.map(({ line }) => [`units:${titleOf(line)}`, String(line.quantity)])) },
        sameness: units.map(({ variant, quantity }) => [variant.id, quantity]),
        freeze: id => ({
          draft: {
            ...draft,
            note: `Pitwall, conversation ${conversationId}, for ${order.name} ${markOf(id)}`,
            tags: ['pitwall', 'replacement', refTagOf(id)],
            customAttributes: [{ key: '_pitwall_replaces', value: order.name }, { key: '_pitwall_conversation', value: String(conversationId) }],
          },
        }),
      },
    }
  },
  send: async ({ id, input, shopRef }, shopify, remember) =>
    completeDraft({ id, shopRef, input: Input.parse(input).draft }, shopify, remember),
  look: async ({ id, shopRef }, shopify) => lookForDraft({ id, shopRef }, shopify),
}

async function unitsOf({ lines }: ActionOf<'replace'>, { order, shopify }: PlanContext): Promise<Unit[] | Planned> {
  if (new Set(lines.map(({ lineId }) => lineId)).size < lines.length) return refuse('quantity_too_large')
  const variants = await readVariants(order, shopify)
  const units: Unit[] = []
  for (const { lineId, quantity } of lines) {
    const line = order.lineItems.nodes.find(({ id }) => id === lineId)
    if (!line) return refuse('line_not_in_order')
    if (quantity > line.quantity) return refuse('quantity_too_large')
    const variant = variants.get(lineId)
    if (!variant) return refuse('no_variant')
    units.push({ line, quantity, variant })
  }
  return units
}

function effectsOf({ line, quantity, variant }: Unit): ActionEffect[] {
  const { inventoryItem: { tracked, inventoryLevels }, inventoryQuantity } = variant
  const available = inventoryQuantity ?? 0
  const title = titleOf(line)
  return [
    { is: 'sent_again', title, quantity, stock: tracked ? stockOf(inventoryLevels) : [] },
    ...tracked && available < quantity ? [{ is: 'short' as const, title, available }] : [],
  ]
}

/** All off, nothing to ship for, no tax, and no other discount beside it. */
function draftOf(order: ShopOrder, units: Unit[], shippingAddress: ShippingAddress) {
  return {
    ...order.customer && { purchasingEntity: { customerId: order.customer.id } },
    ...order.email && { email: order.email },
    lineItems: units.map(({ variant, quantity }) => ({ variantId: variant.id, quantity })),
    appliedDiscount: { valueType: 'PERCENTAGE', value: 100, title: 'Replacement' },
    shippingLine: { title: 'Replacement', priceWithCurrency: { amount: '0', currencyCode: order.presentmentCurrencyCode } },
    shippingAddress,
    presentmentCurrencyCode: order.presentmentCurrencyCode,
    taxExempt: true,
    acceptAutomaticDiscounts: false,
    poNumber: order.name,
  }
}

function valueOf(units: Unit[], { presentmentCurrencyCode, currencyCode }: ShopOrder) {
  const sum = (priceOf: (unit: Unit) => number) => units.reduce((total, unit) => total + priceOf(unit) * unit.quantity, 0)
  return {
    amount: { minor: sum(({ line }) => line.originalUnitPriceSet.amount.minor), currency: presentmentCurrencyCode },
    shop: { minor: sum(({ line }) => line.originalUnitPriceSet.shop.minor), currency: currencyCode },
  }
}
