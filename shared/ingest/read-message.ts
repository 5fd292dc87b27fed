import type { ThreadMessage } from '../contracts/conversation.ts'
import type { MessageFact } from './facts.ts'
import type { MessagePayload } from './payload.ts'
import { ranked } from './rank.ts'

/**
 * What a message of Chatwoot says, from a webhook, a websocket shape or the REST API alike.
 * `version` (microseconds) is given where the caller knows better than the payload.
 */
export function readMessage(payload: MessagePayload, conversationId: number, version?: number): MessageFact {
  const marks = payload.message_type === 'outgoing' ? payload.content_attributes : null
  return ranked({
    messageId: payload.id,
    conversationId,
    direction: payload.message_type,
    isPrivate: payload.private,
    sender: readSender(payload),
    content: plainBreaks(payload.content),
    attachments: readAttachments(payload),
    ref: marks?.pitwall_ref ?? null,
    isAutomated: Boolean(payload.content_attributes?.automation_rule_id) || Boolean(payload.additional_attributes?.campaign_id),
    isDeleted: payload.content_attributes?.deleted === true,
    // Some sources know the millisecond, others do not; within a second the id keeps the order.
    createdAt: Math.floor(payload.created_at / 1000) * 1000,
  }, version ?? (payload.updated_at ?? payload.created_at) * 1000)
}

/** Whether this message keeps the promise of a first response: public, by a person, not by a rule or campaign. */
export function isHumanReply({ direction, isPrivate, isAutomated, sender }: MessageFact): boolean {
  return direction === 'outgoing' && !isPrivate && !isAutomated && sender.kind === 'agent'
}

function readSender({ message_type, sender, sender_type, content_attributes }: MessagePayload): ThreadMessage['sender'] {
  const id = sender?.id ?? null
  const name = sender?.name ?? ''
  if (message_type === 'incoming') return { kind: 'contact', id, name }
  if (message_type !== 'outgoing') return { kind: 'system', id: null, name: '' }
  const type = (sender?.type ?? sender_type)?.toLowerCase()
  if (type !== 'user') return { kind: type ? 'bot' : 'system', id, name }
  return { kind: 'agent', id, name, ...content_attributes?.pitwall_agent }
}

function readAttachments({ attachments }: MessagePayload): ThreadMessage['attachments'] {
  return (attachments ?? []).flatMap(({ data_url, file_type, fallback_title }) => {
    if (!data_url || !/^https?:\/\//i.test(data_url)) return []
    return [{ kind: file_type ?? 'file', url: data_url, name: fallback_title || nameOf(data_url) }]
  })
}

function nameOf(url: string): string {
  const last = url.split(/[?#]/)[0]?.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(last)
  }
  catch {
    return last
  }
}

// Webhooks come without Markdown's hard breaks and trailing lines, the API with them: one text for both.
function plainBreaks(content: string): string {
  return content.replaceAll('\\\n', '\n').replace(/\n+$/, '')
}
