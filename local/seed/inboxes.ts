import type { SeedWorld } from './types.ts'

export const inboxes: SeedWorld['inboxes'] = [
  { id: 1, name: 'Website chat', channel: 'Channel::WebWidget', timeZone: 'America/Los_Angeles', memberIds: [1, 2, 5, 6] },
  { id: 2, name: 'Mail', channel: 'Channel::Email', timeZone: 'America/Los_Angeles', memberIds: [1, 2, 3, 4, 5, 6] },
  { id: 3, name: 'Europe chat', channel: 'Channel::WebWidget', timeZone: 'Europe/Madrid', memberIds: [1, 3, 4] },
  { id: 4, name: 'Trade desk', channel: 'Channel::Api', timeZone: 'America/Toronto', memberIds: [1, 2, 4] },
]

export const labels: SeedWorld['labels'] = [
  { title: 'order-status', description: 'Where is it, change it, cancel it', color: '#1F93FF' },
  { title: 'shipping', description: 'Late, lost, damaged, delivered to someone else', color: '#F97316' },
  { title: 'returns', description: 'Returns, exchanges and refunds', color: '#8B5CF6' },
  { title: 'billing', description: 'Charges, invoices and tax', color: '#0EA5A4' },
  { title: 'technical', description: 'Something does not work as it should', color: '#E11D48' },
  { title: 'product-question', description: 'Advice before buying', color: '#65A30D' },
  { title: 'vip', description: 'Answer within five minutes', color: '#D97706' },
  { title: 'wholesale', description: 'Shops, guides and other trade customers', color: '#475569' },
]

export const cannedResponses: SeedWorld['cannedResponses'] = [
  { shortCode: 'hello', content: 'Hello {{contact.name}}, thank you for writing to Alder & Pine. I am {{agent.name}} and I will look into this with you.' },
  { shortCode: 'hola', content: 'Hola, {{contact.name}}: gracias por escribir a Alder & Pine. Soy {{agent.name}} y lo miro ahora mismo.' },
  { shortCode: 'bonjour', content: 'Bonjour {{contact.name}}, merci de nous avoir écrit. Je suis {{agent.name}} et je regarde cela avec vous.' },
  { shortCode: 'photo', content: 'Could you send us a photo of the damage and of the shipping label? With both we can settle this without sending anything back first.' },
  { shortCode: 'lost', content: 'I have asked the carrier to trace your parcel. That takes up to two working days, and I will write to you whatever they find.' },
  { shortCode: 'bye', content: 'I am glad that is sorted. If anything else comes up, just answer this message. Have a good day outside.' },
]
