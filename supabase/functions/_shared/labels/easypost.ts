import type { LabelAddress } from '../../../../shared/contracts/label-settings.ts'
import type { BoughtLabel, BuyWord, LabelProvider, ProviderOptions } from './provider.ts'
import { z } from 'zod'
import { parseMoney } from '../../../../shared/money/decimal.ts'
import { createDoor, wordsOf } from './provider.ts'

const BASE = 'https://api.easypost.com/v2'
// EasyPost measures in inches and ounces.
const CM_IN_INCHES = 1 / 2.54
const GRAMS_IN_OUNCES = 1 / 28.349523125
const Shipment = z.object({
  id: z.string(),
  tracking_code: z.string().nullish(),
  refund_status: z.string().nullish(),
  postage_label: z.object({ label_url: z.string().nullish(), label_pdf_url: z.string().nullish() }).nullish(),
  tracker: z.object({ public_url: z.string().nullish() }).nullish(),
})
type Shipment = z.infer<typeof Shipment>
const Quoted = z.object({
  id: z.string(),
  rates: z.array(z.object({ id: z.string(), rate: z.string(), currency: z.string(), carrier: z.string(), service: z.string() })),
})
const Failure = z.object({ error: z.object({ code: z.string() }) })

/** EasyPost. A shipment is bought once: a second purchase is refused, and the shipment itself tells of the first. */
export function createEasyPost({ apiKey, fetch }: ProviderOptions): LabelProvider {
  const door = createDoor(BASE, `Basic ${btoa(`${apiKey}:`)}`, fetch)
  return {
    check: async () => void await door.read('GET', '/shipments?page_size=1', z.object({ shipments: z.array(z.unknown()) })),
    async quote({ from, to, parcel: { grams, lengthCm, widthCm, heightCm } }) {
      const inches = (cm: number) => Math.round(cm * CM_IN_INCHES * 10) / 10
      const parcel = {
        length: inches(lengthCm),
        width: inches(widthCm),
        height: inches(heightCm),
        weight: Math.round(grams * GRAMS_IN_OUNCES * 10) / 10,
      }
      const shipment = { from_address: addressOf(from), to_address: addressOf(to), parcel, options: { label_format: 'PDF' } }
      const { id: shipmentId, rates } = await door.read('POST', '/shipments', Quoted, { shipment })
      return rates.map(({ id: rateId, rate, currency, carrier, service }) =>
        ({ shipmentId, rateId, carrier, service, costs: [parseMoney(rate, currency)] }))
    },
    async buy({ shipmentId, rateId }): Promise<BuyWord> {
      const answer = await door.ask('POST', `/shipments/${encodeURIComponent(shipmentId)}/buy`, { rate: { id: rateId } })
      if (!answer) return { is: 'unknown' }
      if (answer.status === 401 || answer.status === 403 || answer.status === 429) return { is: 'not_executed' }
      // Ours, from an attempt before; the shipment tells.
      if (Failure.safeParse(answer.body).data?.error.code === 'SHIPMENT.POSTAGE.EXISTS') return { is: 'unknown' }
      if (answer.status >= 400) return { is: 'refused', detail: wordsOf(answer.body) }
      const label = labelOf(Shipment.safeParse(answer.body).data)
      return label ? { is: 'bought', label } : { is: 'unknown' }
    },
    async find({ shipmentId }) {
      const label = labelOf(await door.read('GET', `/shipments/${encodeURIComponent(shipmentId)}`, Shipment))
      return label ? { is: 'bought', label } : { is: 'absent' }
    },
    async giveBack(_, { shipmentId }) {
      const answer = await door.ask('POST', `/shipments/${encodeURIComponent(shipmentId)}/refund`, {})
      const { data } = Shipment.safeParse(answer?.body)
      return answer !== null && answer.status < 400 && isGivenBack(data)
    },
  }
}

function isGivenBack(shipment: Shipment | undefined): boolean {
  return shipment?.refund_status === 'submitted' || shipment?.refund_status === 'refunded'
}
function labelOf(shipment: Shipment | undefined): BoughtLabel | null {
  const url = shipment?.postage_label?.label_pdf_url ?? shipment?.postage_label?.label_url
  if (!shipment || !url || isGivenBack(shipment)) return null
  return { id: shipment.id, url, number: shipment.tracking_code ?? '', trackingUrl: shipment.tracker?.public_url ?? null }
}
function addressOf({ name, street1, street2, city, state, zip, country, phone, email }: LabelAddress) {
  return { name, street1, street2, city, state, zip, country, phone, email }
}
