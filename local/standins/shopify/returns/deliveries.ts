import type { SeedOrder } from '../../../seed/types.ts'
import type { World } from '../mutations.ts'
import type { KeptReturn } from './state.ts'
import { z } from 'zod'
import { reverseIdOf } from './view.ts'

const Asked = z.object({
  reverseFulfillmentOrderId: z.string(),
  trackingInput: z.object({ number: z.string().nullish(), url: z.string().nullish() }).nullish(),
  labelInput: z.object({ fileUrl: z.string() }).nullish(),
  notifyCustomer: z.boolean().nullish(),
})
const Upload = z.array(z.object({ resource: z.string(), filename: z.string(), mimeType: z.string() }))

/** Labels for goods on their way back, and where their files are put. */
export function createDeliveries({ store, world }: World, origin: string) {
  function reverseDeliveryCreateWithShipping(args: Record<string, unknown>): object {
    const { reverseFulfillmentOrderId, trackingInput, labelInput, notifyCustomer } = Asked.parse(args)
    const refuse = (field: string[], message: string, code: string) => ({ reverseDelivery: null, userErrors: [{ field, message, code }] })
    const found = parcelOf(reverseFulfillmentOrderId)
    if (!found) return refuse(['reverseFulfillmentOrderId'], 'Reverse fulfillment order does not exist.', 'NOT_FOUND')
    if (found.kept.status !== 'OPEN') return refuse(['reverseFulfillmentOrderId'], 'Reverse fulfillment order is closed.', 'INVALID_STATE')
    const file = labelInput?.fileUrl ?? null
    if (file && !file.startsWith('https://') && !file.startsWith(`${origin}/`)) return refuse(['labelInput', 'fileUrl'], 'File url is invalid.', 'INVALID')
    const delivery = {
      id: store.nextId('ReverseDelivery'),
      parcel: found.parcel,
      labelUrl: file,
      number: trackingInput?.number ?? null,
      url: trackingInput?.url ?? null,
      isNotified: notifyCustomer ?? true,
    }
    found.kept.deliveries.push(delivery)
    const label = file ? { publicFileUrl: file } : null
    const tracking = { number: delivery.number, url: delivery.url, carrierName: null }
    const deliverable = { __typename: 'ReverseDeliveryShippingDeliverable', label, tracking }
    return { reverseDelivery: { id: delivery.id, deliverable }, userErrors: [] }
  }

  function parcelOf(id: string): { kept: KeptReturn, order: SeedOrder, parcel: number } | null {
    for (const kept of store.state.returns) {
      const order = world.orders.find(one => one.id === kept.orderId)
      const parcel = kept.lines.find(line => reverseIdOf(kept, line.parcel) === id)?.parcel
      if (order && parcel !== undefined) return { kept, order, parcel }
    }
    return null
  }

  function stagedUploadsCreate({ input }: Record<string, unknown>): object {
    const stagedTargets = Upload.parse(input).map(({ filename }) => {
      const name = `${store.nextId('File').split('/').at(-1)}-${filename}`
      return { url: `${origin}/staged`, resourceUrl: `${origin}/staged/${name}`, parameters: [{ name: 'key', value: name }] }
    })
    return { stagedTargets, userErrors: [] }
  }

  return { reverseDeliveryCreateWithShipping, stagedUploadsCreate }
}
