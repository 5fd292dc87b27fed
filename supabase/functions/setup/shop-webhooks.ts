import type { Shopify } from '../_shared/order-actions/order.ts'
import { z } from 'zod'
import { audibleTopics, topicName } from '../../../shared/shop-news/topics.ts'

const LIST_DOCUMENT = /* GraphQL */ `
  query Webhooks { webhookSubscriptions(first: 250) { nodes { id topic uri includeFields } } }`
const CREATE_DOCUMENT = /* GraphQL */ `
  mutation CreateWebhook($topic: WebhookSubscriptionTopic!, $webhook: WebhookSubscriptionInput!) {
    webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhook) { userErrors { message } }
  }`
const UPDATE_DOCUMENT = /* GraphQL */ `
  mutation UpdateWebhook($id: ID!, $webhook: WebhookSubscriptionInput!) {
    webhookSubscriptionUpdate(id: $id, webhookSubscription: $webhook) { userErrors { message } }
  }`
const Subscription = z.object({ id: z.string(), topic: z.string(), uri: z.string(), includeFields: z.array(z.string()) })
const Listed = z.object({ webhookSubscriptions: z.object({ nodes: z.array(Subscription) }) })
const Told = z.object({ userErrors: z.array(z.object({ message: z.string() })) })
// Somebody else was faster: what was wanted is there.
const TAKEN = /already been taken/i

/** What became of it: topics the shop does not deliver, and its own words on why. */
export interface Registration { missing: string[], refusal: string | null }

/** Where the shop delivers: one address for all accounts of an installation. */
export function shopWebhookUrl(functionsUrl: string): string {
  return `${functionsUrl}/shopify-webhook`
}

/**
 * Subscribes the shop's app to all that its rights let it hear of: what is missing is made, what is at `formerUrl`, where this
 * installation was before, or asks for other fields is mended, and what belongs to others is left alone. Asking again changes nothing.
 * Throws what the shop's client refuses with.
 */
export async function registerShopWebhooks(shopify: Shopify, url: string, formerUrl: string | null): Promise<Registration> {
  const wanted = audibleTopics(await shopify.grantedScopes())
  const { webhookSubscriptions: { nodes } } = await shopify.request(LIST_DOCUMENT, {}, Listed)
  const refused: Registration = { missing: [], refusal: null }
  for (const { topic, fields } of wanted) {
    const name = topicName(topic)
    const webhook = { uri: url, includeFields: fields ?? [] }
    const [here, there] = [url, formerUrl].map(uri => nodes.find(one => one.topic === name && one.uri === uri))
    const known = here ?? there
    if (known?.uri === url && isSame(known.includeFields, webhook.includeFields)) continue
    const [refusal] = known ? await update(known.id, webhook) : await create(name, webhook)
    if (!refusal || TAKEN.test(refusal.message)) continue
    refused.missing.push(topic)
    refused.refusal = refusal.message
  }
  return refused

  async function create(topic: string, webhook: object) {
    const told = await shopify.request(CREATE_DOCUMENT, { topic, webhook }, z.object({ webhookSubscriptionCreate: Told }))
    return told.webhookSubscriptionCreate.userErrors
  }
  async function update(id: string, webhook: object) {
    const told = await shopify.request(UPDATE_DOCUMENT, { id, webhook }, z.object({ webhookSubscriptionUpdate: Told }))
    return told.webhookSubscriptionUpdate.userErrors
  }
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every(one => others.includes(one))
}
