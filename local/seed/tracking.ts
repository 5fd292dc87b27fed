import type { SeedOrder } from './types.ts'

/** A parcel's number with the page that follows it; the reserved `.example` domain leads nowhere. */
export function tracked(trackingNumber: string) {
  return { trackingNumber, trackingUrl: `https://track.alderandpine.example/${trackingNumber}` }
}

/** A parcel whose one scan of interest is its delivery. */
export function deliveredParcel(
  daysAgo: number,
  deliveredDaysAgo: number,
  carrier: string,
  trackingNumber: string,
  city: string,
  text = 'Delivered',
): SeedOrder['fulfilments'][number] {
  return {
    daysAgo,
    carrier,
    ...tracked(trackingNumber),
    displayStatus: 'DELIVERED',
    deliveredDaysAgo,
    events: [{ daysAgo: deliveredDaysAgo, text, city }],
  }
}
