import type { ShopEvent } from './news.ts'
import type { Store } from './state.ts'

/** How a delivery leaves the building; it throws, or answers, as `fetch` does. */
export type Deliver = (url: string, init: { method: 'POST', headers: Record<string, string>, body: string }) => Promise<unknown>

const TRIES_AFTER_MS = [500, 2_000, 8_000]
// Shopify gives a subscription up that an app made, and nobody answers to.
const MOST_FAILURES = 8

interface Options {
  store: Store
  deliver: Deliver
  shop: string
  clientSecret: string
  now: () => number
  sleep: (ms: number) => Promise<void>
}

/** Delivers news to whoever subscribed: the same delivery with the same id, until it is answered with 2xx or was tried often enough. */
export function createDeliveries({ store, deliver, shop, clientSecret, now, sleep }: Options) {
  async function attempt(url: string, init: Parameters<Deliver>[1]): Promise<boolean> {
    const answer = await deliver(url, init).catch(() => null)
    return answer instanceof Response ? answer.ok : answer !== null
  }

  const find = (id: string) => store.state.subscriptions.find(one => one.id === id)
  function count(id: string, failures: number): void {
    const known = find(id)
    if (known) known.failures = failures
    if (failures >= MOST_FAILURES) store.state.subscriptions = store.state.subscriptions.filter(one => one.id !== id)
  }

  async function send(subscriptionId: string, uri: string, headers: Record<string, string>, body: string): Promise<void> {
    const signed = { ...headers, 'x-shopify-hmac-sha256': await sign(body, clientSecret) }
    for (const waitMs of [0, ...TRIES_AFTER_MS]) {
      if (waitMs) await sleep(waitMs)
      if (await attempt(uri, { method: 'POST', headers: signed, body })) return count(subscriptionId, 0)
    }
    count(subscriptionId, (find(subscriptionId)?.failures ?? 0) + 1)
  }

  const underWay = new Set<Promise<void>>()
  function tell(events: ShopEvent[]): void {
    // What one act of a merchant leads to has one event id.
    const eventId = crypto.randomUUID()
    for (const { topic, payload } of events) {
      for (const { id, topic: wanted, uri, includeFields } of store.state.subscriptions) {
        if (wanted !== topic.replace('/', '_').toUpperCase()) continue
        const fields = Object.entries(payload).filter(([name]) => includeFields.length === 0 || includeFields.includes(name))
        const body = JSON.stringify(Object.fromEntries(fields))
        const sending = send(id, uri, {
          'content-type': 'application/json',
          'x-shopify-topic': topic,
          'x-shopify-shop-domain': shop,
          'x-shopify-webhook-id': crypto.randomUUID(),
          'x-shopify-event-id': eventId,
          'x-shopify-triggered-at': new Date(now()).toISOString(),
          'x-shopify-api-version': '2026-10',
        }, body).finally(() => underWay.delete(sending))
        underWay.add(sending)
      }
    }
  }

  return {
    tell,
    /** Waits until all that was told has arrived, or was given up. */
    async settled(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

async function sign(text: string, secret: string): Promise<string> {
  const encoder = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text)))))
}
