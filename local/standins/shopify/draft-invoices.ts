import type { KeptDraft } from './state.ts'
import { z } from 'zod'

const Invoicing = z.object({ id: z.string(), email: z.object({ to: z.string().nullish(), customMessage: z.string().nullish() }).nullish() })
interface Desk { draftOf: (id: unknown) => KeptDraft | null, view: (draft: KeptDraft) => object, now: () => number }

/** Invoices of drafts: how they would read, and sent. */
export function createDraftInvoices({ draftOf, view, now }: Desk) {
  const errors = (message: string, field: string[] | null = null) => [{ field, message }]
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

  return {
    draftOrderInvoicePreview(args: Record<string, unknown>): object {
      const { id, email } = Invoicing.parse(args)
      const draft = draftOf(id)
      if (!draft) return { previewSubject: null, previewHtml: null, userErrors: errors('Draft order does not exist', ['id']) }
      return {
        previewSubject: `Invoice ${draft.name}`,
        previewHtml: `<html><head><style>h1{}</style></head><body><h1>Complete your purchase</h1>
          <p>${escape(email?.customMessage ?? '')}</p><p><a href="https://checkout.shop.example">Pay now</a></p></body></html>`,
        userErrors: [],
      }
    },
    draftOrderInvoiceSend(args: Record<string, unknown>): object {
      const { id, email } = Invoicing.parse(args)
      const draft = draftOf(id)
      if (!draft) return { draftOrder: null, userErrors: errors('Draft order does not exist', ['id']) }
      if (draft.status === 'COMPLETED') return { draftOrder: null, userErrors: errors('This draft order has already been completed') }
      const to = email?.to ?? draft.order.email
      if (!to) return { draftOrder: null, userErrors: errors('To can\'t be blank', ['email', 'to']) }
      draft.invoices = [...draft.invoices ?? [], { to, message: email?.customMessage ?? null, at: now() }]
      draft.status = 'INVOICE_SENT'
      return { draftOrder: view(draft), userErrors: [] }
    },
  }
}
