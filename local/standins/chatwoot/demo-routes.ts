import type { SeedWorld } from '../../seed/types.ts'
import type { Actions } from './actions.ts'
import type { createFaults } from './faults.ts'
import type { Shapes } from './shapes.ts'
import type { State } from './state.ts'
import { Hono } from 'hono'
import { z } from 'zod'

const CustomerWrites = z.object({
  conversationId: z.number().int().optional(),
  contactId: z.number().int().optional(),
  inboxId: z.number().int().default(1),
  text: z.string().trim().min(1).max(10_000),
})

interface Options {
  world: SeedWorld
  state: State
  shapes: Shapes
  actions: Actions
  faults: ReturnType<typeof createFaults>
  watchers: Set<(conversationId: number) => void>
  tokenOf: (agentId: number) => string
}

/** What the demo page needs beside the real API: playing the customer, hearing of changes, a token for each agent. */
export function createDemoRoutes({ world, state, shapes, actions, faults, watchers, tokenOf }: Options) {
  return new Hono()
    .get('/people', c => c.json({
      agents: world.agents.map(agent => ({ ...agent, token: tokenOf(agent.id) })),
      contacts: state.contacts,
      inboxes: world.inboxes,
      teams: world.teams,
      accountName: world.accountName,
    }))
    .post('/customer', async (c) => {
      const asked = CustomerWrites.safeParse(await c.req.json().catch(() => null))
      if (!asked.success) return c.json({ error: 'Write something first' }, 422)
      const { conversationId, contactId, inboxId, text } = asked.data
      const known = state.conversations.find(({ id }) => id === conversationId)
      if (known) {
        const from = { type: 0, isPrivate: false, senderKind: 'contact', senderId: known.contactId, content: text, contentAttributes: {} } as const
        actions.addMessage(known, from)
        return c.json({ conversationId: known.id })
      }
      if (!contactId || !shapes.contactOf(contactId)) return c.json({ error: 'No such customer' }, 404)
      return c.json({ conversationId: actions.openConversation(contactId, inboxId, text).id })
    })
    .post('/faults', async (c) => {
      faults.add(await c.req.json())
      return c.json({ ok: true })
    })
    .get('/changes', () => {
      const encoder = new TextEncoder()
      let watch = (_: number) => {}
      let beat: ReturnType<typeof setInterval>
      const stream = new ReadableStream({
        start(controller) {
          const write = (text: string) => controller.enqueue(encoder.encode(text))
          watch = conversationId => write(`data: ${JSON.stringify({ conversationId })}\n\n`)
          beat = setInterval(() => write(': still here\n\n'), 15_000)
          watchers.add(watch)
          write(': hello\n\n')
        },
        cancel() {
          clearInterval(beat)
          watchers.delete(watch)
        },
      })
      return new Response(stream, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } })
    })
}
