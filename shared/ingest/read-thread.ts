import type { Facts } from './facts.ts'
import type { ConversationPayload, MessagePayload } from './payload.ts'
import { foldAll } from './fold.ts'
import { readConversation } from './read-event.ts'
import { isHumanReply, readMessage } from './read-message.ts'

/** The facts in a conversation and a page of its thread, as Chatwoot's REST API tells them at `seenAt` (epoch ms). */
export function readThread(conversation: ConversationPayload, thread: MessagePayload[], seenAt: number): Facts {
  const messages = thread.map(message => readMessage(message, conversation.id))
  const replies = messages.filter(isHumanReply).map(message => message.createdAt)
  const facts = readConversation(conversation, seenAt)
  const conversations = facts.conversations.map(({ firstReplyAt, ...fact }) => {
    const known = firstReplyAt === null ? replies : [...replies, firstReplyAt]
    return { ...fact, firstReplyAt: known.length > 0 ? Math.min(...known) : null }
  })
  return foldAll([{ ...facts, conversations }, { contacts: [], conversations: [], messages }])
}
