import type { LabelSettings } from '../../shared/contracts/label-settings.ts'

/** Where the demo shop's goods come back to, by labels of the seller's stand-in. */
export const labelSettings: LabelSettings = {
  provider: 'shippo',
  returnAddress: {
    name: 'Alder & Pine, returns',
    street1: '1200 NW Naito Parkway',
    street2: 'Dock 4',
    city: 'Portland',
    state: 'OR',
    zip: '97209',
    country: 'US',
    phone: '+15035550100',
    email: 'returns@alder-pine.example',
  },
  parcel: { grams: 1_200, lengthCm: 35, widthCm: 25, heightCm: 15 },
}
