import { Buffer } from 'node:buffer'
import { Hono } from 'hono'
import { z } from 'zod'
import { createMishaps } from './mishaps.ts'

const Address = z.looseObject({ name: z.string(), street1: z.string(), city: z.string(), zip: z.string(), country: z.string() })
const Creating = z.object({ shipment: z.object({
  from_address: Address,
  to_address: Address,
  parcel: z.object({ length: z.number(), width: z.number(), height: z.number(), weight: z.number() }),
  options: z.object({ label_format: z.string() }),
}) })
interface Shipment { id: string, asked: z.infer<typeof Creating>['shipment'], isBought: boolean, refundStatus: string | null }

/** What EasyPost's documentation says of shipments: bought once, refunded on request. */
export function createEasyPostStandIn(apiKey: string) {
  const state = { serial: 1, shipments: [] as Shipment[] }
  const mishaps = createMishaps()
  const failure = (code: string, message: string) => ({ error: { code, message, errors: [] } })
  const ratesOf = ({ id }: Shipment) => [
    { id: `rate_${id}_g`, rate: '8.20', currency: 'USD', carrier: 'UPS', service: 'Ground' },
    { id: `rate_${id}_a`, rate: '7.58', currency: 'USD', carrier: 'USPS', service: 'GroundAdvantage' },
  ]
  const view = (one: Shipment) => ({
    id: one.id,
    rates: ratesOf(one),
    messages: [],
    refund_status: one.refundStatus,
    tracking_code: one.isBought ? `EP${one.id}` : null,
    postage_label: one.isBought ? { label_url: `https://api.easypost.com/files/${one.id}.pdf`, label_pdf_url: null } : null,
    tracker: one.isBought ? { public_url: `https://track.easypost.test/${one.id}` } : null,
  })
  const find = (id: string) => state.shipments.find(one => one.id === id)
  const api = new Hono()
    .use('/v2/*', async (c, next) => c.req.header('authorization') === `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`
      ? next()
      : c.json(failure('APIKEY.INACTIVE', 'This api key is no longer active.'), 403))
    .get('/v2/shipments', c => c.json({ shipments: [], has_more: false }))
    .post('/v2/shipments', async (c) => {
      const { shipment } = Creating.parse(await c.req.json())
      const one = { id: `shp_${state.serial++}`, asked: shipment, isBought: false, refundStatus: null }
      state.shipments.push(one)
      return c.json(view(one), 201)
    })
    .get('/v2/shipments/:id', (c) => {
      const one = find(c.req.param('id'))
      return one ? c.json(view(one)) : c.json(failure('NOT_FOUND', 'The requested resource could not be found.'), 404)
    })
    .post('/v2/shipments/:id/buy', (c) => {
      const one = find(c.req.param('id'))
      if (!one) return c.json(failure('NOT_FOUND', 'The requested resource could not be found.'), 404)
      if (one.isBought) return c.json(failure('SHIPMENT.POSTAGE.EXISTS', 'Postage already exists for this shipment.'), 422)
      one.isBought = true
      return c.json(view(one))
    })
    .post('/v2/shipments/:id/refund', (c) => {
      const one = find(c.req.param('id'))
      if (!one?.isBought) return c.json(failure('SHIPMENT.REFUND.UNAVAILABLE', 'Refund is not available.'), 422)
      one.refundStatus = 'submitted'
      return c.json(view(one))
    })
    .get('/files/:name', c => c.body('%PDF-1.4 easypost', 200, { 'content-type': 'application/pdf' }))
  return {
    state,
    failNext: mishaps.failNext,
    bought: () => state.shipments.filter(({ isBought }) => isBought).length,
    givenBack: () => state.shipments.filter(({ refundStatus }) => refundStatus === 'submitted').length,
    reset() {
      state.shipments.splice(0)
      mishaps.clear()
    },
    fetch: async (request: Request) => mishaps.around(request, async () => api.fetch(request)),
  }
}
