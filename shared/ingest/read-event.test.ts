import type { Facts } from './facts.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldAll } from './fold.ts'
import { EventName, readEvent } from './read-event.ts'
import { isHumanReply } from './read-message.ts'
import { withoutTokens } from './tokens.ts'

// One payload per case, built from Chatwoot 4.15's serializers with invented data.
const SAMPLES = import.meta.glob<Record<string, unknown>>('./testing/samples/*.json', { eager: true, import: 'default' })
const SENT_AT = Date.UTC(2026, 5, 22, 10)

function payloadOf(name: string) {
  const payload = SAMPLES[`./testing/samples/${name}.json`]
  if (!payload) throw new Error(`${name} is not among the samples`)
  return structuredClone(payload)
}

function sample(name: string, over: Record<string, unknown> = {}): Facts {
  const payload = { ...payloadOf(name), ...over }
  const facts = readEvent(EventName.parse(payload.event), payload, SENT_AT)
  if (!facts) throw new Error(`${name} is unreadable`)
  return facts
}

/** The sample without the copy of its message that its conversation carries. */
function alone(name: string, over: Record<string, unknown>): Facts {
  const conversation = Object.assign({}, payloadOf(name).conversation, { messages: [] })
  return sample(name, { ...over, conversation })
}

describe('readEvent', () => {
  it('reads a customer\'s message with its attachment, sender and conversation', () => {
    const { messages: [message], conversations: [conversation], contacts: [contact] } = sample('message_created.incoming')
    expect(message).toMatchObject({
      messageId: 553201,
      conversationId: 1042,
      direction: 'incoming',
      isPrivate: false,
      sender: { kind: 'contact', id: 9182, name: 'Maya Lindqvist' },
      content: 'Hi, my tent arrived with a torn seam <3 cm & the pole is bent. Order #10482',
      attachments: [{ kind: 'image', name: 'torn-seam.jpg' }],
    })
    expect(conversation).toMatchObject({ conversationId: 1042, status: 'open', assigneeId: null, firstReplyAt: null, labels: [] })
    expect(contact).toMatchObject({ contactId: 9182, email: 'maya.lindqvist@example.com', phone: '+447700900123' })
  })

  it.each([
    ['message_created.outgoing_agent', 'agent', true],
    ['message_created.private_note', 'agent', false],
    ['message_created.agent_bot', 'bot', false],
    ['message_created.incoming', 'contact', false],
    ['message_updated.csat_submitted', 'system', false],
  ])('takes %s for a message of the %s', (name, kind, keepsPromise) => {
    const { messages } = sample(name)
    const own = messages.toSorted((a, b) => b.messageId - a.messageId)[0]
    expect(own?.sender.kind).toBe(kind)
    expect(own && isHumanReply(own)).toBe(keepsPromise)
  })

  it('does not take a message of an automation rule for a person\'s', () => {
    const { messages } = alone('message_created.outgoing_agent', { content_attributes: { automation_rule_id: 7 } })
    expect(messages.map(isHumanReply)).toEqual([false])
  })

  it('names the agent who wrote through Pitwall, and only on outgoing messages', () => {
    const content_attributes = { pitwall_ref: '6d5f4d6e-1f37-4a86-9e0c-0d6f2b8a0b11', pitwall_agent: { id: 21, name: 'Sam' } }
    expect(alone('message_created.outgoing_agent', { content_attributes }).messages[0])
      .toMatchObject({ ref: content_attributes.pitwall_ref, sender: { kind: 'agent', id: 21, name: 'Sam' } })
    expect(alone('message_created.incoming', { content_attributes }).messages[0])
      .toMatchObject({ ref: null, sender: { kind: 'contact', id: 9182 } })
  })

  it('marks a deleted message', () => {
    expect(sample('message_updated.deleted').messages).toContainEqual(expect.objectContaining({ messageId: 553204, isDeleted: true }))
  })

  it('passes over a contact event that only says the customer was active', () => {
    expect(sample('contact_updated.last_activity_noise').contacts).toEqual([])
    expect(sample('contact_updated').contacts).toHaveLength(1)
  })

  it('folds the samples to the same end in any order', () => {
    const names = Object.keys(SAMPLES).map(path => path.slice('./testing/samples/'.length, -'.json'.length))
    const all = names.filter(name => !name.startsWith('webwidget')).map(name => sample(name))
    const end = foldAll(all)
    expect(end.conversations).toHaveLength(1)
    const order = fc.array(fc.nat(all.length - 1), { maxLength: 10 }).chain(again => (
      fc.shuffledSubarray([...all.keys(), ...again], { minLength: all.length + again.length })
    ))
    fc.assert(fc.property(order, (indexes) => {
      expect(foldAll(indexes.flatMap(i => all[i] ?? []))).toEqual(end)
    }))
  })

  it.each([
    ['nothing', null],
    ['a text', 'message_created'],
    ['a conversation without an id', { status: 'open' }],
    ['a status of another world', { ...payloadOf('conversation_created'), status: 'melted' }],
  ])('says that %s is not a conversation', (_, payload) => {
    expect(readEvent('conversation_updated', payload, SENT_AT)).toBeNull()
  })

  it('leaves no token behind', () => {
    const text = JSON.stringify(withoutTokens(payloadOf('message_created.incoming')))
    expect(text).not.toContain('W7cQ1example')
    expect(text).toContain('3f0c9a0e-6a41-4f5c-9d0e-6b1a1f0a77c2')
  })
})
