import { Hono } from 'hono'
import { z } from 'zod'
import { createMishaps } from './mishaps.ts'
import { pdfOf } from './pdf.ts'

const Parcel = z.object({
  length: z.string(),
  width: z.string(),
  height: z.string(),
  distance_unit: z.literal('cm'),
  weight: z.string(),
  mass_unit: z.literal('g'),
})
const Address = z.looseObject({ name: z.string(), street1: z.string(), city: z.string(), zip: z.string(), country: z.string() })
const Shipment = z.object({ address_from: Address, address_to: Address, parcels: z.array(Parcel).length(1), async: z.literal(false) })
const Buying = z.object({ rate: z.string(), label_file_type: z.literal('PDF'), async: z.literal(false), metadata: z.string().max(100) })

interface Transaction {
  object_id: string
  status: string
  rate: string
  metadata: string
  label_url: string
  tracking_number: string
  tracking_url_provider: string
  messages: []
}

/** What Shippo's documentation says of shipments, transactions and refunds. It sells the same rate as often as it is asked to. */
export function createShippoStandIn(apiKey: string) {
  const state = { serial: 1, transactions: [] as Transaction[], refunds: [] as string[], shipments: [] as z.infer<typeof Shipment>[] }
  const mishaps = createMishaps()
  const api = new Hono()
    .use(async (c, next) => c.req.header('authorization') === `ShippoToken ${apiKey}` || c.req.path.startsWith('/files')
      ? next()
      : c.json({ detail: 'Invalid token' }, 401))
    .get('/addresses/', c => c.json({ next: null, previous: null, results: [] }))
    .post('/shipments/', async (c) => {
      state.shipments.push(Shipment.parse(await c.req.json()))
      const id = state.serial++
      const rate = (name: string, provider: string, amount: string) => ({
        object_id: `rate_${id}_${name}`,
        amount,
        currency: 'USD',
        amount_local: amount,
        currency_local: 'USD',
        provider,
        servicelevel: { name, token: name.toLowerCase() },
      })
      return c.json({ object_id: `shipment_${id}`, status: 'SUCCESS', rates: [rate('Ground', 'UPS', '9.90'), rate('Advantage', 'USPS', '7.58')], messages: [] }, 201)
    })
    .get('/transactions/', (c) => {
      const rate = c.req.query('rate')
      return c.json({ next: null, previous: null, results: state.transactions.filter(one => !rate || one.rate === rate) })
    })
    .post('/transactions/', async (c) => {
      const { rate, metadata } = Buying.parse(await c.req.json())
      const id = `transaction_${state.serial++}`
      const number = `94${state.serial}`
      const transaction: Transaction = {
        object_id: id,
        status: 'SUCCESS',
        rate,
        metadata,
        label_url: `https://api.goshippo.com/files/${id}.pdf`,
        tracking_number: number,
        tracking_url_provider: `https://track.test/${number}`,
        messages: [],
      }
      state.transactions.push(transaction)
      return c.json(transaction, 201)
    })
    .post('/refunds/', async (c) => {
      const { transaction } = z.object({ transaction: z.string() }).parse(await c.req.json())
      state.refunds.push(transaction)
      for (const one of state.transactions) {
        if (one.object_id === transaction) one.status = 'REFUNDPENDING'
      }
      return c.json({ object_id: `refund_${state.serial++}`, status: 'PENDING', transaction }, 201)
    })
    .get('/files/:name', c => c.body(pdfOf(`Return label ${c.req.param('name').replace('.pdf', '')}`), 200, { 'content-type': 'application/pdf' }))
  return {
    state,
    failNext: mishaps.failNext,
    bought: () => state.transactions.length,
    givenBack: () => state.refunds.length,
    reset() {
      Object.assign(state, { transactions: [], refunds: [], shipments: [] })
      mishaps.clear()
    },
    fetch: async (request: Request) => mishaps.around(request, async () => api.fetch(request)),
  }
}
