import { z } from 'zod'

/** Answers that Chatwoot wraps in `payload`. */
export function payloadOf<S extends z.ZodType>(inner: S) {
  return z.object({ payload: z.unknown() }).transform(({ payload }) => payload).pipe(inner)
}
/** Conversation lists, which it wraps twice. */
export function dataOf<S extends z.ZodType>(inner: S) {
  return z.object({ data: z.unknown() }).transform(({ data }) => data).pipe(payloadOf(inner))
}
/** Customers' data in all its variety: a row that cannot be read is left out, so that it does not hide the others. */
export function readableOf<S extends z.ZodType>(row: S) {
  return z.array(z.unknown()).transform(rows => rows.flatMap((one) => {
    const parsed = row.safeParse(one)
    return parsed.success ? [parsed.data] : []
  }))
}

const Membership = z.looseObject({ id: z.number(), name: z.string(), role: z.string() })
/** Holds two bearer secrets, `access_token` and `pubsub_token`, which are therefore stripped. */
export const Profile = z.object({ id: z.number(), accounts: z.array(Membership) })

export const ChatwootAgent = z.looseObject({
  id: z.number(),
  name: z.string().nullish(),
  email: z.string(),
  // A role of a later version, or a custom one, gives no more than an agent's rights.
  role: z.enum(['administrator', 'agent']).catch('agent'),
  availability_status: z.enum(['online', 'busy', 'offline']).catch('offline'),
  thumbnail: z.string().nullish(),
})
export type ChatwootAgent = z.infer<typeof ChatwootAgent>

export const Team = z.looseObject({ id: z.number(), name: z.string() })
export const TeamMember = z.looseObject({ id: z.number() })
/** `z.object` strips what an inbox also answers with: HMAC tokens and channel secrets. */
export const Inbox = z.object({
  id: z.number(),
  name: z.string(),
  channel_type: z.string(),
  timezone: z.string().nullish(),
  enable_auto_assignment: z.boolean().nullish().catch(null),
})
export const Label = z.looseObject({ id: z.number(), title: z.string(), description: z.string().nullish(), color: z.string().nullish() })

export const Macro = z.looseObject({
  id: z.number().int(),
  name: z.string(),
  visibility: z.string(),
  actions: z.array(z.looseObject({
    action_name: z.string(),
    action_params: z.array(z.unknown()).nullish().transform(params => params ?? []),
  })),
})

export const Webhook = z.looseObject({
  id: z.number(),
  url: z.string(),
  subscriptions: z.array(z.string()).nullish().transform(events => events ?? []),
  secret: z.string().nullish(),
})

export const DashboardApp = z.looseObject({
  id: z.number(),
  title: z.string(),
  content: z.array(z.looseObject({ url: z.string().optional() })),
})

export const SentMessage = z.looseObject({ id: z.number() })
export const ToggledStatus = payloadOf(z.looseObject({ current_status: z.string() }))
