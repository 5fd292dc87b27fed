import type { ChatwootHttp } from './chatwoot-http.ts'
import { z } from 'zod'
import { ContactPayload, ConversationPayload, MessagePayload } from '../../../shared/ingest/payload.ts'
import { ChatwootAgent, DashboardApp, dataOf, Inbox, Label, Macro, payloadOf, Profile, readableOf, Team, TeamMember, Webhook } from './chatwoot-schemas.ts'

const Conversations = readableOf(ConversationPayload)

const Page = z.array(z.unknown()).transform(rows => ({ listed: rows.length, conversations: Conversations.parse(rows) }))

/** What Pitwall reads from Chatwoot; ids are Chatwoot's, a conversation's is its `display_id`. */
export function createReads({ read }: Pick<ChatwootHttp, 'read'>) {
  return {
    profile: () => read('/profile', Profile),
    agents: () => read('/agents', z.array(ChatwootAgent)),
    teams: () => read('/teams', z.array(Team)),
    teamMembers: (teamId: number) => read(`/teams/${teamId}/team_members`, z.array(TeamMember)),
    inboxes: () => read('/inboxes', payloadOf(z.array(Inbox))),
    inboxMembers: (inboxId: number) => read(`/inbox_members/${inboxId}`, payloadOf(z.array(TeamMember))),
    labels: () => read('/labels', payloadOf(z.array(Label))),
    /** The account's, and those of the token's owner alone. */
    macros: () => read('/macros', payloadOf(readableOf(Macro))),

    contact: (contactId: number) => read(`/contacts/${contactId}`, payloadOf(ContactPayload)),
    /** The last 20 by activity; Chatwoot pages no further. */
    contactConversations: (contactId: number) => read(`/contacts/${contactId}/conversations`, payloadOf(Conversations)),

    conversation: (conversationId: number) => read(`/conversations/${conversationId}`, ConversationPayload),
    /** 25 to a page, the latest activity first, whatever their status. */
    conversationsByActivity: (page: number) => read(
      `/conversations?status=all&assignee_type=all&sort_by=last_activity_at_desc&page=${page}`,
      dataOf(Conversations),
    ),
    /** 25 to a page, the latest opened first, whatever their status; `listed` counts those too that cannot be read. */
    conversationsByOpening: (page: number) => read(
      `/conversations?status=all&assignee_type=all&sort_by=created_at_desc&page=${page}`,
      dataOf(Page),
    ),
    /** All conversations, whatever their status, that changed in the last `seconds`; Chatwoot does not page this list. */
    conversationsUpdatedWithin: (seconds: number) => read(
      `/conversations?status=all&assignee_type=all&updated_within=${Math.ceil(seconds)}`,
      dataOf(Conversations),
      { isLong: true },
    ),
    /** Ascending: the last 20, the 20 before an id, or the 100 after one. */
    messages: (conversationId: number, page: { before?: number, after?: number } = {}) => {
      const query = new URLSearchParams(Object.entries(page).map(([name, id]) => [name, String(id)]))
      return read(`/conversations/${conversationId}/messages?${query}`, payloadOf(readableOf(MessagePayload)))
    },

    webhooks: () => read('/webhooks', payloadOf(z.object({ webhooks: z.array(Webhook) }))).then(({ webhooks }) => webhooks),
    dashboardApps: () => read('/dashboard_apps', z.array(DashboardApp)),
  }
}
