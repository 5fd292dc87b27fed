import { z } from 'zod'
import { Money } from './money.ts'
import { Gid } from './order-action-parts.ts'

/** The shop's own invoice by e-mail: of what is left to pay of the order, or of a draft of the same customer. */
export const Invoice = z.object({
  do: z.literal('invoice'),
  message: z.string().trim().max(1_000).default(''),
  draftId: Gid.nullable().default(null),
})

export const InvoiceEffect = z.discriminatedUnion('is', [
  /** `draft` is its name, null where the invoice is of the order. */
  z.object({ is: z.literal('invoice'), amount: Money, to: z.string(), draft: z.string().nullable().default(null) }),
  z.object({ is: z.literal('invoice_says'), text: z.string() }),
  /** It went out before; epoch ms. */
  z.object({ is: z.literal('invoiced_before'), at: z.number().int() }),
])
export type InvoiceEffect = z.infer<typeof InvoiceEffect>
/** The e-mail as the shop would write it: text, whatever it was before. */
export const InvoiceMailEffect = z.object({ is: z.literal('invoice_mail'), subject: z.string(), text: z.string() })

/** A draft order that waits for its customer's money; `sentAt`: when its invoice went out last. */
export const OpenDraft = z.object({ id: z.string(), name: z.string(), total: Money, to: z.string(), sentAt: z.number().int().nullable() })
export type OpenDraft = z.infer<typeof OpenDraft>
