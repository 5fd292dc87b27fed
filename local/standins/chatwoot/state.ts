import type { SeedWorld } from '../../seed/types.ts'

const MINUTE_S = 60

/** Everything this Chatwoot remembers. Instants are unix seconds, as Chatwoot counts; `updatedAt` has a fraction. */
export interface State {
  contacts: StoredContact[]
  conversations: StoredConversation[]
  messages: StoredMessage[]
  webhooks: StoredWebhook[]
  dashboardApps: { id: number, title: string, content: { type: string, url: string }[], createdAt: number }[]
  nextId: number
}
export interface StoredContact { id: number, name: string, email: string | null, phone: string | null, createdAt: number }
export interface StoredConversation {
  id: number
  contactId: number
  inboxId: number
  status: 'open' | 'resolved' | 'pending' | 'snoozed'
  priority: 'low' | 'medium' | 'high' | 'urgent' | null
  assigneeId: number | null
  teamId: number | null
  labels: string[]
  subject: string | null
  customAttributes: Record<string, unknown>
  snoozedUntil: number | null
  firstReplyAt: number | null
  waitingSince: number
  agentSeenAt: number
  createdAt: number
  lastActivityAt: number
  updatedAt: number
}
export interface StoredMessage {
  id: number
  conversationId: number
  type: 0 | 1 | 2 | 3
  isPrivate: boolean
  senderKind: 'contact' | 'user' | 'bot' | null
  senderId: number | null
  content: string
  contentAttributes: Record<string, unknown>
  createdAt: number
}
interface StoredWebhook { id: number, name: string, url: string, subscriptions: string[], secret: string }

/** The seed world as it stands at the first start; `nowMs` is epoch milliseconds. */
export function stateOf(world: SeedWorld, nowMs: number): State {
  const now = Math.floor(nowMs / 1000)
  const at = (minutesAgo: number) => now - Math.round(minutesAgo * MINUTE_S)
  const messages = world.conversations
    .flatMap(({ id, contactId, messages: thread }) => thread.map((message): Omit<StoredMessage, 'id'> => ({
      conversationId: id,
      type: ({ contact: 0, agent: 1, bot: 1, activity: 2 } as const)[message.from],
      isPrivate: message.isPrivate ?? false,
      senderKind: ({ contact: 'contact', agent: 'user', bot: 'bot', activity: null } as const)[message.from],
      senderId: message.from === 'contact' ? contactId : message.agentId ?? null,
      content: message.text,
      contentAttributes: {},
      createdAt: at(message.minutesAgo),
    })))
    .sort((a, b) => a.createdAt - b.createdAt)
    .map((message, index): StoredMessage => ({ id: index + 1, ...message }))

  return {
    contacts: world.contacts.map(contact => ({ ...contact, createdAt: now - 86_400 })),
    conversations: world.conversations.map(({ truth: _truth, messages: _thread, ...conversation }) => {
      const thread = messages.filter(message => message.conversationId === conversation.id)
      const first = thread[0]?.createdAt ?? now
      const last = thread.at(-1)?.createdAt ?? now
      const firstReply = thread.find(({ type, isPrivate, senderKind }) => type === 1 && !isPrivate && senderKind === 'user')
      const spoken = thread.filter(({ type, isPrivate }) => type < 2 && !isPrivate).at(-1)
      return {
        ...conversation,
        customAttributes: {},
        snoozedUntil: null,
        firstReplyAt: firstReply?.createdAt ?? null,
        waitingSince: spoken?.type === 0 ? spoken.createdAt : 0,
        agentSeenAt: 0,
        createdAt: first,
        lastActivityAt: last,
        updatedAt: last,
      }
    }),
    messages,
    webhooks: [],
    dashboardApps: [],
    nextId: messages.length + 1,
  }
}
