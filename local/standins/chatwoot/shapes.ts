import type { SeedWorld } from '../../seed/types.ts'
import type { State, StoredContact, StoredConversation, StoredMessage } from './state.ts'

const TYPE_NAMES = ['incoming', 'outgoing', 'activity', 'template'] as const
const iso = (seconds: number) => new Date(seconds * 1000).toISOString()

export type Shapes = ReturnType<typeof createShapes>

/** Chatwoot's serializers: the REST objects, and the differing ones of webhooks (reference: jbuilder views and presenters of 4.15.1). */
export function createShapes(world: SeedWorld, state: State) {
  const account = { id: 1, name: world.accountName }
  const inboxOf = (id: number) => world.inboxes.find(inbox => inbox.id === id) ?? { id, name: '', channel: 'Channel::Api', timeZone: 'UTC', memberIds: [] }
  const teamOf = (id: number | null) => world.teams.find(team => team.id === id)
  const contactOf = (id: number) => state.contacts.find(contact => contact.id === id)
  const threadOf = (id: number) => state.messages.filter(message => message.conversationId === id)

  function contact({ id, name, email, phone }: StoredContact) {
    return {
      additional_attributes: {},
      custom_attributes: {},
      email,
      id,
      identifier: null,
      name,
      phone_number: phone,
      thumbnail: '',
      blocked: false,
    }
  }

  function agent(id: number) {
    const known = world.agents.find(one => one.id === id)
    if (!known) return null
    return {
      id,
      account_id: account.id,
      availability_status: known.availability,
      auto_offline: true,
      confirmed: true,
      email: known.email,
      provider: 'email',
      available_name: known.name,
      custom_attributes: {},
      name: known.name,
      role: known.role,
      thumbnail: '',
    }
  }

  function sender({ senderKind, senderId }: StoredMessage) {
    if (senderKind === null || senderId === null) return null
    if (senderKind === 'contact') {
      const known = contactOf(senderId)
      return known ? { ...contact(known), type: 'contact' } : null
    }
    const name = senderKind === 'user' ? world.agents.find(({ id }) => id === senderId)?.name : 'Assistant'
    return { id: senderId, name, available_name: name, avatar_url: '', type: senderKind === 'user' ? 'user' : 'agent_bot', thumbnail: '' }
  }

  function message(stored: StoredMessage) {
    const from = sender(stored)
    return {
      id: stored.id,
      content: stored.content,
      inbox_id: state.conversations.find(({ id }) => id === stored.conversationId)?.inboxId,
      conversation_id: stored.conversationId,
      message_type: stored.type,
      content_type: 'text',
      status: 'sent',
      content_attributes: stored.contentAttributes,
      created_at: stored.createdAt,
      private: stored.isPrivate,
      source_id: null,
      ...(from && { sender: from }),
    }
  }

  /** The websocket shape of a message, which conversations in webhooks carry. */
  function pushedMessage(stored: StoredMessage) {
    const kinds = { contact: 'Contact', user: 'User', bot: 'AgentBot' } as const
    return {
      ...message(stored),
      account_id: account.id,
      updated_at: iso(stored.createdAt),
      sender_type: stored.senderKind && kinds[stored.senderKind],
      sender_id: stored.senderId,
      external_source_ids: {},
      additional_attributes: {},
      processed_message_content: stored.content,
      sentiment: {},
    }
  }

  const common = (stored: StoredConversation) => ({
    additional_attributes: stored.subject ? { mail_subject: stored.subject } : {},
    can_reply: true,
    id: stored.id,
    inbox_id: stored.inboxId,
    labels: stored.labels,
    status: stored.status,
    custom_attributes: stored.customAttributes,
    snoozed_until: stored.snoozedUntil && iso(stored.snoozedUntil),
    unread_count: Math.min(10, threadOf(stored.id).filter(({ type, createdAt }) => type === 0 && createdAt > stored.agentSeenAt).length),
    priority: stored.priority,
    waiting_since: stored.waitingSince,
    agent_last_seen_at: stored.agentSeenAt,
    contact_last_seen_at: stored.lastActivityAt,
    last_activity_at: stored.lastActivityAt,
    timestamp: stored.lastActivityAt,
    created_at: stored.createdAt,
    updated_at: stored.updatedAt,
  })

  /** The REST object; `messages` are the last one, as in lists, or what the caller loaded. */
  function conversation(stored: StoredConversation, messages?: StoredMessage[]) {
    const assignee = stored.assigneeId === null ? null : agent(stored.assigneeId)
    const team = teamOf(stored.teamId)
    const person = contactOf(stored.contactId)
    return {
      meta: {
        sender: person && { ...contact(person), availability_status: 'online', created_at: person.createdAt, last_activity_at: stored.lastActivityAt },
        channel: inboxOf(stored.inboxId).channel,
        ...(assignee && { assignee, assignee_type: 'User' }),
        ...(team && { team: { id: team.id, name: team.name, description: '', allow_auto_assign: true, account_id: account.id, is_member: true } }),
        hmac_verified: false,
      },
      ...common(stored),
      account_id: account.id,
      uuid: `00000000-0000-4000-8000-${String(stored.id).padStart(12, '0')}`,
      muted: false,
      assignee_last_seen_at: stored.agentSeenAt,
      first_reply_created_at: stored.firstReplyAt ?? 0,
      messages: (messages ?? threadOf(stored.id).slice(-1)).map(message),
      last_non_activity_message: threadOf(stored.id).filter(({ type }) => type !== 2).slice(-1).map(message)[0] ?? null,
      sla_policy_id: null,
    }
  }

  function webhookConversation(stored: StoredConversation) {
    const person = contactOf(stored.contactId)
    const assignee = world.agents.find(({ id }) => id === stored.assigneeId)
    const team = teamOf(stored.teamId)
    const last = threadOf(stored.id).filter(({ type, isPrivate }) => type !== 2 && !isPrivate).at(-1)
    return {
      ...common(stored),
      channel: inboxOf(stored.inboxId).channel,
      contact_inbox: {
        id: stored.contactId,
        contact_id: stored.contactId,
        inbox_id: stored.inboxId,
        source_id: `source-${stored.contactId}`,
        created_at: iso(stored.createdAt),
        updated_at: iso(stored.createdAt),
        hmac_verified: false,
        pubsub_token: `visitor-token-${stored.contactId}-that-nobody-may-keep`,
      },
      messages: last ? [pushedMessage(last)] : [],
      meta: {
        sender: person && { ...contact(person), type: 'contact' },
        assignee: assignee ? { id: assignee.id, name: assignee.name, available_name: assignee.name, avatar_url: '', type: 'user' } : null,
        assignee_type: assignee ? 'User' : null,
        team: team ? { id: team.id, name: team.name } : null,
        hmac_verified: false,
      },
      first_reply_created_at: stored.firstReplyAt && iso(stored.firstReplyAt),
      account,
    }
  }

  function webhookMessage(stored: StoredMessage, owner: StoredConversation) {
    const from = stored.senderKind === 'contact' ? contactOf(stored.senderId ?? 0) : null
    const user = stored.senderKind === 'user' ? world.agents.find(({ id }) => id === stored.senderId) : null
    const bot = stored.senderKind === 'bot' ? { id: stored.senderId, name: 'Assistant', type: 'agent_bot' } : null
    return {
      account,
      additional_attributes: {},
      content_attributes: stored.contentAttributes,
      content_type: 'text',
      content: stored.content,
      conversation: webhookConversation(owner),
      created_at: iso(stored.createdAt),
      id: stored.id,
      inbox: { id: owner.inboxId, name: inboxOf(owner.inboxId).name },
      message_type: TYPE_NAMES[stored.type],
      private: stored.isPrivate,
      sender: from ? { account, avatar: '', ...contact(from) } : user ? { id: user.id, name: user.name, email: user.email, type: 'user' } : bot,
      source_id: null,
    }
  }

  return { account, agent, contact, message, conversation, webhookConversation, webhookMessage, threadOf, contactOf, inboxOf, teamOf }
}
