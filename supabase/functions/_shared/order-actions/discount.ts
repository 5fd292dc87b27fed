import type { Kind } from './kind.ts'
import { z } from 'zod'
import { codeOf } from '../../../../shared/actions/code.ts'
import { toDecimal } from '../../../../shared/actions/money.ts'
import { DISCOUNT_BY_CODE_DOCUMENT, DISCOUNT_DOCUMENT } from './documents.ts'
import { markOf, toWord } from './kind.ts'

const DAY_MS = 86_400_000
const Created = z.object({
  discountCodeBasicCreate: z.object({
    codeDiscountNode: z.object({ id: z.string() }).nullish(),
    userErrors: z.array(z.object({ message: z.string(), code: z.string().nullish() })),
  }),
})
const Found = z.object({
  codeDiscountNodeByCode: z.object({ id: z.string(), codeDiscount: z.object({ tags: z.array(z.string()).optional() }) }).nullish(),
})

/**
 * A code for one order, of this customer only where the shop knows one. The code follows from the action's id, so that a second
 * attempt meets the first: the shop has every code once.
 */
export const discount: Kind<'discount'> = {
  async plan({ off, days }, { order, conversationId, now }) {
    const amount = off.by === 'amount' ? { minor: off.amountMinor, currency: order.currencyCode } : null
    const percent = off.by === 'percent' ? off.percent : 0
    const startsAt = Math.floor(now / DAY_MS) * DAY_MS
    const until = startsAt + (days + 1) * DAY_MS - 1_000
    return {
      status: 'ready',
      plan: {
        effects: [
          { is: 'code', percent: off.by === 'percent' ? off.percent : null, amount, until, isPersonal: Boolean(order.customer) },
          { is: 'tells', who: 'nobody' },
        ],
        money: amount ? { amount, shop: amount } : null,
        daysSince: null,
        ...off.by === 'percent' && { mostPercent: off.percent },
        facts: {},
        sameness: order.customer?.id ?? null,
        freeze: id => ({
          title: `Support, conversation ${conversationId}`,
          code: codeOf(id),
          startsAt: new Date(startsAt).toISOString(),
          endsAt: new Date(until).toISOString(),
          usageLimit: 1,
          appliesOncePerCustomer: true,
          context: order.customer ? { customers: { add: [order.customer.id] } } : { all: 'ALL' },
          customerGets: {
            value: amount ? { discountAmount: { amount: toDecimal(amount), appliesOnEachItem: false } } : { percentage: percent / 100 },
            items: { all: true },
          },
          combinesWith: { shippingDiscounts: true },
          tags: ['pitwall', markOf(id)],
        }),
      },
    }
  },
  async send({ id, input }, shopify) {
    const told = await shopify.tell(DISCOUNT_DOCUMENT, { discount: input }, Created)
    // Ours, or another's: the shop tells when it is looked at.
    if (told.is === 'answered' && told.value.discountCodeBasicCreate.userErrors.some(({ code }) => code === 'TAKEN')) return { is: 'unknown', code: 'code_taken' }
    const errorsOf = ({ discountCodeBasicCreate: { userErrors } }: z.infer<typeof Created>) => userErrors
    return toWord(told, errorsOf, ({ discountCodeBasicCreate: { codeDiscountNode } }) => codeDiscountNode
      ? { is: 'done', ref: codeDiscountNode.id, detail: codeOf(id) }
      : { is: 'unknown', code: 'shopify_unreachable' })
  },
  async look({ id }, shopify) {
    const { codeDiscountNodeByCode: found } = await shopify.request(DISCOUNT_BY_CODE_DOCUMENT, { code: codeOf(id) }, Found)
    if (!found) return { is: 'absent' }
    return found.codeDiscount.tags?.includes(markOf(id))
      ? { is: 'done', ref: found.id, detail: codeOf(id) }
      : { is: 'gone', code: 'code_taken', detail: null }
  },
}
