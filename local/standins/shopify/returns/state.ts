/** A return since the seed; amounts in the order's own currency, in its smallest unit. */
export interface KeptReturn {
  id: string
  orderId: number
  name: string
  status: 'OPEN' | 'CLOSED'
  at: number
  closedAt: number | null
  fee: number
  /** Whether the fee for the label was taken already: with the first units. */
  isFeeTaken: boolean
  lines: KeptReturnLine[]
  deliveries: { id: string, parcel: number, labelUrl: string | null, number: string | null, url: string | null, isNotified: boolean }[]
}
/** `parcel` and `index` say which units: of which fulfilment, of which line of the order. */
export interface KeptReturnLine {
  id: string
  parcel: number
  index: number
  quantity: number
  processed: number
  refunded: number
  reasonId: string
  note: string
  percent: number
  dispositions: { type: string, quantity: number, locationId: string | null }[]
}
