import type { ConversationFact, Facts, MessageFact, Ranked } from './facts.ts'
import { insertStatus } from '../sla/promise-facts.ts'
import { NO_FACTS } from './facts.ts'
import { outranks } from './rank.ts'

/**
 * Merges what two sources say. Associative, commutative and idempotent, so deliveries may come in any order and any
 * number of times; `fold_facts` in the database merges by the same rule.
 */
export function foldFacts(a: Facts, b: Facts): Facts {
  return {
    contacts: merge([...a.contacts, ...b.contacts], fact => fact.contactId, newer),
    conversations: merge([...a.conversations, ...b.conversations], fact => fact.conversationId, mergeConversation),
    messages: merge([...a.messages, ...b.messages], fact => fact.messageId, mergeMessage),
  }
}

/** Folds any number of facts, one row per thing, sorted by id. */
export function foldAll(all: Facts[]): Facts {
  return all.reduce(foldFacts, NO_FACTS)
}

function merge<T>(facts: T[], idOf: (fact: T) => number, pick: (a: T, b: T) => T): T[] {
  const byId = new Map<number, T>()
  for (const fact of facts) {
    const known = byId.get(idOf(fact))
    byId.set(idOf(fact), known ? pick(known, fact) : fact)
  }
  return [...byId.values()].sort((a, b) => idOf(a) - idOf(b))
}

function newer<T extends Ranked>(a: T, b: T): T {
  return outranks(b, a) ? b : a
}

function mergeConversation(a: ConversationFact, b: ConversationFact): ConversationFact {
  return {
    ...newer(a, b),
    lastActivityAt: Math.max(a.lastActivityAt, b.lastActivityAt),
    firstReplyAt: earliest(a.firstReplyAt, b.firstReplyAt),
    statuses: b.statuses.reduce(insertStatus, a.statuses),
  }
}

// Chatwoot's deletion cannot be undone and carries no version of its own.
function mergeMessage(a: MessageFact, b: MessageFact): MessageFact {
  if (a.isDeleted !== b.isDeleted) return a.isDeleted ? a : b
  return newer(a, b)
}

function earliest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.min(a, b)
}
