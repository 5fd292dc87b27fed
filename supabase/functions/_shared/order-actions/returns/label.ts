import type { ShopWord } from '../../../../../shared/actions/state.ts'
import type { LabelSight } from '../../labels/provider.ts'
import type { Kind, Written } from '../kind.ts'
import type { Shopify } from '../order.ts'
import type { Coming } from './coming.ts'
import { z } from 'zod'
import { ProblemError } from '../../app.ts'
import { refuse, toWord } from '../kind.ts'
import { readReturn, seeReturn } from './coming.ts'
import { LABEL_DOCUMENT } from './documents.ts'
import { offerOf } from './offer.ts'
import { stageLabel } from './upload.ts'

const MOST_BYTES = 5_000_000
const READ_MS = 6_000
const Given = z.object({
  reverseDeliveryCreateWithShipping: z.object({
    reverseDelivery: z.object({
      id: z.string(),
      deliverable: z.object({ label: z.object({ publicFileUrl: z.string().nullish() }).nullish() }).nullish(),
    }).nullish(),
    userErrors: z.array(z.object({ message: z.string(), code: z.string().nullish() })),
  }),
})
const Label = z.object({ url: z.string(), number: z.string(), trackingUrl: z.string().nullable() })
const Input = z.object({
  returnId: z.string(),
  parcelIds: z.array(z.string()),
  /** One that is there, or one that is bought first. */
  label: Label.nullable(),
  purchase: z.object({ shipmentId: z.string(), rateId: z.string() }).nullable(),
  notify: z.boolean(),
})
type Input = z.infer<typeof Input>

/**
 * Gives the shop the label of a return, and buys it first where it is to be bought. Nothing of Shopify's keeps a parcel from getting
 * two, so parcels that have one are left alone; the provider is asked for what was bought before it is asked to sell.
 */
export const returnLabel: Kind<'return_label'> = {
  async plan(action, context) {
    const { shopify, order } = context
    const coming = await readReturn(shopify, action.returnId)
    if (!coming || coming.order.id !== order.id || coming.status !== 'OPEN') return refuse('return_closed')
    const parcels = coming.reverseFulfillmentOrders.filter(({ status }) => status === 'OPEN')
    if (!parcels.length) return refuse('return_closed')
    if (parcels.some(({ reverseDeliveries }) => reverseDeliveries.length > 0)) return refuse('labelled_already')
    const { label } = action
    if (label.by === 'buy' && parcels.length > 1) return refuse('several_parcels')
    const offer = label.by === 'buy' ? await offerOf(label, context) : null
    if (offer && 'status' in offer) return offer
    const given = label.by === 'link' ? { url: label.url, number: label.trackingNumber, trackingUrl: label.trackingUrl } : null
    return {
      status: 'ready',
      plan: {
        effects: [
          offer ? offer.effect : { is: 'label', number: given?.number ?? '' },
          { is: 'tells', who: action.tellsCustomer ? 'customer' : 'nobody' },
        ],
        money: null,
        daysSince: null,
        facts: { return: coming.name, ...offer && { label: offer.fact } },
        sameness: parcels.map(({ id }) => id),
        freeze: () => ({
          returnId: coming.id,
          parcelIds: parcels.map(({ id }) => id),
          label: given,
          purchase: offer?.purchase ?? null,
          notify: action.tellsCustomer,
        }),
      },
    }
  },
  async send(written, shopify) {
    const input = Input.parse(written.input)
    const { coming, word } = await seeReturn(shopify, input.returnId)
    if (!coming) return word
    const left = input.parcelIds.filter(id => !deliveryOf(coming, id))
    if (input.label) return attach(left, { ...input.label, notify: input.notify }, shopify)
    return buyAndAttach(input, left, written, shopify)
  },
  async look(written, shopify) {
    const input = Input.parse(written.input)
    const coming = await readReturn(shopify, input.returnId)
    if (!coming) return { is: 'gone', code: 'return_closed', detail: null }
    const sold = input.purchase ? await sightOf(input, written) : null
    if (sold?.is === 'pending') return { is: 'pending' }
    const label = input.label ?? (sold?.is === 'bought' ? sold.label : null)
    const given = input.parcelIds.map(id => deliveryOf(coming, id))
    const isOther = given.some(one => one && (!label || (label.number && one.deliverable?.tracking?.number !== label.number)))
    // What was bought is never left lying: the next attempt gives it back.
    if (isOther && sold?.is !== 'bought') return { is: 'gone', code: 'labelled_already', detail: null }
    if (!isOther && given.every(Boolean)) {
      return { is: 'done', ref: given[0]?.id ?? null, detail: given[0]?.deliverable?.label?.publicFileUrl ?? label?.url ?? null }
    }
    if (sold?.is === 'bought') return { is: 'absent' }
    return coming.status === 'OPEN' ? { is: 'absent', needsRest: true } : { is: 'gone', code: 'return_closed', detail: null }
  },
}

