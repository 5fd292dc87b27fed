import { beforeEach, describe, expect, it } from 'vitest'
import { openChatwoot } from './chatwoot-testing.ts'
import { createChatwoot, UnknownOutcome } from './chatwoot.ts'

let world: ReturnType<typeof openChatwoot>
let chatwoot: ReturnType<typeof createChatwoot>
beforeEach(() => {
  world = openChatwoot()
  chatwoot = createChatwoot({ ...world.access, fetch: world.fetch })
})
function answering(...answers: Response[]) {
  const asked: Request[] = []
  const client = createChatwoot({ ...world.access, fetch: async (input, init) => {
    asked.push(new Request(input, init))
    const answer = answers.shift()
    if (!answer) throw new TypeError('the connection was lost')
    return answer
  } })
  return { client, asked }
}
const MESSAGE = { content: 'It is on its way.', isPrivate: false, ref: crypto.randomUUID(), agent: { id: 2, name: 'Ben' } }

describe('reading Chatwoot', () => {
  it('reads a conversation with its customer, times in milliseconds', async () => {
    const conversation = await chatwoot.conversation(1)
    expect(conversation).toMatchObject({ id: 1, inbox_id: 4, labels: ['vip'], meta: { sender: { name: 'Maya' } } })
    expect(conversation.created_at).toBeGreaterThan(Date.now() - 3_600_000)
  })

  it('keeps neither the token nor the subscription secret of the profile', async () => {
    expect(await chatwoot.profile()).toEqual({ id: 1, accounts: [expect.objectContaining({ id: 1, role: 'administrator' })] })
  })

  it('reads people, teams, inboxes, labels, contacts and lists', async () => {
    expect((await chatwoot.agents()).map(({ name, role }) => `${name} ${role}`)).toEqual(['Ada administrator', 'Ben agent', 'Cleo agent'])
    expect((await chatwoot.teamMembers((await chatwoot.teams())[0]!.id)).map(({ id }) => id)).toEqual([2, 3])
    const inbox = { id: 4, name: 'Shop', channel_type: 'Channel::WebWidget', timezone: 'Europe/Madrid', enable_auto_assignment: false }
    expect(await chatwoot.inboxes()).toEqual([inbox])
    expect((await chatwoot.labels()).map(({ title }) => title)).toEqual(['vip'])
    expect(await chatwoot.contact(1)).toMatchObject({ email: 'maya@example.com', phone_number: null })
    expect((await chatwoot.contactConversations(1)).map(({ id }) => id)).toEqual([1])
    expect((await chatwoot.conversationsUpdatedWithin(3_600.2)).map(({ id }) => id)).toEqual([1])
    expect((await chatwoot.conversationsByActivity(1)).map(({ id }) => id)).toEqual([1])
    expect((await chatwoot.messages(1)).map(({ content }) => content)).toEqual(['Where is my parcel?'])
  })

  it('leaves out a conversation it cannot read instead of losing the list', async () => {
    const readable = await (await world.fetch('https://chatwoot.test/api/v1/accounts/1/conversations/1', { headers: { 'api-access-token': 'admin-token' } })).json()
    const { client } = answering(Response.json({ payload: [{ id: 'broken' }, readable] }))
    expect((await client.contactConversations(1)).map(({ id }) => id)).toEqual([1])
  })

  it('tries a read twice before it gives up', async () => {
    world.standIn.faults.add({ kind: 'status', status: 502, path: '/conversations/1', times: 1 })
    expect((await chatwoot.conversation(1)).id).toBe(1)
    world.standIn.faults.add({ kind: 'lost', path: '/conversations/1', times: 2 })
    await expect(chatwoot.conversation(1)).rejects.toMatchObject({ code: 'chatwoot_unreachable' })
  })

  it('tells a conversation that is gone from an account that is wrong', async () => {
    await expect(chatwoot.conversation(99)).rejects.toMatchObject({ code: 'conversation_not_found' })
    const elsewhere = createChatwoot({ ...world.access, accountId: 2, fetch: world.fetch })
    await expect(elsewhere.agents()).rejects.toMatchObject({ code: 'chatwoot_refused', detail: 'Chatwoot answered 404' })
  })

  it.each([
    ['a token that is no longer valid', Response.json({ error: 'Invalid Access Token' }, { status: 401 }), 'Chatwoot answered 401'],
    ['a demand for two factors', Response.json({ error_code: 'mfa_enrollment_required' }, { status: 403 }), 'Chatwoot answered 403 mfa_enrollment_required'],
    ['a shape that nobody knows', Response.json([{ surprise: true }]), 'Chatwoot answered in a shape that is not documented'],
    ['a page instead of an answer', new Response('<html>'), 'Chatwoot answered in a shape that is not documented'],
  ])('refuses %s', async (_, answer, detail) => {
    await expect(answering(answer).client.agents()).rejects.toMatchObject({ code: 'chatwoot_refused', detail })
  })

  it('does not carry the token to where a redirect points', async () => {
    const { client, asked } = answering(new Response(null, { status: 302, headers: { location: 'https://elsewhere.test/' } }))
    await expect(client.agents()).rejects.toMatchObject({ code: 'chatwoot_refused', detail: 'Chatwoot answered 302' })
    expect(asked.map(({ redirect }) => redirect)).toEqual(['manual'])
  })
})

describe('writing to Chatwoot', () => {
  it('sends a message that carries its key and its author', async () => {
    const { id } = await chatwoot.createMessage(1, MESSAGE)
    expect((await chatwoot.messages(1)).find(message => message.id === id)).toMatchObject({
      content: 'It is on its way.',
      content_attributes: { pitwall_ref: MESSAGE.ref, pitwall_agent: { id: 2, name: 'Ben' } },
    })
  })

  it('sets status, priority, person, team and labels', async () => {
    const until = Date.parse('2026-12-01T09:00:00Z')
    expect(await chatwoot.toggleStatus(1, 'snoozed', until)).toMatchObject({ current_status: 'snoozed' })
    await chatwoot.setPriority(1, 'high')
    expect(await chatwoot.assign(1, { agentId: 2 })).toMatchObject({ id: 2 })
    await chatwoot.assign(1, { teamId: 7 })
    expect(await chatwoot.setLabels(1, ['returns'])).toEqual(['returns'])
    expect(await chatwoot.conversation(1)).toMatchObject({ status: 'snoozed', snoozed_until: until, priority: 'high', labels: ['returns'], meta: { team: { id: 7 } } })
    expect(await chatwoot.assign(1, { agentId: null })).toBeNull()
  })

  it.each([{ kind: 'lost' }, { kind: 'drop_answer' }, { kind: 'status', status: 504 }] as const)('does not know what became of a write after $kind', async (fault) => {
    world.standIn.faults.add({ ...fault, method: 'POST' })
    await expect(chatwoot.createMessage(1, MESSAGE)).rejects.toBeInstanceOf(UnknownOutcome)
    expect(world.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
  })

  it('calls what is surely not done a refusal, and being asked to wait none', async () => {
    const unprocessable = Response.json({ message: 'Too many messages' }, { status: 422 })
    await expect(answering(unprocessable).client.createMessage(1, MESSAGE)).rejects.toMatchObject({ code: 'chatwoot_refused' })
    const later = new Response('Retry later', { status: 429 })
    await expect(answering(later).client.createMessage(1, MESSAGE)).rejects.toMatchObject({ code: 'chatwoot_unreachable' })
  })
})
