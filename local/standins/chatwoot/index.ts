import type { SeedWorld } from '../../seed/types.ts'
import type { State } from './state.ts'
import type { Deliver } from './webhooks.ts'
import { Hono } from 'hono'
import { createActions } from './actions.ts'
import { createBusyHour } from './busy-hour.ts'
import { createDemoRoutes } from './demo-routes.ts'
import { createFaults } from './faults.ts'
import { createRoutes } from './routes.ts'
import { createSettingsRoutes } from './settings-routes.ts'
import { createShapes } from './shapes.ts'
import { stateOf } from './state.ts'
import { createWebhooks } from './webhooks.ts'

export interface ChatwootStandInOptions {
  world: SeedWorld
  /** Epoch milliseconds. */
  now: () => number
  deliver: Deliver
  /** The administrator's access token; `<apiToken>-<agent id>` is another agent's. */
  apiToken: string
  /** The secret of every webhook that is created here; random when left out. */
  webhookSecret?: string
  /** What an earlier `snapshot()` returned. */
  initialState?: State
}

/**
 * Chatwoot 4.15 for one account, in this process: API, webhooks and what the demo page needs. `fetch` takes requests
 * whose path starts at Chatwoot's root.
 */
export function createChatwootStandIn({ world, now, deliver, apiToken, webhookSecret, initialState }: ChatwootStandInOptions) {
  const state = initialState ?? stateOf(world, now())
  const shapes = createShapes(world, state)
  const faults = createFaults()
  const watchers = new Set<(conversationId: number) => void>()
  const notify = (conversationId: number) => watchers.forEach(watch => watch(conversationId))
  const actions = createActions({ state, shapes, world, emit: createWebhooks(state, deliver, now), notify, now })
  const administrator = world.agents.find(({ role }) => role === 'administrator')?.id ?? 1

  function userOf(token: string): number | null {
    if (token === apiToken) return administrator
    const id = token.startsWith(`${apiToken}-`) ? Number(token.slice(apiToken.length + 1)) : Number.NaN
    return world.agents.some(agent => agent.id === id) ? id : null
  }
  const isAdministrator = (token: string) => world.agents.find(({ id }) => id === userOf(token))?.role === 'administrator'
  const tokenOf = (request: Request) => request.headers.get('api-access-token') ?? request.headers.get('api_access_token') ?? ''

  const routes = createRoutes({ world, state, shapes, actions, userOf })
  const settings = createSettingsRoutes(state, isAdministrator, () => webhookSecret ?? crypto.randomUUID().replaceAll('-', '').slice(0, 24))
  const wait = async (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
  const busyHour = createBusyHour({ world, state, actions, random: Math.random, wait })
  const demo = createDemoRoutes({ busyHour, world, state, shapes, actions, faults, watchers, tokenOf: id => `${apiToken}-${id}` })
  const api = new Hono()
    .use('/api/*', async (c, next) => {
      const token = tokenOf(c.req.raw)
      if (!token) return c.json({ errors: ['You need to sign in or sign up before continuing.'] }, 401)
      if (userOf(token) === null) return c.json({ error: 'Invalid Access Token' }, 401)
      return next()
    })
    .get('/api/v1/profile', (c) => {
      const agent = shapes.agent(userOf(tokenOf(c.req.raw)) ?? administrator)
      const account = { id: 1, name: world.accountName, role: agent?.role, permissions: [agent?.role], availability: 'online', auto_offline: true }
      return c.json({ ...agent, access_token: tokenOf(c.req.raw), pubsub_token: 'user-token-that-nobody-may-keep', ui_settings: {}, accounts: [account] })
    })
    .use('/api/v1/accounts/:account/*', async (c, next) =>
      c.req.param('account') === '1' ? next() : c.json({ error: 'Resource could not be found' }, 404))
    .route('/api/v1/accounts/1', settings)
    .route('/api/v1/accounts/1', routes)
    .route('/demo', demo)
    .notFound(c => c.json({ error: 'Resource could not be found' }, 404))

  return {
    fetch: async (request: Request): Promise<Response> => faults.around(request, async () => api.fetch(request)),
    faults,
    actions,
    state,
    snapshot: (): State => structuredClone(state),
  }
}
