import type { State } from './state.ts'
import { Hono } from 'hono'
import { z } from 'zod'
import { MACROS } from './macros.ts'

const EVENTS = new Set([
  'conversation_created',
  'conversation_updated',
  'conversation_status_changed',
  'message_created',
  'message_updated',
  'contact_created',
  'contact_updated',
  'webwidget_triggered',
  'conversation_typing_on',
  'conversation_typing_off',
])
const Webhook = z.object({ webhook: z.object({
  url: z.url({ protocol: /^https?$/ }),
  name: z.string().default(''),
  subscriptions: z.array(z.string()).default([]),
}) })
const DashboardApp = z.object({ dashboard_app: z.object({
  title: z.string().min(1),
  content: z.array(z.object({ type: z.literal('frame'), url: z.string().regex(/^https?:\/\//) })).min(1),
}) })

/**
 * Webhooks (administrators only), macros and dashboard apps (any member), as an installation sets them up. `secret` is what a new
 * webhook gets.
 */
export function createSettingsRoutes(state: State, isAdministrator: (token: string) => boolean, secret: () => string) {
  const webhook = ({ id, url, name, subscriptions, secret }: State['webhooks'][number]) => ({ id, name, url, account_id: 1, subscriptions, secret })
  const appOf = ({ createdAt, ...app }: State['dashboardApps'][number]) => ({ ...app, created_at: new Date(createdAt).toISOString() })

  return new Hono()
    .use('/webhooks/*', async (c, next) => {
      if (!isAdministrator(c.req.header('api-access-token') ?? '')) return c.json({ error: 'You are not authorized to do this action' }, 401)
      return next()
    })
    .get('/webhooks', c => c.json({ payload: { webhooks: state.webhooks.map(webhook) } }))
    .post('/webhooks', async (c) => {
      const asked = Webhook.safeParse(await c.req.json().catch(() => null))
      if (!asked.success) return c.json({ message: 'Url is invalid', attributes: ['url'] }, 422)
      const { url, name, subscriptions } = asked.data.webhook
      if (state.webhooks.some(known => known.url === url)) return c.json({ message: 'Url has already been taken', attributes: ['url'] }, 422)
      if (!subscriptions.every(event => EVENTS.has(event))) return c.json({ message: 'Subscriptions is invalid', attributes: ['subscriptions'] }, 422)
      const made = { id: state.webhooks.length + 1, url, name, subscriptions, secret: secret() }
      state.webhooks.push(made)
      return c.json({ payload: { webhook: webhook(made) } })
    })
    .patch('/webhooks/:id', async (c) => {
      const known = state.webhooks.find(({ id }) => id === Number(c.req.param('id')))
      if (!known) return c.json({ error: 'Resource could not be found' }, 404)
      const asked = Webhook.safeParse(await c.req.json().catch(() => null))
      if (!asked.success) return c.json({ message: 'Url is invalid', attributes: ['url'] }, 422)
      Object.assign(known, { url: asked.data.webhook.url, subscriptions: asked.data.webhook.subscriptions })
      return c.json({ payload: { webhook: webhook(known) } })
    })
    .get('/macros', c => c.json({ payload: MACROS }))
    .get('/dashboard_apps', c => c.json(state.dashboardApps.map(appOf)))
    .post('/dashboard_apps', async (c) => {
      const asked = DashboardApp.safeParse(await c.req.json().catch(() => null))
      if (!asked.success) return c.json({ message: 'Content is invalid', attributes: ['content'] }, 422)
      const made = { id: state.dashboardApps.length + 1, ...asked.data.dashboard_app, createdAt: Date.now() }
      state.dashboardApps.push(made)
      return c.json(appOf(made))
    })
    .patch('/dashboard_apps/:id', async (c) => {
      const known = state.dashboardApps.find(({ id }) => id === Number(c.req.param('id')))
      const asked = DashboardApp.safeParse(await c.req.json().catch(() => null))
      if (!known) return c.json({ error: 'Resource could not be found' }, 404)
      if (!asked.success) return c.json({ message: 'Content is invalid', attributes: ['content'] }, 422)
      Object.assign(known, asked.data.dashboard_app)
      return c.json(appOf(known))
    })
}
