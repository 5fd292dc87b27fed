import { z } from 'zod'
import { ConversationStatus, Priority } from '../contracts/conversation.ts'

const LAST_SECOND = Date.UTC(9999, 11, 31) / 1000
const Id = z.int().positive()
const Text = z.string().nullish().transform(text => text ?? '')
const TextOrNull = z.string().nullish().transform(text => text || null)
const Flag = z.boolean().nullish().transform(flag => flag === true)
const UnixSeconds = z.number().min(0).max(LAST_SECOND)

/** Chatwoot writes instants as unix seconds in one place and as ISO text in another; here they are epoch milliseconds. */
const Instant = z.union([
  UnixSeconds.transform(seconds => Math.round(seconds * 1000)),
  z.string().transform(text => Date.parse(text)).refine(at => at >= 0 && at <= LAST_SECOND * 1000, 'Not an instant'),
])
const InstantOrNull = z
  .union([Instant, z.null(), z.undefined()])
  .catch(null)
  .transform(at => at || null) // REST says 0 where a webhook says null

export const ContactPayload = z.looseObject({
  id: Id,
  name: Text,
  email: TextOrNull,
  phone_number: TextOrNull,
  identifier: TextOrNull,
  blocked: Flag,
})
export type ContactPayload = z.infer<typeof ContactPayload>

const MESSAGE_TYPES = ['incoming', 'outgoing', 'activity', 'template'] as const
const MessageType = z.union([z.enum(MESSAGE_TYPES), z.int().min(0).max(3).transform(type => MESSAGE_TYPES[type] ?? 'activity')])

const Sender = z.looseObject({ id: Id.nullish().catch(null), name: Text, type: z.string().nullish().catch(null) }).nullish().catch(null)

const AttachmentPayload = z.looseObject({
  file_type: z.string().nullish(),
  data_url: z.string().nullish(),
  extension: z.string().nullish(),
  fallback_title: z.string().nullish(),
})

/** The idempotency key and author that Pitwall gives its own messages; anything else under these names is ignored. */
const OwnMark = {
  pitwall_ref: z.uuid().optional().catch(undefined),
  pitwall_agent: z.object({ id: Id, name: z.string() }).optional().catch(undefined),
}

export const MessagePayload = z.looseObject({
  id: Id,
  content: Text,
  conversation_id: Id.optional().catch(undefined),
  message_type: MessageType,
  private: Flag,
  sender: Sender,
  sender_type: z.string().nullish().catch(null),
  content_attributes: z
    .looseObject({ ...OwnMark, deleted: z.boolean().optional().catch(undefined), automation_rule_id: z.unknown().optional() })
    .nullish()
    .catch(null),
  additional_attributes: z.looseObject({ campaign_id: z.unknown().optional() }).nullish().catch(null),
  attachments: z.array(AttachmentPayload).nullish().catch(null),
  created_at: Instant,
  updated_at: InstantOrNull,
})
export type MessagePayload = z.infer<typeof MessagePayload>

export const ConversationPayload = z.looseObject({
  id: Id,
  inbox_id: Id,
  status: ConversationStatus,
  priority: Priority.nullish().transform(priority => priority ?? null),
  labels: z.array(z.string()).nullish().transform(labels => labels ?? []),
  can_reply: z.boolean().nullish().transform(canReply => canReply ?? true),
  custom_attributes: z.record(z.string(), z.unknown()).nullish().catch(null).transform(attributes => attributes ?? {}),
  additional_attributes: z.looseObject({ mail_subject: TextOrNull.catch(null) }).nullish().catch(null),
  meta: z.looseObject({
    sender: ContactPayload,
    assignee: z.looseObject({ id: Id }).nullish(),
    assignee_type: z.string().nullish(),
    team: z.looseObject({ id: Id }).nullish(),
  }),
  messages: z.array(z.unknown()).nullish().transform(messages => messages ?? []),
  snoozed_until: InstantOrNull,
  first_reply_created_at: InstantOrNull,
  created_at: Instant,
  last_activity_at: InstantOrNull,
  updated_at: UnixSeconds,
})
export type ConversationPayload = z.infer<typeof ConversationPayload>

/** `changed_attributes` is an array of one-key objects, null, or missing. */
export const ContactEventPayload = ContactPayload.extend({
  changed_attributes: z
    .array(z.record(z.string(), z.looseObject({ current_value: z.unknown().optional() })))
    .nullish()
    .catch(null),
})
