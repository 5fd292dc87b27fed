import type { Part } from './mutations.ts'
import type { KeptSubscription, Store } from './state.ts'
import { z } from 'zod'

const Input = z.object({ uri: z.string().nullish(), includeFields: z.array(z.string()).nullish() })
const MUST_BE_HTTPS = /^https:\/\//

/** Where the shop delivers its news, as an app sets it up. Plain http is taken only by a stand-in that is on this machine itself. */
export function createSubscriptions(store: Store, now: () => number, isLocal: boolean): Part {
  const refuse = (message: string) => ({ webhookSubscription: null, userErrors: [{ field: ['webhookSubscription', 'callbackUrl'], message }] })
  const kept = () => store.state.subscriptions
  const view = ({ id, topic, uri, includeFields, at }: KeptSubscription) => ({
    __typename: 'WebhookSubscription',
    id,
    topic,
    uri,
    includeFields,
    format: 'JSON',
    filter: null,
    createdAt: new Date(at).toISOString(),
    updatedAt: new Date(at).toISOString(),
  })

  function faultOf(topic: string, uri: string, ownId?: string): string | null {
    if (!uri) return 'Address can\'t be blank'
    if (!MUST_BE_HTTPS.test(uri) && !isLocal) return 'Address protocol http:// is not supported'
    const isTaken = kept().some(one => one.id !== ownId && one.topic === topic && one.uri === uri)
    return isTaken ? 'Address for this topic has already been taken' : null
  }

  return {
    roots: { webhookSubscriptions: () => kept().map(view) },
    mutations: {
      webhookSubscriptionCreate({ topic, webhookSubscription }) {
        const { uri, includeFields } = Input.parse(webhookSubscription)
        const fault = faultOf(String(topic), uri ?? '')
        if (fault) return refuse(fault)
        const made = { id: store.nextId('WebhookSubscription'), topic: String(topic), uri: uri ?? '', includeFields: includeFields ?? [], at: now(), failures: 0 }
        kept().push(made)
        return { webhookSubscription: view(made), userErrors: [] }
      },
      webhookSubscriptionUpdate({ id, webhookSubscription }) {
        const known = kept().find(one => one.id === id)
        if (!known) return refuse('Webhook subscription does not exist')
        const { uri, includeFields } = Input.parse(webhookSubscription)
        const fault = faultOf(known.topic, uri ?? known.uri, known.id)
        if (fault) return refuse(fault)
        Object.assign(known, { uri: uri ?? known.uri, includeFields: includeFields ?? known.includeFields })
        return { webhookSubscription: view(known), userErrors: [] }
      },
    },
  }
}
