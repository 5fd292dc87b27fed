import type { PayoutWord } from '../../../../shared/actions/payout.ts'
import type { ActionKind } from '../../../../shared/contracts/order-action.ts'
import type { Shopify } from './order.ts'
import type { ActionRow } from './rows.ts'
import { z } from 'zod'
import { paidBack, readPayout } from '../../../../shared/actions/payout.ts'
import { PAYOUT_DOCUMENT } from './documents.ts'
import { markOf } from './kind.ts'
import { BothMoney, InstantOrNull, nodes } from './order.ts'

const Refund = z.object({
  id: z.string(),
  note: z.string().nullish(),
  createdAt: InstantOrNull,
  transactions: nodes(z.object({ kind: z.string(), status: z.string(), amountSet: BothMoney })),
})
type Refund = z.infer<typeof Refund>
const Refunds = z.object({ order: z.object({ refunds: z.array(Refund) }).nullish() })

const PAYS_BACK: ReadonlySet<ActionKind> = new Set(['refund', 'cancel', 'return_process'])
// The shop's clock and ours differ.
const SKEW_MS = 60_000

/** What an action gives back to what was paid with, in the smallest unit of the customer's currency; 0 for all that pays nothing back. */
export function expectedPayout({ kind, rehearsal }: Pick<ActionRow, 'kind' | 'rehearsal'>): number {
  return PAYS_BACK.has(kind) ? paidBack(rehearsal.effects) : 0
}

/** What the shop says of the money of an action that is done; null when it shows no payment. Throws what the shop's client refuses with. */
export async function lookForPayout(row: ActionRow, shopRef: string | null, shopify: Shopify): Promise<PayoutWord | null> {
  const { money } = row.rehearsal
  const { order } = await shopify.request(PAYOUT_DOCUMENT, { id: row.order_gid }, Refunds)
  if (!order || !money) return null
  const payments = ours(order.refunds, row, shopRef).flatMap(({ transactions }) => transactions).filter(({ kind }) => kind === 'REFUND')
  return readPayout(payments.map(({ status, amountSet }) => ({ status, amount: amountSet.amount })), expectedPayout(row), money)
}

/** The refunds of an action: those with its mark; else the one it was told of, or what the shop made by itself since it was asked. */
function ours(refunds: Refund[], { id, kind, first_sent_at }: ActionRow, shopRef: string | null): Refund[] {
  const marked = refunds.filter(({ note }) => note?.includes(markOf(id)))
  if (marked.length > 0) return marked
  if (kind === 'refund') return refunds.filter(refund => refund.id === shopRef)
  const since = (first_sent_at ?? Number.POSITIVE_INFINITY) - SKEW_MS
  return refunds.filter(({ note, createdAt }) => !note?.includes('[ref:') && createdAt !== null && createdAt >= since)
}
