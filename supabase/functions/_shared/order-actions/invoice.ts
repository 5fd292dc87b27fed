import type { Kind } from './kind.ts'
import { z } from 'zod'
import { toDecimal } from '../../../../shared/actions/money.ts'
import { DraftInvoiceInput, lookForDraftInvoice, planDraftInvoice, sendDraftInvoice } from './draft-invoice.ts'
import { refuse, toWord } from './kind.ts'
import { INVOICE_DOCUMENT } from './note-documents.ts'

const Sent = z.object({
  orderInvoiceSend: z.object({ order: z.object({ id: z.string() }).nullish(), userErrors: z.array(z.object({ message: z.string() })) }),
})

/**
 * The shop's invoice of what is left to pay, or of a draft. A draft says when its invoice went out; a mail of an order leaves nothing
 * that could be read afterwards: when its answer is lost it is not sent again, and a person looks.
 */
export const invoice: Kind<'invoice'> = {
  async plan({ message, draftId }, context) {
    if (draftId !== null) return planDraftInvoice({ draftId, message }, context)
    const { order } = context
    if (order.cancelledAt !== null) return refuse('order_cancelled')
    const owed = order.totalOutstandingSet.amount
    if (owed.minor <= 0) return refuse('nothing_to_pay')
    const to = order.email ?? ''
    if (!to) return refuse('no_email')
    return {
      status: 'ready',
      plan: {
        effects: [{ is: 'invoice', amount: owed, to, draft: null }, ...message ? [{ is: 'invoice_says' as const, text: message }] : []],
        money: null,
        daysSince: null,
        facts: { owed: toDecimal(owed) },
        sameness: { to },
        freeze: () => ({ id: order.id, email: { to, ...message && { customMessage: message } } }),
      },
    }
  },
  async send({ input }, shopify) {
    const ofDraft = DraftInvoiceInput.safeParse(input)
    if (ofDraft.success) return sendDraftInvoice(ofDraft.data, shopify)
    const told = await shopify.tell(INVOICE_DOCUMENT, input, Sent)
    return toWord(told, ({ orderInvoiceSend }) => orderInvoiceSend.userErrors, ({ orderInvoiceSend: { order } }) => order
      ? { is: 'done', ref: null, detail: null }
      : { is: 'unknown', code: 'shopify_unreachable' })
  },
  async look({ input }, shopify) {
    const ofDraft = DraftInvoiceInput.safeParse(input)
    return ofDraft.success ? lookForDraftInvoice(ofDraft.data, shopify) : { is: 'blind', code: 'invoice_unknown' }
  },
}
