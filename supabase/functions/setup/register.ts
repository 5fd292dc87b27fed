import type { Chatwoot } from '../_shared/chatwoot.ts'

/** What ingest lives on. Without the two typing events, which nobody here reads. */
export const SUBSCRIPTIONS = [
  'conversation_created',
  'conversation_updated',
  'conversation_status_changed',
  'message_created',
  'message_updated',
  'contact_updated',
]
const NAME = 'Pitwall'

interface Registered { id: number, secret: string | null }

/**
 * Ours is the webhook of this address, or the one that was made here and has moved; another installation's is never touched.
 * Chatwoot refuses a second one of the same address and makes the secret itself.
 */
export async function registerWebhook(chatwoot: Chatwoot, base: string, accountId: number, knownId: number | null): Promise<Registered> {
  const path = `/chatwoot-webhook/${accountId}`
  const url = base + path
  const webhooks = await chatwoot.webhooks()
  const ours = webhooks.find(webhook => webhook.url === url)
    ?? webhooks.find(webhook => webhook.id === knownId && webhook.url.endsWith(path))
  if (!ours) {
    const { id, secret } = await chatwoot.createWebhook({ url, name: NAME, subscriptions: SUBSCRIPTIONS })
    return { id, secret: secret ?? null }
  }
  const subscriptions = [...new Set([...ours.subscriptions, ...SUBSCRIPTIONS])]
  if (ours.url === url && subscriptions.length === ours.subscriptions.length) return { id: ours.id, secret: ours.secret ?? null }
  const { secret } = await chatwoot.updateWebhook(ours.id, { url, subscriptions })
  return { id: ours.id, secret: secret ?? ours.secret ?? null }
}

/** The tab in Chatwoot's conversation view, found like the webhook. Chatwoot would make a second one without a word. */
export async function registerPanel(chatwoot: Chatwoot, panelUrl: string, accountId: number, knownId: number | null): Promise<number> {
  const url = withAccount(panelUrl, accountId)
  const apps = (await chatwoot.dashboardApps()).map(app => ({ ...app, url: app.content[0]?.url ?? '' }))
  const ours = apps.find(app => app.url === url)
    ?? apps.find(app => app.id === knownId && URL.canParse(app.url) && withAccount(app.url, accountId) === app.url)
  if (!ours) return (await chatwoot.createDashboardApp(NAME, url)).id
  if (ours.url !== url) await chatwoot.updateDashboardApp(ours.id, ours.title, url)
  return ours.id
}

function withAccount(panelUrl: string, accountId: number): string {
  const url = new URL(panelUrl)
  url.searchParams.set('account', String(accountId))
  return url.href
}
