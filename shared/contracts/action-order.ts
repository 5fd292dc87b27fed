import { z } from 'zod'
import { Money } from './money.ts'
import { OpenDraft } from './order-action-invoice.ts'
import { ActionKind } from './order-action.ts'

/** What an action can be about: `GET /order-actions/:accountId/:conversationId/order?id=`. */
export const ActionOrder = z.object({
  id: z.string(),
  name: z.string(),
  currency: z.string(),
  shopCurrency: z.string(),
  lines: z.array(z.object({
    id: z.string(),
    title: z.string(),
    quantity: z.number().int(),
    refundable: z.number().int(),
    unshipped: z.number().int(),
    /** What all refundable units cost, tax not counted. */
    unitPrice: Money,
  })),
  shippingLeft: Money,
  /** Its shipping, line by line, as it was sold. */
  shipping: z.array(z.object({ id: z.string(), title: z.string(), amount: Money })).default([]),
  /** What can still go back to the customer. */
  left: Money,
  paidBy: z.string(),
  hasCustomer: z.boolean(),
  heldByUs: z.number().int(),
  address: z.record(z.enum(['firstName', 'lastName', 'address1', 'address2', 'city', 'provinceCode', 'countryCode', 'zip']), z.string()).nullable(),
  tags: z.array(z.string()),
  /** What the customer has still to pay. */
  owed: Money,
  /** Drafts of the same customer that are not paid. */
  drafts: z.array(OpenDraft).default([]),
  can: z.array(ActionKind),
  /** What the shop's app is not allowed, by kind. */
  lacks: z.array(z.object({ kind: ActionKind, scopes: z.array(z.string()) })),
})
export type ActionOrder = z.infer<typeof ActionOrder>
