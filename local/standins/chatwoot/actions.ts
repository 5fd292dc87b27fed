import type { SeedWorld } from '../../seed/types.ts'
import type { Shapes } from './shapes.ts'
import type { State, StoredConversation, StoredMessage } from './state.ts'

type Emit = (event: string, payload: object) => void
export type Actions = ReturnType<typeof createActions>
export interface ActionsOptions {
  state: State
  shapes: Shapes
  world: SeedWorld
  emit: Emit
  notify: (conversationId: number) => void
  now: () => number
}
type Change = Partial<Omit<StoredConversation, 'id' | 'createdAt'>>

/** What can happen in this Chatwoot; each act tells the webhooks and the pages that watch. */
export function createActions({ state, shapes, world, emit, notify, now }: ActionsOptions) {
  const seconds = () => Math.floor(now() / 1000)

  function touch(conversation: StoredConversation, change: Change) {
    // Two changes of one moment still have an order.
    const updatedAt = Math.max(now() / 1000, conversation.updatedAt + 0.000_001)
    Object.assign(conversation, change, { updatedAt })
  }

  function addMessage(conversation: StoredConversation, message: Omit<StoredMessage, 'id' | 'conversationId' | 'createdAt'>): StoredMessage {
    const stored = { id: state.nextId++, conversationId: conversation.id, createdAt: seconds(), ...message }
    state.messages.push(stored)
    const isPublic = !stored.isPrivate && stored.type < 2
    const isReply = isPublic && stored.type === 1
    const isFirstReply = isReply && stored.senderKind === 'user' && conversation.firstReplyAt === null
    const reopens = stored.type === 0 && ['resolved', 'snoozed'].includes(conversation.status)
    const changesConversation = isFirstReply || reopens || (isReply && conversation.waitingSince > 0)
    conversation.lastActivityAt = stored.createdAt
    if (changesConversation) {
      touch(conversation, {
        ...(isFirstReply && { firstReplyAt: stored.createdAt }),
        ...(isReply && { waitingSince: 0 }),
        ...(reopens && { status: 'open' as const, snoozedUntil: null }),
      })
    }
    if (stored.type === 0 && conversation.waitingSince === 0) conversation.waitingSince = stored.createdAt
    if (stored.type !== 2) emit('message_created', shapes.webhookMessage(stored, conversation))
    if (changesConversation) emit('conversation_updated', shapes.webhookConversation(conversation))
    notify(conversation.id)
    return stored
  }

  return {
    addMessage,

    /** Changes a conversation, writes the activity line that Chatwoot writes, and announces it. */
    change(conversation: StoredConversation, change: Change, activity?: string) {
      touch(conversation, change)
      if (activity) {
        const line = { type: 2, isPrivate: false, senderKind: null, senderId: null, content: activity, contentAttributes: {} } as const
        addMessage(conversation, line)
      }
      emit('conversation_updated', { ...shapes.webhookConversation(conversation), changed_attributes: Object.keys(change).map(key => ({ [key]: {} })) })
      if (change.status) emit('conversation_status_changed', { ...shapes.webhookConversation(conversation), changed_attributes: null })
      notify(conversation.id)
    },

    openConversation(contactId: number, inboxId: number, text: string): StoredConversation {
      const at = seconds()
      const conversation: StoredConversation = {
        id: Math.max(0, ...state.conversations.map(({ id }) => id)) + 1,
        contactId,
        inboxId,
        status: 'open',
        priority: null,
        assigneeId: null,
        teamId: null,
        labels: [],
        subject: null,
        customAttributes: {},
        snoozedUntil: null,
        firstReplyAt: null,
        waitingSince: at,
        agentSeenAt: 0,
        createdAt: at,
        lastActivityAt: at,
        updatedAt: now() / 1000,
      }
      state.conversations.push(conversation)
      emit('conversation_created', shapes.webhookConversation(conversation))
      addMessage(conversation, { type: 0, isPrivate: false, senderKind: 'contact', senderId: contactId, content: text, contentAttributes: {} })
      return conversation
    },

    seen(conversation: StoredConversation) {
      conversation.agentSeenAt = seconds()
      notify(conversation.id)
    },
    nameOf: (agentId: number | null) => world.agents.find(({ id }) => id === agentId)?.name ?? 'Somebody',
  }
}
