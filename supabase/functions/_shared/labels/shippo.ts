import type { BoughtLabel, BuyWord, LabelProvider, LabelRequest, ProviderOptions } from './provider.ts'
import { z } from 'zod'
import { parseMoney } from '../../../../shared/money/decimal.ts'
import { createDoor, wordsOf } from './provider.ts'

const BASE = 'https://api.goshippo.com'
const Shipment = z.object({
  object_id: z.string(),
  rates: z.array(z.object({
    object_id: z.string(),
    amount: z.string(),
    currency: z.string(),
    amount_local: z.string().nullish(),
    currency_local: z.string().nullish(),
    provider: z.string(),
    servicelevel: z.object({ name: z.string().nullish() }).nullish(),
  })),
})
const Transaction = z.object({
  object_id: z.string(),
  status: z.string(),
  metadata: z.string().nullish(),
  label_url: z.string().nullish(),
  tracking_number: z.string().nullish(),
  tracking_url_provider: z.string().nullish(),
})
type Transaction = z.infer<typeof Transaction>

/**
 * Shippo. It has no idempotency key: the action's id stands in the transaction's metadata, and the transactions of the rate are read
 * before one is asked for again.
 */
export function createShippo({ apiKey, fetch }: ProviderOptions): LabelProvider {
  const door = createDoor(BASE, `ShippoToken ${apiKey}`, fetch)
  return {
    check: async () => void await door.read('GET', '/addresses/?results=1', z.object({ results: z.array(z.unknown()) })),
    async quote({ from, to, parcel }: LabelRequest) {
      const { grams, lengthCm, widthCm, heightCm } = parcel
      const size = { length: String(lengthCm), width: String(widthCm), height: String(heightCm), distance_unit: 'cm' }
      const parcels = [{ ...size, weight: String(grams), mass_unit: 'g' }]
      const asked = { address_from: from, address_to: to, parcels, async: false }
      const { object_id: shipmentId, rates } = await door.read('POST', '/shipments/', Shipment, asked)
      return rates.map(({ object_id: rateId, provider: carrier, servicelevel, amount, currency, amount_local, currency_local }) => ({
        shipmentId,
        rateId,
        carrier,
        service: servicelevel?.name ?? '',
        costs: [
          parseMoney(amount, currency),
          ...amount_local && currency_local && currency_local !== currency ? [parseMoney(amount_local, currency_local)] : [],
        ],
      }))
    },
    async buy({ rateId }, id): Promise<BuyWord> {
      const answer = await door.ask('POST', '/transactions/', { rate: rateId, label_file_type: 'PDF', async: false, metadata: markOf(id) })
      if (!answer) return { is: 'unknown' }
      if (answer.status === 401 || answer.status === 403 || answer.status === 429) return { is: 'not_executed' }
      const { data } = Transaction.safeParse(answer.body)
      if (answer.status >= 400 || data?.status === 'ERROR') return { is: 'refused', detail: wordsOf(answer.body) }
      const label = data && labelOf(data)
      return label ? { is: 'bought', label } : { is: 'unknown' }
    },
    async find({ rateId }, id) {
      const path = `/transactions/?rate=${encodeURIComponent(rateId)}&results=100`
      const { results } = await door.read('GET', path, z.object({ results: z.array(Transaction) }))
      const ours = results.filter(({ metadata }) => metadata === markOf(id))
      const label = ours.flatMap(one => labelOf(one) ?? [])[0]
      if (label) return { is: 'bought', label }
      return ours.some(({ status }) => status === 'QUEUED' || status === 'WAITING') ? { is: 'pending' } : { is: 'absent' }
    },
    async giveBack({ id }) {
      const answer = await door.ask('POST', '/refunds/', { transaction: id, async: false })
      const { data } = z.object({ status: z.string() }).safeParse(answer?.body)
      return answer !== null && answer.status < 400 && data !== undefined && data.status !== 'ERROR'
    },
  }
}

function markOf(id: string): string {
  return `pitwall ${id}`
}
function labelOf(one: Transaction): BoughtLabel | null {
  const { object_id: id, status, label_url: url, tracking_number: number, tracking_url_provider: trackingUrl } = one
  return status === 'SUCCESS' && url ? { id, url, number: number ?? '', trackingUrl: trackingUrl || null } : null
}
