import type { ShopSight, ShopWord } from '../../../../shared/actions/state.ts'
import type { OpenDraft } from '../../../../shared/contracts/order-action-invoice.ts'
import type { PlanContext, Planned } from './kind.ts'
import type { Shopify, ShopOrder } from './order.ts'
import { z } from 'zod'
import { toDecimal } from '../../../../shared/actions/money.ts'
import { plainText } from '../../../../shared/text/plain-text.ts'
import {
  CUSTOMER_DRAFTS_DOCUMENT,
  DRAFT_INVOICE_DOCUMENT,
  DRAFT_PREVIEW_DOCUMENT,
  INVOICED_DRAFT_DOCUMENT,
} from './draft-invoice-documents.ts'
import { refuse, toWord } from './kind.ts'
import { BothMoney, InstantOrNull, nodes } from './order.ts'

const LONGEST_MAIL = 2_000
const LONGEST_SUBJECT = 200
const Draft = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  email: z.string().nullish(),
  invoiceUrl: z.string().nullish(),
  invoiceSentAt: InstantOrNull,
  customer: z.object({ id: z.string() }).nullish(),
  totalPriceSet: BothMoney,
})
type Draft = z.infer<typeof Draft>
const One = z.object({ draftOrder: Draft.nullish() })
const Several = z.object({ draftOrders: nodes(Draft) })
const Errors = { userErrors: z.array(z.object({ message: z.string() })) }
const Preview = z.object({
  draftOrderInvoicePreview: z.object({ previewSubject: z.string().nullish(), previewHtml: z.string().nullish(), ...Errors }),
})
const Sent = z.object({ draftOrderInvoiceSend: z.object({ draftOrder: Draft.nullish(), ...Errors }) })
/** As it is frozen; `sentBefore` (epoch ms) is when its last invoice went out before this one. */
export const DraftInvoiceInput = z.object({
  draftId: z.string(),
  email: z.object({ to: z.string(), customMessage: z.string().optional() }),
  sentBefore: z.number().nullable(),
})
type Input = z.infer<typeof DraftInvoiceInput>

/** Drafts of the order's customer that wait for money; a guest's are not found. */
export async function openDraftsOf({ customer }: ShopOrder, shopify: Shopify): Promise<OpenDraft[]> {
  if (!customer) return []
  const whose = `customer_id:${customer.id.split('/').at(-1)}`
  const { draftOrders } = await shopify.request(CUSTOMER_DRAFTS_DOCUMENT, { query: `${whose} -status:completed` }, Several)
  return draftOrders
    .filter(draft => isOf(draft, customer.id) && draft.status !== 'COMPLETED' && draft.totalPriceSet.amount.minor > 0)
    .map(({ id, name, email, invoiceSentAt: sentAt, totalPriceSet }) =>
      ({ id, name, total: totalPriceSet.amount, to: email ?? '', sentAt }))
}

/** What the invoice of a draft would be, with the e-mail as the shop itself writes it. */
export async function planDraftInvoice(
  { draftId, message }: { draftId: string, message: string },
  { order, shopify }: PlanContext,
): Promise<Planned> {
  const { draftOrder: draft } = await shopify.request(INVOICED_DRAFT_DOCUMENT, { id: draftId }, One)
  if (!draft) return refuse('draft_gone')
  if (!order.customer || !isOf(draft, order.customer.id)) return refuse('order_of_another')
  const total = draft.totalPriceSet.amount
  if (draft.status === 'COMPLETED' || total.minor <= 0) return refuse('nothing_to_pay')
  const to = draft.email ?? ''
  if (!to) return refuse('no_email')
  const email = { to, ...message && { customMessage: message } }
  const { draftOrderInvoicePreview: preview } = await shopify.request(DRAFT_PREVIEW_DOCUMENT, { id: draft.id, email }, Preview)
  if (preview.userErrors.length) return refuse('shop_refused')
  const sentBefore = draft.invoiceSentAt
  return {
    status: 'ready',
    plan: {
      effects: [
        { is: 'invoice', amount: total, to, draft: draft.name },
        ...sentBefore === null ? [] : [{ is: 'invoiced_before' as const, at: sentBefore }],
        ...message ? [{ is: 'invoice_says' as const, text: message }] : [],
        {
          is: 'invoice_mail',
          subject: plainText(preview.previewSubject ?? '', LONGEST_SUBJECT),
          text: plainText(preview.previewHtml ?? '', LONGEST_MAIL),
        },
      ],
      money: null,
      daysSince: null,
      facts: { owed: toDecimal(total), invoiced: sentBefore === null ? '' : new Date(sentBefore).toISOString() },
      sameness: { to },
      freeze: () => ({ draftId: draft.id, email, sentBefore }) satisfies Input,
    },
  }
}

export async function sendDraftInvoice({ draftId, email }: Input, shopify: Shopify): Promise<ShopWord> {
  const told = await shopify.tell(DRAFT_INVOICE_DOCUMENT, { id: draftId, email }, Sent)
  return toWord(
    told,
    ({ draftOrderInvoiceSend }) => draftOrderInvoiceSend.userErrors,
    ({ draftOrderInvoiceSend: { draftOrder } }) => draftOrder ? doneWith(draftOrder) : { is: 'unknown', code: 'shopify_unreachable' },
  )
}

/** Whether an invoice of the draft went out since: whoever sent it, the customer has it. */
export async function lookForDraftInvoice({ draftId, sentBefore }: Input, shopify: Shopify): Promise<ShopSight> {
  const { draftOrder: draft } = await shopify.request(INVOICED_DRAFT_DOCUMENT, { id: draftId }, One)
  if (!draft) return { is: 'gone', code: 'draft_gone', detail: null }
  if (draft.invoiceSentAt !== null && draft.invoiceSentAt > (sentBefore ?? 0)) return doneWith(draft)
  if (draft.status === 'COMPLETED') return { is: 'gone', code: 'nothing_to_pay', detail: null }
  return { is: 'absent', needsRest: true }
}

function isOf({ customer }: Draft, customerId: string): boolean {
  return customer?.id === customerId
}
function doneWith({ id, invoiceUrl }: Draft) {
  return { is: 'done' as const, ref: id, detail: invoiceUrl ?? null }
}
