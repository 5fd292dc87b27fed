import type { SeedOrder } from '../../../seed/types.ts'
import type { Books } from '../books.ts'
import type { KeptReturn, KeptReturnLine } from './state.ts'
import { z } from 'zod'
import { cents } from '../books.ts'
import { saleIdOf } from '../ids.ts'

const Asked = z.object({
  returnLineItems: z.array(z.object({ id: z.string(), quantity: z.number() })),
  refundShipping: z.object({
    shippingRefundAmount: z.object({ amount: z.string() }).nullish(),
    fullRefund: z.boolean().nullish(),
  }).nullish(),
  refundMethodAllocation: z.string().nullish(),
})
interface Worth { subtotal: number, tax: number, fee: number }
interface Options {
  books: Books
  money: (minor: number, order: SeedOrder) => object
  worth: (order: SeedOrder, line: KeptReturnLine, quantity: number, ahead: number) => Worth
}

/** What the shop would give back for units of a return, its fees taken off; the fee for the label goes with the first units. */
export function suggestOutcome({ books, money, worth }: Options, order: SeedOrder, kept: KeptReturn, args: unknown): object {
  const { returnLineItems, refundShipping, refundMethodAllocation } = Asked.parse(args)
  const ahead = new Map<number, number>()
  const parts = returnLineItems.flatMap(({ id, quantity }) => {
    const line = kept.lines.find(one => one.id === id)
    if (!line) return []
    const before = ahead.get(line.index) ?? 0
    ahead.set(line.index, before + quantity)
    return [worth(order, line, quantity, before)]
  })
  const sum = (read: (part: Worth) => number) => parts.reduce((total, part) => total + read(part), 0)
  const shipping = refundShipping?.fullRefund ? books.shippingLeft(order) : cents(refundShipping?.shippingRefundAmount?.amount ?? '0')
  const fees = sum(({ fee }) => fee) + (kept.isFeeTaken || !parts.length ? 0 : kept.fee)
  const owed = sum(({ subtotal }) => subtotal) + sum(({ tax }) => tax) + shipping - fees
  const total = Math.min(owed, books.net(order))
  const isCredit = refundMethodAllocation === 'STORE_CREDIT'
  const sale = { kind: 'SUGGESTED_REFUND', gateway: 'shopify_payments', amountSet: money(total, order), parentTransaction: { id: saleIdOf(order) } }
  return {
    discountedSubtotal: money(sum(({ subtotal }) => subtotal), order),
    totalTax: money(sum(({ tax }) => tax), order),
    maximumRefundable: money(books.net(order), order),
    shipping: { amountSet: money(shipping, order), maximumRefundableSet: money(books.shippingLeft(order), order) },
    financialTransfer: owed < 0
      ? { __typename: 'InvoiceReturnOutcome', amount: money(-owed, order) }
      : {
          __typename: 'RefundReturnOutcome',
          amount: money(total, order),
          suggestedTransactions: isCredit || total === 0 ? [] : [sale],
          suggestedRefundMethods: [],
        },
  }
}
