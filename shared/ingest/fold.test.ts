import type { Facts } from './facts.ts'
import type { Delivery } from './testing/shop-day.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldAll, foldFacts } from './fold.ts'
import { readEvent } from './read-event.ts'
import { shopDay } from './testing/shop-day.ts'

const START = Date.UTC(2026, 10, 24, 9)
const { deliveries, expected } = shopDay(4, START)
const facts = deliveries.map(read)
const END = foldAll(facts)

describe('foldFacts', () => {
  it('ends in the same state whatever the order and however often each arrives', () => {
    const schedule = fc
      .array(fc.nat(facts.length - 1), { maxLength: 30 })
      .chain(repeats => fc.shuffledSubarray([...facts.keys(), ...repeats], { minLength: facts.length + repeats.length }))
    fc.assert(fc.property(schedule, (order) => {
      expect(foldAll(order.flatMap(index => facts[index] ?? []))).toEqual(END)
    }), { numRuns: 200 })
  })

  it('does not care how deliveries are batched', () => {
    fc.assert(fc.property(fc.nat(facts.length), (cut) => {
      expect(foldFacts(foldAll(facts.slice(0, cut)), foldAll(facts.slice(cut)))).toEqual(END)
    }))
  })

  it('knows each conversation as it ended', () => {
    expect(END.conversations.map(({ conversationId, status, labels, assigneeId, lastActivityAt, firstReplyAt }) => ({
      conversationId,
      status,
      labels,
      assigneeId,
      lastActivityAt,
      firstReplyAt,
      messageIds: END.messages.filter(message => message.conversationId === conversationId).map(message => message.messageId),
    }))).toEqual(expected)
  })

  it('keeps a deleted message deleted, even when an older copy arrives last', () => {
    const created = read(delivery('message_created', { content_attributes: {} }))
    const deleted = read(delivery('message_updated', { content: 'This message was deleted', content_attributes: { deleted: true } }))
    expect(foldAll([deleted, created]).messages[0]).toMatchObject({ isDeleted: true, content: 'This message was deleted' })
    expect(foldAll([created, deleted])).toEqual(foldAll([deleted, created]))
  })
})

function read({ event, payload, sentAt }: Delivery): Facts {
  const found = readEvent(event, payload, sentAt)
  if (!found) throw new Error('unreadable')
  return found
}

function delivery(event: Delivery['event'], over: Record<string, unknown>): Delivery {
  const sample = deliveries.find(one => one.event === 'message_created')
  if (!sample) throw new Error('no sample')
  const conversation = Object.assign({}, sample.payload.conversation, { messages: [] })
  return { ...sample, event, payload: { ...sample.payload, ...over, conversation } }
}
