import type { SeedWorld } from '../../seed/types.ts'
import type { Actions } from './actions.ts'
import type { createBusyHour } from './busy-hour.ts'
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

const AsksForHour = z.object({
  customers: z.number().int().min(1).max(500).default(60),
  seconds: z.number().min(1).max(3_600).default(240),
  colleagueIds: z.array(z.number().int()).default([]),
})

interface Options {
  busyHour: ReturnType<typeof createBusyHour>
  world: SeedWorld
  state: State
  shapes: Shapes
  actions: Actions
  faults: ReturnType<typeof createFaults>
  watchers: Set<(conversationId: number) => void>
  tokenOf: (agentId: number) => string
}

/** What the demo page needs beside the real API: playing the customer, hearing of changes, a token for each agent. */
export function createDemoRoutes({ busyHour, world, state, shapes, actions, faults, watchers, tokenOf }: Options) {
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
    .get('/busy-hour', c => c.json(busyHour.progress()))
    .post('/busy-hour', async (c) => {
      const asked = AsksForHour.safeParse(await c.req.json().catch(() => null))
      if (!asked.success) return c.json({ error: 'How many customers, in how many seconds?' }, 422)
      void busyHour.start(asked.data)
      return c.json(busyHour.progress())
    })
    .delete('/busy-hour', (c) => {
      busyHour.stop()
      return c.json(busyHour.progress())
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
