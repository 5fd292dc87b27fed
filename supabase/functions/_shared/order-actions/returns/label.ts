import type { ShopWord } from '../../../../../shared/actions/state.ts'
import type { Kind } from '../kind.ts'
import type { Shopify } from '../order.ts'
import type { Coming } from './coming.ts'
import { z } from 'zod'
import { refuse, toWord } from '../kind.ts'
import { readReturn, seeReturn } from './coming.ts'
import { LABEL_DOCUMENT } from './documents.ts'

const Given = z.object({
  reverseDeliveryCreateWithShipping: z.object({
    reverseDelivery: z.object({
      id: z.string(),
      deliverable: z.object({ label: z.object({ publicFileUrl: z.string().nullish() }).nullish() }).nullish(),
    }).nullish(),
    userErrors: z.array(z.object({ message: z.string(), code: z.string().nullish() })),
  }),
})
const Input = z.object({
  returnId: z.string(),
  parcelIds: z.array(z.string()),
  label: z.object({ url: z.string(), number: z.string(), trackingUrl: z.string().nullable() }),
  notify: z.boolean(),
})

/**
 * Gives the shop the label of a return. Nothing of Shopify's keeps a parcel from getting two, so the parcels are read first, those
 * that have one are left alone, and a lost answer is waited out.
 */
export const returnLabel: Kind<'return_label'> = {
  async plan(action, { shopify, order }) {
    const coming = await readReturn(shopify, action.returnId)
    if (!coming || coming.order.id !== order.id || coming.status !== 'OPEN') return refuse('return_closed')
    const parcels = coming.reverseFulfillmentOrders.filter(({ status }) => status === 'OPEN')
    if (!parcels.length) return refuse('return_closed')
    if (parcels.some(({ reverseDeliveries }) => reverseDeliveries.length > 0)) return refuse('labelled_already')
    const { url, trackingNumber: number, trackingUrl } = action.label
    return {
      status: 'ready',
      plan: {
        effects: [{ is: 'label', number }, { is: 'tells', who: action.tellsCustomer ? 'customer' : 'nobody' }],
        money: null,
        daysSince: null,
        facts: { return: coming.name },
        sameness: parcels.map(({ id }) => id),
        freeze: () => ({
          returnId: coming.id,
          parcelIds: parcels.map(({ id }) => id),
          label: { url, number, trackingUrl },
          notify: action.tellsCustomer,
        }),
      },
    }
  },
  async send({ input }, shopify) {
    const { returnId, parcelIds, label, notify } = Input.parse(input)
    const { coming, word } = await seeReturn(shopify, returnId)
    if (!coming) return word
    return attach(parcelIds.filter(id => !deliveryOf(coming, id)), { ...label, notify }, shopify)
  },
  async look({ input }, shopify) {
    const { returnId, parcelIds, label } = Input.parse(input)
    const coming = await readReturn(shopify, returnId)
    if (!coming) return { is: 'gone', code: 'return_closed', detail: null }
    const given = parcelIds.map(id => deliveryOf(coming, id))
    const isOther = given.some(one => one && label.number && one.deliverable?.tracking?.number !== label.number)
    if (isOther) return { is: 'gone', code: 'labelled_already', detail: null }
    if (given.every(Boolean)) return { is: 'done', ref: given[0]?.id ?? null, detail: given[0]?.deliverable?.label?.publicFileUrl ?? label.url }
    return coming.status === 'OPEN' ? { is: 'absent', needsRest: true } : { is: 'gone', code: 'return_closed', detail: null }
  },
}

/** One parcel after the other; what stops in the middle is in doubt as a whole, and goes on with those that have none. */
async function attach(
  parcelIds: string[],
  { url, number, trackingUrl, notify }: z.infer<typeof Input>['label'] & { notify: boolean },
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