async function sightOf({ purchase }: Input, { id, labels }: Pick<Written, 'id' | 'labels'>): Promise<LabelSight> {
  const desk = await labels()
  if (!desk || !purchase) throw new ProblemError('label_refused', { detail: 'Nobody sells labels to this account' })
  return desk.provider.find(purchase, id)
}

/** Buys unless it was bought, hands the file to the shop, and gives the label back when the shop does not take it. */
async function buyAndAttach(input: Input, parcelIds: string[], written: Written, shopify: Shopify): Promise<ShopWord> {
  const desk = await written.labels()
  const { purchase } = input
  if (!desk || !purchase) return { is: 'not_executed', code: 'no_label_provider', waitMs: READ_MS, isFinal: true }
  const sight = await desk.provider.find(purchase, written.id).catch(error => error instanceof ProblemError ? error : Promise.reject(error))
  if (sight instanceof ProblemError) return { is: 'not_executed', code: sight.code, waitMs: READ_MS, isFinal: sight.code === 'label_refused' }
  if (sight.is === 'pending') return { is: 'pending', ref: null }
  const bought = sight.is === 'bought' ? sight : await desk.provider.buy(purchase, written.id)
  if (bought.is === 'refused') return { is: 'refused', code: 'label_refused', detail: bought.detail }
  if (bought.is === 'not_executed') return { is: 'not_executed', code: 'label_unreachable', waitMs: READ_MS, isFinal: false }
  if (bought.is === 'unknown') return { is: 'unknown', code: 'label_unreachable' }
  const { label } = bought
  // The provider's own address ends after a while; the shop keeps the file.
  const url = await fetchFile(label.url, written.fetch)
    .then(async file => stageLabel(file, shopify, written.fetch))
    .catch(() => label.url)
  const word = parcelIds.length
    ? await attach(parcelIds, { ...label, url, notify: input.notify }, shopify)
    : { is: 'refused' as const, code: 'labelled_already', detail: null }
  if (word.is !== 'refused') return word.is === 'done' ? word : { is: 'unknown', code: 'in_doubt' }
  const isBack = await desk.provider.giveBack(label, purchase)
  return { ...word, detail: [word.detail, isBack ? null : `${desk.name}: ${label.id}`].filter(Boolean).join(' · ') || null }
}

async function fetchFile(url: string, send = globalThis.fetch): Promise<Uint8Array<ArrayBuffer>> {
  if (!url.startsWith('https://')) throw new TypeError('A label comes by https')
  const response = await send(url, { redirect: 'error', signal: AbortSignal.timeout(READ_MS) })
  if (!response.ok || Number(response.headers.get('content-length') ?? 0) > MOST_BYTES) throw new TypeError('no label there')
  return new Uint8Array(await response.arrayBuffer())
}

/** One parcel after the other; what stops in the middle is in doubt as a whole, and goes on with those that have none. */
async function attach(
  parcelIds: string[],
  { url, number, trackingUrl, notify }: z.infer<typeof Label> & { notify: boolean },
  shopify: Shopify,
): Promise<ShopWord> {
  const tracking = number || trackingUrl ? { ...number && { number }, ...trackingUrl && { url: trackingUrl } } : null
  let last: ShopWord = { is: 'done', ref: null, detail: url }
  for (const [at, id] of parcelIds.entries()) {
    const told = await shopify.tell(LABEL_DOCUMENT, { id, tracking, label: { fileUrl: url }, notify }, Given)
    const errorsOf = ({ reverseDeliveryCreateWithShipping: { userErrors } }: z.infer<typeof Given>) => userErrors
    last = toWord(told, errorsOf, ({ reverseDeliveryCreateWithShipping: { reverseDelivery } }) => reverseDelivery
      ? { is: 'done', ref: reverseDelivery.id, detail: reverseDelivery.deliverable?.label?.publicFileUrl ?? url }
      : { is: 'unknown', code: 'shopify_unreachable' })
    if (last.is !== 'done') return at > 0 ? { is: 'unknown', code: 'in_doubt' } : last
  }
  return last
}

function deliveryOf({ reverseFulfillmentOrders }: Coming, parcelId: string) {
  return reverseFulfillmentOrders.find(({ id }) => id === parcelId)?.reverseDeliveries[0] ?? null
}
