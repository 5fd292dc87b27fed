import type { ConversationStatus, Priority } from '../../../shared/contracts/conversation.ts'
import type { ChatwootHttp } from './chatwoot-http.ts'
import { z } from 'zod'
import { DashboardApp, payloadOf, SentMessage, ToggledStatus, Webhook } from './chatwoot-schemas.ts'

/** `ref` is our idempotency key and `agent` who wrote it, null for a rule; Chatwoot stores and echoes both in `content_attributes`. */
export interface OutgoingMessage { content: string, isPrivate: boolean, ref: string, agent: { id: number, name: string } | null }
export interface WebhookInput { url: string, subscriptions: string[] }

const WebhookAnswer = payloadOf(z.object({ webhook: Webhook })).transform(({ webhook }) => webhook)

/** What Pitwall asks Chatwoot to do. Each is tried once and may throw `UnknownOutcome`. */
export function createWrites({ write }: Pick<ChatwootHttp, 'write'>) {
  const at = (conversationId: number, act: string) => `/conversations/${conversationId}/${act}`
  const frame = (title: string, url: string) => ({ dashboard_app: { title, content: [{ type: 'frame', url }] } })
  return {
    createMessage: (conversationId: number, { content, isPrivate, ref, agent }: OutgoingMessage) => write('POST', at(conversationId, 'messages'), {
      content,
      message_type: 'outgoing',
      private: isPrivate,
      content_attributes: { pitwall_ref: ref, ...(agent && { pitwall_agent: agent }) },
    }, SentMessage),

    /** `snoozedUntil` in epoch milliseconds; without it a snooze ends with the customer's next message. */
    toggleStatus: (conversationId: number, status: ConversationStatus, snoozedUntil?: number) => write('POST', at(conversationId, 'toggle_status'), {
      status,
      // Unix seconds: Chatwoot fails on ISO text.
      ...(snoozedUntil !== undefined && { snoozed_until: Math.floor(snoozedUntil / 1000) }),
    }, ToggledStatus),
    /** Chatwoot answers with nothing. */
    setPriority: (conversationId: number, priority: Priority | null) => write('POST', at(conversationId, 'toggle_priority'), { priority }, z.unknown()),
    /** To a person or a team, not both at once: Chatwoot would ignore the team. Null takes it away. */
    assign: (conversationId: number, to: { agentId: number | null } | { teamId: number | null }) => write('POST', at(conversationId, 'assignments'), 'agentId' in to ? { assignee_id: to.agentId } : { team_id: to.teamId }, z.looseObject({ id: z.number() }).nullable()),
    /** Replaces all labels; returns those that are set now. */
    setLabels: (conversationId: number, labels: string[]) => write('POST', at(conversationId, 'labels'), { labels }, payloadOf(z.array(z.string()))),
    /** Replaces all custom attributes of a conversation. */
    setAttributes: (conversationId: number, attributes: Record<string, unknown>) => write('POST', at(conversationId, 'custom_attributes'), { custom_attributes: attributes }, z.unknown()),

    createWebhook: (webhook: WebhookInput & { name: string }) => write('POST', '/webhooks', { webhook }, WebhookAnswer),
    updateWebhook: (id: number, webhook: WebhookInput) => write('PATCH', `/webhooks/${id}`, { webhook }, WebhookAnswer),
    createDashboardApp: (title: string, url: string) => write('POST', '/dashboard_apps', frame(title, url), DashboardApp),
    updateDashboardApp: (id: number, title: string, url: string) => write('PATCH', `/dashboard_apps/${id}`, frame(title, url), DashboardApp),
  }
}
