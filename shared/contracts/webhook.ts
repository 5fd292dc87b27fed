import { z } from 'zod'
import { ChosenLines } from './macro-action.ts'

/** What steps of macros call it by; it stays as long as the webhook is there. */
export const WebhookName = z.string().trim().min(1).max(60)

/** An address of another system that macros may call. Its secret is kept apart and never read back. */
export const MacroWebhook = z.object({ id: z.number().int(), name: WebhookName, url: z.string() })
export type MacroWebhook = z.infer<typeof MacroWebhook>

/** `GET /macros/:accountId/settings/webhooks` */
export const MacroWebhooks = z.object({ webhooks: z.array(MacroWebhook) })
export type MacroWebhooks = z.infer<typeof MacroWebhooks>

/** `PUT` the same; a name that is there gets this address, and without a secret keeps the one it has. */
export const SaveWebhook = z.object({
  name: WebhookName,
  url: z.string().trim().max(2_000),
  secret: z.string().trim().min(16).max(200).optional(),
}).strict()
export type SaveWebhook = z.infer<typeof SaveWebhook>

export const MAX_WEBHOOKS = 20

const WebhookParts = z.object({
  /** Where an admin ticked it. */
  contact: z.object({ name: z.string(), email: z.string().nullable() }).optional(),
  order: z.string().nullable(),
  inputs: z.record(z.string(), z.union([z.string(), z.number(), ChosenLines])),
})

/** A call as it is rehearsed. Values are written as texts write them; null is one that an earlier step has yet to bring. */
export const RehearsedCall = WebhookParts.extend({ values: z.record(z.string(), z.string().nullable()) })
export type RehearsedCall = z.infer<typeof RehearsedCall>

/** The body that another system gets. A change that breaks its readers is another `version`. */
export const WebhookBody = WebhookParts.extend({
  version: z.literal(1),
  webhook: WebhookName,
  macro: z.string(),
  runId: z.uuid(),
  conversationId: z.number().int(),
  values: z.record(z.string(), z.string()),
})
export type WebhookBody = z.infer<typeof WebhookBody>
