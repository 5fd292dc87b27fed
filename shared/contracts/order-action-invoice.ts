import { z } from 'zod'
import { Money } from './money.ts'

/** The shop's own invoice of what is left to pay, by e-mail to the order's address. */
export const Invoice = z.object({ do: z.literal('invoice'), message: z.string().trim().max(1_000).default('') })

export const InvoiceEffect = z.discriminatedUnion('is', [
  z.object({ is: z.literal('invoice'), amount: Money, to: z.string() }),
  z.object({ is: z.literal('invoice_says'), text: z.string() }),
])
export type InvoiceEffect = z.infer<typeof InvoiceEffect>
