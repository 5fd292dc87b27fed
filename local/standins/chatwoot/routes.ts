import type { Context } from 'hono'
import type { SeedWorld } from '../../seed/types.ts'
import type { Actions } from './actions.ts'
import type { Shapes } from './shapes.ts'
import type { State, StoredConversation } from './state.ts'
import { Hono } from 'hono'
import { z } from 'zod'

const STATUSES = ['open', 'resolved', 'pending', 'snoozed'] as const
const PER_PAGE = 25
const LAST_MESSAGES = 20
const NEXT_MESSAGES = 100
const NewMessage = z.object({
  content: z.string().max(150_000).nullish(),
  message_type: z.enum(['outgoing', 'incoming']).default('outgoing'),
  private: z.boolean().default(false),
  content_attributes: z.record(z.string(), z.unknown()).default({}),
})
const Body = z.record(z.string(), z.unknown()).catch({})
const NOT_FOUND = { error: 'Resource could not be found' }

interface Options { world: SeedWorld, state: State, shapes: Shapes, actions: Actions, userOf: (token: string) => number | null }

/** Conversations, messages and contacts below `/api/v1/accounts/1`, with the real thing's shapes and quirks. */
export function createRoutes({ world, state, shapes, actions, userOf }: Options) {
  const conversationOf = (c: Context) => state.conversations.find(({ id }) => id === Number(c.req.param('id')))
  const userIdOf = (c: Context) => userOf(c.req.header('api-access-token') ?? c.req.header('api_access_token') ?? '') ?? 0
  const bodyOf = async (c: Context) => Body.parse(await c.req.json().catch(() => ({})))

  return new Hono()
    .get('/agents', c => c.json(world.agents.map(({ id }) => shapes.agent(id))))
    .get('/teams', c => c.json(world.teams.map(({ id, name }) =>
      ({ id, name, description: '', allow_auto_assign: true, account_id: 1, is_member: true }))))
    .get('/teams/:id/team_members', (c) => {
      const team = world.teams.find(({ id }) => id === Number(c.req.param('id')))
      return team ? c.json(team.memberIds.map(id => shapes.agent(id))) : c.json(NOT_FOUND, 404)
    })
    .get('/inboxes', c => c.json({ payload: world.inboxes.map(({ id, name, channel, timeZone, autoAssignment }) => ({
      id,
      name,
      channel_type: channel,
      channel_id: id,
      avatar_url: '',
      greeting_enabled: false,
      working_hours_enabled: false,
      enable_auto_assignment: autoAssignment ?? false,
      timezone: timeZone,
    })) }))
    .get('/inbox_members/:id', (c) => {
      const inbox = world.inboxes.find(({ id }) => id === Number(c.req.param('id')))
      const members = world.agents.filter(({ id }) => inbox?.memberIds.includes(id))
      return inbox ? c.json({ payload: members.map(({ id }) => shapes.agent(id)) }) : c.json(NOT_FOUND, 404)
    })
    .get('/labels', c => c.json({ payload: world.labels.map((label, index) => ({ id: index + 1, ...label, show_on_sidebar: true })) }))
    .get('/canned_responses', c => c.json(world.cannedResponses
      .map(({ shortCode, content }, index) => ({ id: index + 1, account_id: 1, short_code: shortCode, content }))
      .filter(({ short_code, content }) => `${short_code} ${content}`.includes(c.req.query('search') ?? ''))))

    .get('/contacts/search', (c) => {
      const query = (c.req.query('q') ?? '').toLowerCase()
      const found = state.contacts.filter(one => [one.name, one.email, one.phone].some(text => text?.toLowerCase().includes(query)))
      return c.json({ meta: { count: found.length, current_page: 1, has_more: false }, payload: found.map(shapes.contact) })
    })
    .get('/contacts/:id', (c) => {
      const contact = shapes.contactOf(Number(c.req.param('id')))
      return contact ? c.json({ payload: { ...shapes.contact(contact), contact_inboxes: [] } }) : c.json(NOT_FOUND, 404)
    })
    .get('/contacts/:id/conversations', (c) => {
      const theirs = state.conversations.filter(({ contactId }) => contactId === Number(c.req.param('id')))
      return c.json({ payload: byActivity(theirs).slice(0, LAST_MESSAGES).map(one => shapes.conversation(one)) })
    })

    .get('/conversations', (c) => {
      const { status = 'open', assignee_type = 'all', updated_within, inbox_id, team_id, sort_by, page = '1' } = c.req.query()
      if (status !== 'all' && !isStatus(status)) return c.json({ status: 500, error: 'Internal Server Error' }, 500)
      const user = userIdOf(c)
      const matching = state.conversations.filter(one =>
        (status === 'all' || one.status === status)
        && (!inbox_id || one.inboxId === Number(inbox_id))
        && (!team_id || one.teamId === Number(team_id)))
      const mine = matching.filter(one => one.assigneeId === user)
      const unassigned = matching.filter(one => one.assigneeId === null)
      const assigned = matching.filter(one => one.assigneeId !== null)
      const sides: Record<string, StoredConversation[]> = { me: mine, unassigned, assigned }
      const side = sides[assignee_type] ?? matching
      const listed = sort_by === 'created_at_desc' ? side.toSorted((a, b) => b.createdAt - a.createdAt) : byActivity(side)
      const since = Date.now() / 1000 - Number(updated_within)
      const from = (Number(page) - 1) * PER_PAGE
      // `updated_within` is not paged, as in the real one.
      const isRecent = (one: StoredConversation) => one.updatedAt >= since || one.lastActivityAt >= since
      const shown = updated_within ? listed.filter(isRecent) : listed.slice(from, from + PER_PAGE)
      const meta = {
        mine_count: mine.length,
        assigned_count: assigned.length,
        unassigned_count: unassigned.length,
        all_count: matching.length,
      }
      return c.json({ data: { meta, payload: shown.map(one => shapes.conversation(one)) } })
    })
    .get('/conversations/:id', (c) => {
      const conversation = conversationOf(c)
      return conversation ? c.json(shapes.conversation(conversation)) : c.json(NOT_FOUND, 404)
    })
    .get('/conversations/:id/messages', (c) => {
      const conversation = conversationOf(c)
      if (!conversation) return c.json(NOT_FOUND, 404)
      const { before, after } = c.req.query()
      const thread = shapes.threadOf(conversation.id).sort((a, b) => a.id - b.id)
      const payload = after
        ? thread.filter(({ id }) => id >= Number(after) && (!before || id < Number(before))).slice(0, before ? 1000 : NEXT_MESSAGES)
        : thread.filter(({ id }) => !before || id < Number(before)).slice(-LAST_MESSAGES)
      const { meta } = shapes.conversation(conversation)
      return c.json({
        meta: { labels: conversation.labels, additional_attributes: {}, contact: meta.sender },
        payload: payload.map(shapes.message),
      })
    })
    .post('/conversations/:id/messages', async (c) => {
      const conversation = conversationOf(c)
      if (!conversation) return c.json(NOT_FOUND, 404)
      const asked = NewMessage.safeParse(await bodyOf(c))
      if (!asked.success || !asked.data.content) return c.json({ error: 'Content can\'t be blank' }, 422)
      if (asked.data.message_type === 'incoming' && shapes.inboxOf(conversation.inboxId).channel !== 'Channel::Api') {
        return c.json({ error: 'Incoming messages are only allowed in Api inboxes' }, 422)
      }
      const isIncoming = asked.data.message_type === 'incoming'
      const stored = actions.addMessage(conversation, {
        type: isIncoming ? 0 : 1,
        isPrivate: asked.data.private,
        senderKind: isIncoming ? 'contact' : 'user',
        senderId: isIncoming ? conversation.contactId : userIdOf(c),
        content: isIncoming ? asked.data.content : renderLiquid(asked.data.content),
        contentAttributes: asked.data.content_attributes,
      })
      return c.json(shapes.message(stored))
    })

    .post('/conversations/:id/toggle_status', async (c) => {
      const conversation = conversationOf(c)
      if (!conversation) return c.json(NOT_FOUND, 404)
      const { status, snoozed_until } = await bodyOf(c)
      const toggled = conversation.status === 'open' ? 'resolved' : 'open'
      const wanted = status === undefined ? toggled : STATUSES.find(known => known === status)
      if (!wanted) return c.json({ status: 500, error: 'Internal Server Error' }, 500)
      const by = actions.nameOf(userIdOf(c))
      const snoozedUntil = wanted === 'snoozed' && typeof snoozed_until === 'number' ? snoozed_until : null
      const act = wanted === 'open' ? 'reopened' : `marked ${wanted}`
      actions.change(conversation, { status: wanted, snoozedUntil }, `Conversation was ${act} by ${by}`)
      return c.json({ payload: { success: true, conversation_id: conversation.id, current_status: wanted, snoozed_until: snoozedUntil } })
    })
    .post('/conversations/:id/toggle_priority', async (c) => {
      const conversation = conversationOf(c)
      if (!conversation) return c.json(NOT_FOUND, 404)
      const priority = z.enum(['low', 'medium', 'high', 'urgent']).nullable().safeParse((await bodyOf(c)).priority)
      if (!priority.success) return c.json({ status: 500, error: 'Internal Server Error' }, 500)
      actions.change(conversation, { priority: priority.data })
      return c.body(null, 200)
    })
    .post('/conversations/:id/assignments', async (c) => {
      const conversation = conversationOf(c)
      if (!conversation) return c.json(NOT_FOUND, 404)
      const { assignee_id, team_id } = await bodyOf(c)
      const by = actions.nameOf(userIdOf(c))
      if (assignee_id !== undefined) {
        const assignee = world.agents.find(({ id }) => id === assignee_id) ?? null
        actions.change(conversation, { assigneeId: assignee?.id ?? null }, assignee ? `Assigned to ${assignee.name} by ${by}` : `Conversation unassigned by ${by}`)
        return c.json(assignee && shapes.agent(assignee.id))
      }
      const team = shapes.teamOf(Number(team_id) || null) ?? null
      actions.change(conversation, { teamId: team?.id ?? null }, team ? `Assigned to ${team.name} by ${by}` : `Unassigned from its team by ${by}`)
      return c.json(team && { id: team.id, name: team.name, account_id: 1 })
    })
    .get('/conversations/:id/labels', (c) => {
      const conversation = conversationOf(c)
      return conversation ? c.json({ payload: conversation.labels }) : c.json(NOT_FOUND, 404)
    })
    .post('/conversations/:id/labels', async (c) => {
      const conversation = conversationOf(c)
      if (!conversation) return c.json(NOT_FOUND, 404)
      const labels = z.array(z.string()).catch([]).parse((await bodyOf(c)).labels)
      actions.change(conversation, { labels })
      return c.json({ payload: labels })
    })
    .post('/conversations/:id/custom_attributes', async (c) => {
      const conversation = conversationOf(c)
      if (!conversation) return c.json(NOT_FOUND, 404)
      const customAttributes = z.record(z.string(), z.unknown()).catch({}).parse((await bodyOf(c)).custom_attributes)
      actions.change(conversation, { customAttributes })
      return c.json({ custom_attributes: customAttributes })
    })
    .post('/conversations/:id/update_last_seen', (c) => {
      const conversation = conversationOf(c)
      if (!conversation) return c.json(NOT_FOUND, 404)
      actions.seen(conversation)
      return c.json(shapes.conversation(conversation))
    })
}

function isStatus(text: string): text is StoredConversation['status'] {
  return ['open', 'resolved', 'pending', 'snoozed'].includes(text)
}

function byActivity(conversations: StoredConversation[]): StoredConversation[] {
  return conversations.toSorted((a, b) => b.lastActivityAt - a.lastActivityAt)
}

/** Chatwoot renders outgoing text as Liquid when it saves: code is left alone, a literal is its text, an unknown name becomes nothing. */
function renderLiquid(content: string): string {
  return content
    .split(/(`.*?`)/s)
    .map((part, index) => index % 2 ? part : part.replace(/\{\{ ?'([^']*)' ?\}\}|\{\{[^{}]*\}\}/g, (_, literal?: string) => literal ?? ''))
    .join('')
}
